"""`sealog policy check|show|explain`: says what a policy does, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sealog.cli.terminal import complain, out
from sealog.settings import load_settings

if TYPE_CHECKING:
    from sealog.policy.policy import Policy

app = typer.Typer(no_args_is_help=True, help="Check the policy, list its actions, and explain what happens to a key.")

CHECK_EXAMPLES = """Examples:

sealog policy check sealog.yaml

SEALOG_POLICY=gdpr.yaml sealog policy check"""

SHOW_EXAMPLES = """Examples:

sealog policy show | grep -v seal"""

EXPLAIN_EXAMPLES = """Examples:

sealog policy explain user.full_name

sealog policy explain http.request.header.cookie --policy sealog.yaml"""

_FILE = Annotated[Path | None, typer.Option("--policy", help="A policy file instead of the one that is set.")]


@app.command("check", epilog=CHECK_EXAMPLES)
def check(
    file: Annotated[Path | None, typer.Argument(help="A policy file; without one, the one that is set.")] = None,
) -> None:
    """Read a policy and test its own rules. An error is reported as file:line, with exit code 2."""
    from sealog.detect.engine.scanner import default_scanner

    policy, name = _policy(file)
    for warning in policy.warnings(default_scanner().entities):
        complain(f"{name}: {warning}")
    out.print(
        f"{name}: good; preset {policy.preset}, {len(policy.keys)} keys, {len(policy.rules)} own rules", markup=False
    )


@app.command("show", epilog=SHOW_EXAMPLES)
def show(policy_file: _FILE = None) -> None:
    """List what is done with every entity and key: action, group, entity."""
    from sealog.detect.engine.scanner import default_scanner

    policy, name = _policy(policy_file)
    out.print(f"# {name}, preset {policy.preset}, private addresses: {policy.private_addresses}", markup=False)
    groups = {**default_scanner().entities, **{rule.entity: rule.group for rule in policy.rules}}
    for entity, group in sorted(groups.items()):
        out.print(f"{policy.of_entity(entity, group):5} {group:12} {entity}", markup=False)
    for entity, kind in sorted(policy.indexes.items()):
        out.print(f"{kind:5} {'index':12} {entity}", markup=False)
    for choice in policy.keys:
        out.print(f"{choice.action:5} {'key':12} {choice.pattern} ({choice.entity})", markup=False)


@app.command("explain", epilog=EXPLAIN_EXAMPLES)
def explain(key: Annotated[str, typer.Argument(help="The key of an attribute.")], policy_file: _FILE = None) -> None:
    """Say what happens to the values under an attribute's key, and which rule decides."""
    from sealog.detect.data import semconv
    from sealog.policy.scanner import build_scanner

    policy, name = _policy(policy_file)
    rule = build_scanner(policy).entity_of_key(key)
    lowered = key.lower()
    choice = next((choice for choice in policy.keys if choice.rule().matches(lowered)), None)
    if rule is not None and choice is not None and not semconv.is_left(lowered):
        answer = f"{choice.action} as {choice.entity}: the policy names the key ({name}, `{choice.pattern}`)"
    elif rule is None:
        told = "OpenTelemetry's attribute holds free text" if lowered in semconv.SCANNED else "no rule knows the key"
        answer = f"scan: {told}; what is found in it is treated by its entity{_exceptions(policy)}"
    elif not rule.entity:
        answer = "keep: it ties a record to its trace or service and is never touched"
    else:
        action = policy.of_entity(rule.entity, rule.group)
        source = "OpenTelemetry's attribute" if lowered in semconv.SEALED else "the end of the key"
        answer = f"{action} as {rule.entity}: {source} says what it holds{_exceptions(policy, rule.entity)}"
    out.print(f"{key}: {answer}", markup=False)


def _exceptions(policy: Policy, entity: str = "") -> str:
    """Say which values of an entity (of any, without one) are kept nevertheless; empty if the policy names none."""
    each: list[str] = []
    if policy.private_addresses == "keep" and entity in {"", "ip_address"}:
        each.append("private addresses (`private_addresses`)")
    allowed = sum(not entity or one.entity in {None, entity} for one in policy.allow)
    if allowed:
        each.append(f"what `allow` describes ({allowed})")
    return f"; these stay: {', '.join(each)}" if each else ""


def _policy(file: Path | None) -> tuple[Policy, str]:
    from sealog.policy.loader import load_policy
    from sealog.policy.policy import Policy

    path = file or load_settings().policy
    return (Policy(), "no policy file") if path is None else (load_policy(path), str(path))
