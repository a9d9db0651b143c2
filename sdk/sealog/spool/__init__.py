"""The spool: a folder of append-only segments that keeps records until the endpoint has accepted them."""
