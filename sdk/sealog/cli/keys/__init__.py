"""`sealog init` and `sealog keys`, one file a command. No private key is ever printed."""
