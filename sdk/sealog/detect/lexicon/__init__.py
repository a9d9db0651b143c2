"""Names of fields with personal data, language by language: one vocabulary for texts and attributes."""
