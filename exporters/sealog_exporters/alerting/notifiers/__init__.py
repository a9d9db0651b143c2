"""Ways to tell a receiver, one file each. Adding one is adding a file and a line in `delivery/targets.py`."""
