"""The processor: seals log records in place, before anything else in the chain sees them."""
