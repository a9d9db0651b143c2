"""Links of an alert into the tools where its trace and its logs are. They are only spelled here, nothing is fetched."""
