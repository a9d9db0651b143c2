"""`sealog doctor` and its checks, one file a subject."""
