"""The storage of segments: a folder on disk or in memory, behind one interface."""
