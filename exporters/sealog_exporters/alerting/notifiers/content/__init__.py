"""What a notification says, as text, mail and JSON. Nothing that a log record holds becomes markup."""
