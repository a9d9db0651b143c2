"""Seals what logging handlers and sinks print, because a container's stdout is shipped too."""
