"""Rules of e-mail addresses and telephone numbers."""
