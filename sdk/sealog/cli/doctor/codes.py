"""The doctor's codes: a number for each check, and its problems in order. docs/troubleshooting.md explains each.

A code is `SL`, two digits for the check and one for the problem; 0 means no problem. Codes are stable: the number of a
removed check or problem is never used again, and a new problem is added at the end.
"""

from __future__ import annotations

CHECKS: dict[str, tuple[int, tuple[str, ...]]] = {
    "versions": (1, ("a package is missing", "detection is slow here")),
    "distro": (2, ("the named distro is not installed", "no distro is installed")),
    "settings": (3, ("a setting has a value that is not allowed", "a variable is nearly a setting")),
    "mode": (4, ("the mode can't be read", "sealing is switched off", "values were masked")),
    "bundle": (
        5,
        (
            "there is no usable bundle",
            "the bundle has no readable date",
            "the bundle is from the future",
            "the origin key can't be used",
        ),
    ),
    "policy": (6, ("the policy can't be used",)),
    "storms": (7, ("the storm limit can't be read",)),
    "fallback": (8, ("the fallback file can't be written",)),
    "sdk": (9, ("OpenTelemetry is switched off",)),
    "console": (
        10,
        (
            "the console setting can't be read",
            "a handler prints in the clear",
            "a handler prints in the clear and can't be reached",
        ),
    ),
    "chain": (
        11,
        ("the order of processors can't be assured", "sealog's processor is not first", "nothing exports logs"),
    ),
    "limits": (12, ("attribute values are cut before sealog sees them",)),
    "handler": (13, ("OpenTelemetry's handler is missing",)),
    "level": (14, ("the root logger drops records below WARNING or higher",)),
    "spool": (
        15,
        (
            "a setting of the spool is wrong",
            "the spool can't be read",
            "the spool's place is not a folder",
            "the spool can't be written",
            "the spool is nearly full",
            "the disk takes no records now",
            "the spool could not be used",
        ),
    ),
    "spool key": (
        16,
        (
            "the spool is not encrypted",
            "the spool's key can't be used",
            "spools wait for a key that is not here",
            "a process writes under a key that is not in the key file",
        ),
    ),
    "orphans": (17, ("ended processes left records",)),
    "refused": (18, ("the endpoint refused records for good",)),
    "damaged": (19, ("bytes of the spool can't be read",)),
    "endpoint": (
        20,
        (
            "the endpoint's settings are wrong",
            "the endpoint wants other credentials",
            "TLS does not work",
            "there is no OTLP endpoint for logs",
            "the endpoint speaks another protocol",
            "a certificate file can't be read",
            "the endpoint can't be reached",
        ),
    ),
    "clock": (21, ("the clock differs from the endpoint's",)),
    "record": (22, ("the test record was not delivered",)),
    "process": (23, ("the process has stopped writing its status",)),
    "values": (24, ()),
    "failures": (25, ("something failed in the process",)),
    "drops": (26, ("records were dropped",)),
    "exports": (27, ("records were not delivered",)),
    "spans": (28, ("spans can't be sealed",)),
    "carry": (29, ()),
    "queue": (30, ("OpenTelemetry's queue is nearly full",)),
    "memory": (31, ("the memory for records is nearly full",)),
    "waiting": (32, ("records wait too long",)),
    "logger": (33, ("a logger's records are not exported",)),
    "disable": (34, ("logging is switched off up to a level",)),
    "disabled": (35, ("loggers are disabled",)),
    "service": (36, ("the service can't be asked", "the service is not serving")),
    "items": (37, ("items were blacked out", "items were too large for the next hop")),
    "requests": (38, ("the next hop refused requests for good", "requests failed")),
    "agents": (
        39,
        (
            "openai-agents uploads its runs",
            "LangSmith gets the runs of agents",
            "CrewAI's platform gets the runs of agents",
        ),
    ),
}


def code(name: str, problem: int) -> str:
    """Return the code of a check's problem; 0 is none."""
    return f"SL{CHECKS[name][0]:02}{problem}"


def problems() -> dict[str, str]:
    """Return what each code of a problem means, in a few words."""
    return {
        code(name, number): title
        for name, (_, titles) in CHECKS.items()
        for number, title in enumerate(titles, start=1)
    }
