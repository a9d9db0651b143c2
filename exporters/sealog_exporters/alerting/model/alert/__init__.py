"""One alert on its way: decided, standing with a receiver, told."""
