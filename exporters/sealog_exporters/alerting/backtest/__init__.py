"""Runs rules over stored records: the live engine on virtual time, without receivers."""
