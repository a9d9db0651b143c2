"""The only room that opens sealed values. The audit trail records each opening before the value is returned."""
