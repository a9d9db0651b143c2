"""Series: the state of one rule for one group key, in memory or compact, with the timers that wake it."""
