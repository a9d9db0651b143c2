"""Rules over history: the live engine on virtual time. It tells nobody and reads no store itself."""
