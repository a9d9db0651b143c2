"""The console: what handlers and sinks print is sealed in place, because a container's stdout is shipped too."""
