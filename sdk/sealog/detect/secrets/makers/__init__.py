"""The forms of makers' secrets, one file a kind of service."""
