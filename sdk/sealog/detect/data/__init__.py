"""Tables of published facts that rules look up; the code in them only reads the tables."""
