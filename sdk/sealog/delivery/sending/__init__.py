"""The sender: takes batches from a source and sees that each record is answered for."""
