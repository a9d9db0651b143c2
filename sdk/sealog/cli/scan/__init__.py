"""`sealog scan`: the command, what it reads and how it shows findings."""
