"""The stores that `--store` can name, one file each: how one is named, and how it is opened."""
