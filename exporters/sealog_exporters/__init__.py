"""Services beside the collector: alerting, the embedded store, search. They hold no private key."""
