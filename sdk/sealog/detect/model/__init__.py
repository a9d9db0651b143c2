"""What rules are made of: their types, the scan budget, surroundings of a candidate, overlaps of findings."""
