"""Runs rules over history: the live engine on virtual time. Notifies no receiver and reads no store."""
