"""`builtin:templates` on records that got their template at intake: deployments, and how often a statement writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alerting.events import INFO, event
from sealog_exporters.alerting.config import load_rules, rule_path
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.model.alert.notification import alert_of
from sealog_exporters.alerting.model.rule import Receiver
from sealog_exporters.alerting.syntax.duration import NS
from sealog_exporters.templates.stamper import Stamper

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sealog_exporters.alerting.model.alert.notification import Alert
    from sealog_exporters.event import Event

HOUR = 3_600


class Intake:
    """What `sealog up` does with records, in time's order: stamp, evaluate, and say what fires."""

    def __init__(self) -> None:
        self.stamper = Stamper(None)
        self._engine = Engine(load_rules(rule_path("builtin:templates"), {}, [Receiver("nobody")]))

    def told(self, *records: Iterable[Event]) -> list[Alert]:
        """Take records, an evaluation for each, and wait a minute."""
        alerts = []
        for record in sorted((one for several in records for one in several), key=lambda one: one.time_unix_nano):
            stamped = self.stamper.stamped([record])
            decisions = [*self._engine.feed(stamped, record.time_unix_nano), *self._engine.tick(record.time_unix_nano)]
            alerts += [alert_of(one) for one in decisions if one.kind == "firing"]
        return alerts

    def id_of(self, body: str) -> str:
        (record,) = self.stamper.stamped([event(body=body)])
        return str(record.attributes["sealog.template.id"])


@pytest.fixture
def intake() -> Iterator[Intake]:
    made = Intake()
    yield made
    made.stamper.close()


def said(body: str, version: str, *seconds: int) -> Iterator[Event]:
    """Make records of one statement; each has another number in `{}`."""
    for second in seconds:
        resource = {"service.name": "shop", "service.version": version}
        yield event(second, severity=INFO, body=body.format(second), resource=resource)


def test_a_statement_that_a_deployment_brought_is_told_with_its_text_and_its_records(intake: Intake) -> None:
    (alert,) = intake.told(
        said("order {} was shipped", "1.0", *range(0, 30 * HOUR, HOUR)),
        said("order {} was shipped", "2.0", 30 * HOUR + 5, 30 * HOUR + 60),
        said("parcel of order {} is lost", "2.0", 30 * HOUR + 30),
    )
    found = intake.id_of("parcel of order 7 is lost")
    assert alert.labels["alertname"] == "NewTemplateAfterDeployment"
    assert alert.annotations["summary"].startswith("shop 2.0 logs what it never did: 1 templates")
    assert "parcel of order <*> is lost" in alert.annotations["summary"]
    assert alert.annotations["search"] == f"sealog search --template {found}"


def test_other_values_of_a_known_statement_are_no_new_template(intake: Intake) -> None:
    old, new = range(0, 30 * HOUR, HOUR), range(30 * HOUR, 31 * HOUR, 60)
    assert intake.told(said("order {} was shipped", "1.0", *old), said("order {} was shipped", "2.0", *new)) == []


def test_a_statement_that_the_version_before_writes_for_the_first_time_is_not_the_deployments(intake: Intake) -> None:
    both = (
        said("order {} was shipped", "1.0", *range(0, 30 * HOUR, HOUR)),
        said("order {} was shipped", "2.0", 30 * HOUR),
    )
    assert intake.told(*both, said("parcel of order {} is lost", "1.0", 30 * HOUR + 30)) == []


def test_a_statement_that_the_new_version_writes_after_its_first_hour_is_not_the_deployments(intake: Intake) -> None:
    both = (
        said("order {} was shipped", "1.0", *range(0, 30 * HOUR, HOUR)),
        said("order {} was shipped", "2.0", 30 * HOUR),
    )
    assert intake.told(*both, said("parcel of order {} is lost", "2.0", 31 * HOUR + 1)) == []


@pytest.mark.parametrize(("every", "alertname"), [(1, "TemplateRateRose"), (0, "TemplateRateFell")])
def test_a_statement_that_writes_otherwise_than_usual_is_told_while_others_go_on(
    intake: Intake, every: int, alertname: str
) -> None:
    usual, change, end = 5, 3 * HOUR, 3 * HOUR + 720
    (alert,) = intake.told(
        said("cart {} was paid", "1.0", *range(0, end, usual)),
        said("order {} was shipped", "1.0", *range(0, change, usual)),
        said("order {} was shipped", "1.0", *range(change, end, every) if every else ()),
    )
    assert alert.labels["alertname"] == alertname
    assert alert.labels["sealog_template_id"] == intake.id_of("order 7 was shipped")
    assert alert.annotations["summary"].endswith("order <*> was shipped")
    assert alert.labels["service_name"] == "shop"


def test_records_that_a_sender_repeats_make_no_rate(intake: Intake) -> None:
    records = list(said("order {} was shipped", "1.0", *range(0, 3 * HOUR, 5)))
    named = [one._replace(attributes={"sealog.uid": str(place)}) for place, one in enumerate(records)]
    assert intake.told(named[:-120], (one for one in named[-120:] for _ in range(10))) == []
    strange = [
        one._replace(attributes={"sealog.uid": f"{place} {n}"}) for place, one in enumerate(records) for n in range(10)
    ]
    (alert,) = intake.told(one._replace(time_unix_nano=one.time_unix_nano + 3 * HOUR * NS) for one in strange[:1_200])
    assert alert.labels["alertname"] == "TemplateRateRose"
