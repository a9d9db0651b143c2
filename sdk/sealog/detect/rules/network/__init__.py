"""Rules of addresses and identifiers of hosts and devices."""
