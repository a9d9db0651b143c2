"""What one process has: its policy and bundle, its companions, its warm-up and its shutdown."""
