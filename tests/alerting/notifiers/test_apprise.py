"""The Apprise notifier, against a real HTTP receiver of its `json://`."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from alerting.events import event
from alerting.hooks import Answer, listening
from alerting.notifications import notifications
from alerting.rulefiles import load
from sealog_exporters.alerting.delivery.targets import targets_of
from sealog_exporters.alerting.model.notifier import DeliveryError
from sealog_exporters.alerting.notifiers.apprise import MAX_BODY, AppriseConfig, body_of
from sealog_exporters.alerting.syntax.secret import Secret

if TYPE_CHECKING:
    from pathlib import Path

    from alerting.hooks import Hook
    from sealog_exporters.alerting.model.alert.notification import Notification

# Apprise imports what Python has deprecated; that is its own to mend.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def send(url: str, *groups: Notification) -> None:
    async def run() -> None:
        notifier = AppriseConfig(Secret("text", url), timeout_s=60.0).notifier()
        for group in groups:
            await notifier.send(group)

    asyncio.run(run())


def place(hook: Hook) -> str:
    return hook.url.replace("http://", "json://")


def test_apprise_tells_firing_as_a_failure_and_resolved_as_a_success() -> None:
    with listening() as hook:
        send(place(hook), *notifications(event()))
    firing, resolved = hook.accepted
    assert (firing["title"], firing["type"]) == ("[FIRING] ErrorBurst: 10 errors in 5m from shop", "failure")
    assert "value: 10" in firing["message"].splitlines()
    assert (resolved["title"].split()[0], resolved["type"]) == ("[RESOLVED]", "success")


@pytest.mark.parametrize("answer", [Answer(500), Answer(404), Answer(302, {"Location": "/elsewhere"})])
def test_what_apprise_could_not_deliver_is_worth_another_try(answer: Answer) -> None:
    with listening(answer) as hook, pytest.raises(DeliveryError) as caught:
        send(place(hook), notifications()[0])
    assert not caught.value.permanent
    assert len(hook.bodies) == 1


def test_a_url_that_apprise_does_not_understand_is_said_without_it() -> None:
    with pytest.raises(DeliveryError) as caught:
        send("swordfish://token", notifications()[0])
    assert str(caught.value) == "Apprise does not understand the URL"


def test_apprise_logs_neither_the_url_nor_the_text(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)
    with listening(Answer(500)) as hook, pytest.raises(DeliveryError):
        send(f"{place(hook)}?token=swordfish", notifications(event(body="out of stock"))[0])
    assert "swordfish" not in caplog.text
    assert "stock" not in caplog.text


def test_a_text_is_cut_to_its_limit() -> None:
    group = notifications(event(), annotations={"summary": "x" * 100_000})[0]
    assert len(body_of(group)) == MAX_BODY


def test_a_rule_file_names_an_apprise_place_and_its_url_is_in_no_repr(tmp_path: Path) -> None:
    text = (
        "groups: [{name: g, rules: [{alert: A}]}]\nreceivers: [{name: a, apprise_configs: [{url: 'tgram://hidden'}]}]"
    )
    receivers = load(tmp_path, text).receivers
    assert [target.name for target in targets_of(receivers)] == ["a/apprise/0"]
    assert "hidden" not in repr(receivers)


WITHOUT = """
import sys
sys.modules["apprise"] = None
from pathlib import Path
from sealog_exporters.alerting import load_rules
load_rules(Path(sys.argv[1]), {})
"""


def test_without_apprise_the_rule_file_says_what_to_install(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text(
        "groups: [{name: g, rules: [{alert: A}]}]\nreceivers: [{name: a, apprise_configs: [{url: 'tgram://x'}]}]\n"
    )
    done = subprocess.run([sys.executable, "-c", WITHOUT, rules], capture_output=True, text=True, check=False)
    assert done.stderr.strip().splitlines()[-1] == (
        f"sealog.errors.SettingError: {rules}:2:41: receivers[0].apprise_configs[0]: needs Apprise,"
        " which is not installed: pip install 'sealog[apprise]'"
    )
