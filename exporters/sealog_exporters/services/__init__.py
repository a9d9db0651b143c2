"""Services: each combines the rooms below it into a running program. None holds a private key."""
