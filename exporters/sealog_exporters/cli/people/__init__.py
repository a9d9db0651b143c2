"""`sealog access` and `sealog erase`: what is kept of a person, and its end."""
