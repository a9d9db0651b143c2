"""The collector's queue files: checks them, sets damaged ones aside, and reads the requests in them."""

from sealog_exporters.queue_files.bolt import read_file
from sealog_exporters.queue_files.folder import QueueFile, check_folder, room_for, set_aside, signal_of
from sealog_exporters.queue_files.requests import requests

__all__ = ["QueueFile", "check_folder", "read_file", "requests", "room_for", "set_aside", "signal_of"]
