"""Forms: a message's words, and `<*>` for each value that shows by its shape."""
