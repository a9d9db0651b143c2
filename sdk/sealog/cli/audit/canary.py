"""`sealog audit canary`: gives the lines by which the openers' file knows a planted value."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from sealog.cli.terminal import out
from sealog.errors import SettingError
from sealog.settings import load_settings

EXAMPLES = """Examples:

echo nobody.k7@example.com | sealog audit canary decoy-1 --entity email_address"""

_MOST = 1 << 16


def canary(
    name: Annotated[str, typer.Argument(help="What alarms call it.")],
    entity: Annotated[str, typer.Option(help="What the value is, such as email_address.")],
) -> None:
    """Print what openers.yaml needs to know a canary: a planted value, read from stdin, whose opening alarms.

    Log the value through an application, so that it is sealed like any other. The file holds its hash only.
    """
    from sealog.detect.engine.scanner import default_scanner
    from sealog.gatekeeper.canaries import canary_hash
    from sealog.policy.protection import protection

    known = protection(load_settings().policy, only_looks=True)[0].entities
    if entity not in known:
        raise SettingError(f"--entity must be one of {', '.join(sorted(known))}")
    value = sys.stdin.read(_MOST).strip()
    if not value:
        raise SettingError("the value is expected on stdin")
    digest = canary_hash(entity, default_scanner().normalise(entity, value))
    out.print(f"- {{name: {json.dumps(name)}, entity: {entity}, sha256: {json.dumps(digest)}}}", markup=False)
