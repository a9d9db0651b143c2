"""The write-ahead log: what was counted since the series were last stored."""
