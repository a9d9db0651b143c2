"""Records on disk until they are delivered: the spooling processor, its folder and what ended processes left."""
