"""`sealog scan`: the command, its input and its output."""
