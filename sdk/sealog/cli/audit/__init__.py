"""`sealog audit`: shows, checks, proves and publishes the audit trail. It needs no passphrase."""
