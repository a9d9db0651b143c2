"""Values of records: walking them, their shapes, their encodings, plain copies of them."""
