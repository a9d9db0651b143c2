"""Sealed values, version 1, as docs/spec/sealed-value.md defines them. It reads no file and no setting."""
