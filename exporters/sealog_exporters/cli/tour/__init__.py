"""The tour that `sealog demo` gives: what is run, what was seen, how it is shown."""
