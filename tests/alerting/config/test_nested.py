"""Deeply nested JSON or YAML is refused with a one-line error wherever it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sealog.errors import SealogError
from sealog.keys.files import read_json
from sealog.metrics.status import read_status
from sealog.policy.spot import read_yaml
from sealog_exporters.alerting.api.app import read_silence
from sealog_exporters.alerting.config import load_rules
from sealog_exporters.otlp.encoding import Encoding, parse

if TYPE_CHECKING:
    from pathlib import Path

DEEP = ["[" * 60_000, '{"a":' * 60_000, "[" * 60_000 + "]" * 60_000, '{"a":' * 60_000 + "1" + "}" * 60_000]


@pytest.mark.parametrize("text", DEEP)
def test_json_of_the_api_and_of_otlp(text: str) -> None:
    with pytest.raises(SealogError):
        read_silence(text.encode(), 0)
    with pytest.raises(SealogError):
        parse(text.encode(), Encoding.JSON)


@pytest.mark.parametrize("text", [*DEEP, "[]", "1", "null"])
def test_key_and_status_files(text: str, tmp_path: Path) -> None:
    (tmp_path / "5.json").write_text(text)
    with pytest.raises(SealogError):
        read_json(tmp_path / "5.json", "sealog_bundle", "make one")
    with pytest.raises(SealogError):
        read_status(tmp_path, 5)


@pytest.mark.parametrize("text", ["[" * 50_000, "{a: " * 20_000, "- " * 20_000, "? " * 20_000])
def test_policies_and_rule_files(text: str, tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(text)
    with pytest.raises(SealogError, match="nested"):
        read_yaml(text, "sealog.yaml")
    with pytest.raises(SealogError, match="nested"):
        load_rules(tmp_path / "rules.yaml")
