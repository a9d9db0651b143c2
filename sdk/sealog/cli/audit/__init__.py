"""`sealog audit`: the audit trail shown, checked, proven and handed on. It opens nothing and unlocks nothing."""
