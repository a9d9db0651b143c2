"""Rules of credentials that have a shape of their own."""
