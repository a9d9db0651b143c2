"""Links records to their trace, to each other and to their process."""
