"""The commands that `sealog` gets from this package. Each file is one command."""
