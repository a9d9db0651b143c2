"""Rules of payment cards, bank accounts and crypto addresses."""
