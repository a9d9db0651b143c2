"""The only room that opens sealed values; every opening is in the audit trail first."""
