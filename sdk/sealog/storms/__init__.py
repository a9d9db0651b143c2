"""Log storms: a limit a message template, with exact counts of what was held back. Off unless asked for."""
