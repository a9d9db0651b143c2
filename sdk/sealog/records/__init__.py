"""Shared values: findings, actions and the names of a record's attributes. It imports nothing of ours."""
