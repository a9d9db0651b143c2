"""The spool: a folder of append-only segments that keeps records until they are taken. It knows no endpoint."""
