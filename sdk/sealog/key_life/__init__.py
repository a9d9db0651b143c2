"""The life of keys: new epochs, and the end of old ones. Each change is in the audit trail. It opens no value."""
