"""Values of records: the walk over them, their shapes, encodings and plain copies."""
