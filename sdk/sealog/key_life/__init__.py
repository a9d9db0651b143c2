"""The life of keys: rotation, protection, backup, recovery, destruction. The audit trail records each change."""
