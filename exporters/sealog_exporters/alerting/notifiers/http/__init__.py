"""Shared by notifiers over HTTP: the client, and `http_config` of rule files."""
