"""The errors of deploy/local: LocalError, with Missing and PortTaken below it. They hold no record's content."""

from __future__ import annotations


class LocalError(Exception):
    """A back end can't be made or run; the message names the program, the setting and the log."""


class Missing(LocalError):  # noqa: N818  # "Missing" reads right where it is caught: except Missing
    """This machine lacks a tool that a back end needs. Tests skip on it, the CLI exits with 3."""


class PortTaken(LocalError):  # noqa: N818  # same
    """Something listens on a port already; the message names the flag that chooses another."""
