"""What happens to records that an exporter could not deliver: told on stderr, counted, kept in a file if asked for."""
