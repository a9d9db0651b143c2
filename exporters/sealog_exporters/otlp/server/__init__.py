"""The listeners: gRPC and HTTP in front of one intake."""
