"""The content of a notification as text, mail and JSON. Nothing from a log record becomes markup."""
