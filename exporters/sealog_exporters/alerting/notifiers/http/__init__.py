"""What the notifiers that post over HTTP have in common: the client, and `http_config` of rule files."""
