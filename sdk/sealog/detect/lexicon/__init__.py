"""What people call the fields of personal data, language by language: one vocabulary for texts and attributes."""
