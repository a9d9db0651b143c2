"""The `sealog` command. Each file is one command or group; other packages add commands through an entry point."""
