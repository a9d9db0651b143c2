"""What the embedded store counts while records come in, bounded: old minutes are folded into hours and days."""
