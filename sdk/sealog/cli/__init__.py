"""The `sealog` command. Each file is one command or family; other packages add theirs through an entry point."""
