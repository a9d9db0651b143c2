"""The sender: takes batches from a source and sends them until the endpoint has answered for each record."""
