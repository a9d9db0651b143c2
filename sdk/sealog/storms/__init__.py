"""Log storms: limits the records of each message template, and counts exactly what it holds back. Off by default."""
