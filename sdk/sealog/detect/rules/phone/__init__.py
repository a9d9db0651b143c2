"""Rules of telephone numbers: international, national beside a word, and alone in a text."""
