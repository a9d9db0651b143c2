"""Where segments lie: a folder on disk or in memory, behind one interface."""
