"""Routes, inhibitions, silences and time intervals as values."""
