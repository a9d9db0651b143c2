"""What rules are made of: rule types, the scan budget, surroundings of a candidate, overlaps of findings."""
