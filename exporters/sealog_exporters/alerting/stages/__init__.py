"""What stands between a decision and a notification, one file a stage; `pipeline.py` has their order."""
