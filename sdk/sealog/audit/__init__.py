"""The audit trail: who opened what, when and why."""
