"""What ties records to each other and to their process."""
