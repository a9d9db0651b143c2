"""Services: each wires the rooms below it to one thing that runs. They hold no keys."""
