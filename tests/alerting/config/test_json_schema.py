"""The JSON Schema of rule files has the loader's keys and accepts all that the loader accepts."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sealog.errors import SettingError
from sealog_exporters.alerting.config import load_rules, ready_names, rule_path
from sealog_exporters.alerting.config.json_schema import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
SCHEMA = schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

ALERT = {"alert": "A"}
FULL: dict[str, Any] = {
    "include": ["builtin:errors"],
    "groups": [
        {
            "name": "g",
            "rules": [
                {
                    **ALERT,
                    "match": {
                        "severity": {"gte": "WARN", "lt": "FATAL"},
                        "user.id|contains|not": ["a", 7, True],
                        "any_of": [{"severity": ["ERROR", "FATAL"]}, {"body": "x"}],
                        "none_of": {"body|re": "^a"},
                    },
                    "count": {"gte": 5, "clear": 2},
                    "window": "1h30m",
                    "group_by": ["resource.service.name", "template.id"],
                    "for": "10s",
                    "keep_firing_for": "1m",
                    "cooldown": {"every": "30m", "factor": 2, "max": "4h"},
                    "labels": {"severity": "page", "level": 3},
                    "annotations": {"summary": "{{ value }} in {{ window }}"},
                    "notify": ["all"],
                },
                {"alert": "B", "distinct": {"field": "f", "gte": 3, "clear": 1}, "cooldown": "1h", "notify": "all"},
                {"alert": "C", "ratio": {"of": {"body": "x"}, "gte": 0.5, "clear": 0.25, "least": 7}},
                {"alert": "D", "absent": {"forget": "1d"}, "match": {"severity": "any"}},
                {"alert": "E", "absent": True},
                {"alert": "F", "spike": {"gt": 3, "least": 5, "warmup": 4, "weekly": False}},
                {"alert": "G", "new": {"field": "template.id", "learn": "1h", "forget": "2d"}},
                {"alert": "H", "value": {"field": "ms", "percentile": 95, "gte": 500.5, "least": 2}},
                {"alert": "I", "value": {"field": "ms", "stat": "max", "lte": -1}},
                {"alert": "J", "sequence": {"steps": [{"body": "a"}, {"body": "b"}], "ordered": False}, "group_by": []},
                {"alert": "K", "all": [{"count": {"gte": 5}}, {"absent": True}], "max_groups": 100},
                {"alert": "L", "any": [{"count": {"gte": 5, "clear": 2}}, {"spike": {"gt": 3}}]},
            ],
        }
    ],
    "receivers": [
        {
            "name": "all",
            "webhook_configs": [
                {"url": "http://127.0.0.1:9/", "secret_env": "S", "send_resolved": False, "payload": {"a": [1]}}
            ],
            "email_configs": [{"to": "a@example.org", "from": "b@example.org", "smarthost": "h:25", "timeout": "5s"}],
            "slack_configs": [{"api_url_env": "U"}],
            "pagerduty_configs": [{"routing_key": "k", "url": "https://events.example.org/"}],
            "alertmanager_configs": [
                {
                    "url": "http://127.0.0.1:9093",
                    "http_config": {
                        "http_headers": {"X-Tenant": "a", "X-Token": {"value_env": "T"}},
                        "tls_config": {"ca_file": __file__},
                    },
                }
            ],
            "apprise_configs": [{"url_env": "A"}],
            "otlp_configs": [{"url": "http://127.0.0.1:4318"}],
        }
    ],
    "route": {
        "receiver": "all",
        "group_by": ["..."],
        "group_wait": "10s",
        "group_interval": "1m",
        "routes": [{"matchers": ['severity="page"'], "continue": True, "mute_time_intervals": ["nights"]}],
    },
    "inhibit_rules": [{"source_matchers": "a=b", "target_matchers": ["c=d"], "equal": ["service_name"]}],
    "silences": [{"matchers": ["a=b"], "ends_at": "2999-01-01T00:00:00Z", "comment": "c", "created_by": "d"}],
    "links": {
        "trace": {"grafana": "https://g.example.org", "tempo": "t"},
        "logs": "https://l.example.org/?from={{ from_ms }}",
    },
    "time_intervals": [
        {
            "name": "nights",
            "time_intervals": [
                {
                    "times": [{"start_time": "22:00", "end_time": "24:00"}],
                    "weekdays": ["monday:friday", "sunday"],
                    "days_of_month": ["1:5", -1],
                    "months": "may:july",
                    "years": 2026,
                    "location": "Europe/Berlin",
                }
            ],
        }
    ],
    "tests": [
        {
            "name": "t",
            "input": [
                {"at": "1s", "repeat": 2, "every": "1s", "severity": "ERROR", "body": "x", "attributes": {"a": [1]}}
            ],
            "silences": [{"matchers": ["a=b"], "at": "0s", "for": "1h"}],
            "expect": [
                {
                    "at": "2s",
                    "alerts": [{"alert": "A", "value": 5, "labels": {"a": "b"}}],
                    "resolved": [],
                    "told": [{"alert": "A", "value": 5, "labels": {"a": "b"}, "status": "firing"}],
                }
            ],
        }
    ],
}


def loads(folder: Path, document: Any) -> str:
    """Load a document; return what is wrong with it, empty if nothing is."""
    path = folder / "rules.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
    try:
        load_rules(path, {})
    except SettingError as error:
        return str(error)
    return ""


def maps(document: Any, fits: dict[str, Any], path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], set[str]]]:
    """Go through the maps of a document that have fixed keys: (path, the schema's keys there)."""
    if "$ref" in fits:
        fits = {**SCHEMA["$defs"][fits["$ref"].rpartition("/")[2]], **{k: v for k, v in fits.items() if k != "$ref"}}
        fits.pop("$ref", None)
    if "anyOf" in fits and "properties" not in fits:
        for one in fits["anyOf"]:
            if jsonschema.Draft202012Validator({"$defs": SCHEMA["$defs"], **one}).is_valid(document):
                yield from maps(document, one, path)
                return
    keys = fits.get("properties", {})
    others = fits.get("additionalProperties")
    if isinstance(document, dict):
        if others is False:
            yield path, set(keys)
        for key, value in document.items():
            yield from maps(value, keys.get(key, others or {}), (*path, key))
    elif isinstance(document, list):
        for place, item in enumerate(document):
            yield from maps(item, fits.get("items", {}), (*path, place))


def changed(document: Any, path: tuple[Any, ...], key: str, value: Any) -> Any:
    """Copy a document, with another key in the map at `path`."""
    made = copy.deepcopy(document)
    inner = made
    for step in path:
        inner = inner[step]
    inner[key] = value
    return made


MORE = changed(FULL, (), "links", {"logs": {"kibana": "https://k.example.org", "data_view": "d"}})
PLACES = [(FULL, *found) for found in maps(FULL, SCHEMA)]
PLACES += [(MORE, *found) for found in maps(MORE, SCHEMA) if found[0][:1] == ("links",)]


def test_the_full_document_is_good_for_both(tmp_path: Path) -> None:
    for document in (FULL, MORE):
        assert loads(tmp_path, document) == ""
        VALIDATOR.validate(document)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_map_with_fixed_keys_is_looked_at() -> None:
    fixed = [keys["properties"] for keys in SCHEMA["$defs"].values() if keys.get("additionalProperties") is False]
    looked_at = [keys for _, _, keys in PLACES]
    assert [sorted(keys) for keys in fixed if set(keys) not in looked_at] == []


@pytest.mark.parametrize(("document", "path", "keys"), PLACES, ids=[".".join(map(str, path)) for _, path, _ in PLACES])
def test_a_map_has_the_loaders_keys(tmp_path: Path, document: Any, path: tuple[Any, ...], keys: set[str]) -> None:
    problem = loads(tmp_path, changed(document, path, "unheard_of", 1))
    found = re.search(r"unknown key `unheard_of`.*; allowed: (.*)", problem)
    assert found is not None, problem
    assert set(found[1].split(", ")) == keys


ODD = st.sampled_from(
    [
        "",
        "x",
        "ERROR",
        "any",
        "5m",
        "0s",
        "soon",
        "1w2d",
        "all",
        "a=b",
        "22:00",
        "builtin:silence",
        "max",
        "C",
        "2999-01-01T00:00:00Z",
    ]
) | st.sampled_from([0, 1, -1, 7, 10_001, 0.5, 2.0, True, False, None, [], {}, ["x"], [1], {"gte": 1}, {"body": "x"}])


def nodes(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for key, value in pairs:
        yield (*path, key)
        yield from nodes(value, (*path, key))


@pytest.mark.thorough
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_what_the_loader_takes_the_schema_takes(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    document = copy.deepcopy(data.draw(st.sampled_from([FULL, MORE])))
    for _ in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from(list(nodes(document))))
        inner = document
        for step in way:
            inner = inner[step]
        if data.draw(st.booleans()):
            del inner[last]
        else:
            inner[last] = copy.deepcopy(data.draw(ODD))  # the next change may be made within it
    if loads(tmp_path_factory.getbasetemp(), document) == "":
        VALIDATOR.validate(document)


class Plain(yaml.SafeLoader):
    """YAML as editors read it: a time is a text."""


Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.mark.parametrize(
    "path",
    [rule_path(f"builtin:{name}") for name in ready_names()] + sorted(ROOT.glob("examples/alerting/*.yaml")),
    ids=lambda path: path.stem,
)
def test_rule_files_of_ours_fit(path: Path) -> None:
    document = yaml.load(path.read_text("utf-8"), Plain)
    if path.parent.name == "rules":
        document["receivers"] = FULL["receivers"]
    VALIDATOR.validate(document)


def test_the_schema_beside_the_examples_is_this_one() -> None:
    assert json.loads((ROOT / "examples/alerting/rules.schema.json").read_text("utf-8")) == SCHEMA


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("groups", 0, "rules", 0), "window", "soon"),
        (("groups", 0, "rules", 0, "count"), "gte", 0),
        (("groups", 0, "rules", 0), "treshold", 5),
        (("groups", 0, "rules", 7, "value"), "stat", "mode"),
    ],
)
def test_a_mistake_shows_in_an_editor(path: tuple[Any, ...], key: str, value: Any) -> None:
    assert not VALIDATOR.is_valid(changed(FULL, path, key, value))
