"""Finds personal data and secrets in texts: rules, and the scanner that runs them."""
