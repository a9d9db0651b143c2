"""The stores that `--store` can name, one file each: the form of the name, and how to open the store."""
