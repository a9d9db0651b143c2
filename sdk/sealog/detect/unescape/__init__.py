"""Read a text without its escapes, encodings, colours and look-alike characters. It finds no values."""
