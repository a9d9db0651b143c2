"""What one process has: its policy and bundle, what accompanies its processor, its warm-up and its shutdown."""
