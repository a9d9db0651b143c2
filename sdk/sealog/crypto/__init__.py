"""Sealed values version 1, as docs/spec/sealed-value.md defines them. Knows no file and no setting."""
