"""Sends batches and retries them until the endpoint has answered for each record."""
