"""What stands between a decision and a notification, one file a stage; `dispatcher.py` has their order."""
