"""Detection: texts in, findings out. It knows no record and seals nothing."""
