"""The page of a real `sealog up`: what a new user sees of the example shop with a deployment in the middle."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import httpx
import pytest

from applications import SHOP, instrumented

pytestmark = pytest.mark.process

SEALOG = Path(sys.executable).with_name("sealog")


def test_a_new_user_sees_what_a_deployment_brought_and_nobodys_data(environ: dict[str, str]) -> None:
    command = [SEALOG, "up", "--grpc", "127.0.0.1:0", "--http", "off", "--page", "127.0.0.1:0"]
    with subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True) as up:
        try:
            assert up.stderr is not None
            said = up.stderr.readline()
            grpc, page = re.findall(r"gRPC port (\d+).*page (http://[0-9.:]+)", said)[0]
            endpoint = f"http://127.0.0.1:{grpc}"
            for version, more in (("1.0", ()), ("2.0", ("--deployed",))):
                done = instrumented(
                    str(SHOP),
                    *("--orders", "20", "--failures", "12", *more),
                    endpoint=endpoint,
                    protocol="grpc",
                    HOME=environ["HOME"],
                    OTEL_METRICS_EXPORTER="otlp",
                    OTEL_RESOURCE_ATTRIBUTES=f"service.version={version}",
                )
                assert done.returncode == 0, done.stderr
            with httpx.Client(base_url=page, timeout=60) as client:
                shown = {
                    path: unescape(client.get(path).text)
                    for path in ("/", "/logs", "/operations", "/metrics", "/records/1", "/privacy", "/search")
                }
                overview = shown["/"]
                assert f"<dt>Records</dt><dd>{20 * (3 + 12) + 12 * (1 + 2) + 2 * 2}</dd>" in overview
                assert f"<dt>Errors</dt><dd>{2 * 12}</dd>" in overview
                places = [
                    overview.index(text)
                    for text in (
                        "price list: page <*> looked up",
                        f"{20 * 10} records since version 2.0, none of 1.0",  # what is noisy
                        "refund <*> goes to account <iban_code> by hand",  # what leaks
                        "12 records since version 2.0, none of 1.0",
                        "order <*>: confirmation sent to <email_address>",  # what is missing
                        "no record, 20 in the baseline",
                        "the shop opens",
                    )
                ]
                assert places == sorted(places)
                words = {path: re.sub(r"\s+|<[^>]*>", " ", text).split() for path, text in shown.items()}
                assert "iban_code" in words["/privacy"]
                assert "12" in words["/privacy"]
                slow = " ".join(words["/operations"])
                assert slow.index("errors 0 of 12, they were 0 of 12; since version 2.0") < slow.index("take_order")
                measured = " ".join(words["/metrics"])
                assert "40 order" in measured
                assert "24 measured, mean 0." in measured
                token = re.search(r'name="form_token" value="(\w+)"', shown["/search"])
                assert token is not None
                form = {"form_token": token[1], "entity": "email_address", "value": "ALAN+orders@example.net"}
                found = client.post(
                    "/search", data=form, headers={"sec-fetch-site": "same-origin"}, follow_redirects=True
                )
                assert found.text.count('href="/records/') == 7 + 2 * 4  # confirmations of 1.0, refunds of both
                everything = "".join([*shown.values(), found.text, str(found.url)])
                for value in ("example.net", "example.com", "example.org", "4111 1111", "203.0.113", "198.51.100"):
                    assert value not in everything
        finally:
            up.terminate()


@pytest.mark.parametrize(
    ("token", "host", "problem"),
    [
        (None, "0.0.0.0", "must be 127.0.0.1:PORT without --page-token-file"),
        ("short", "0.0.0.0", "has fewer than 16 characters"),
    ],
)
def test_others_reach_the_page_with_a_good_token_only(
    environ: dict[str, str], tmp_path: Path, token: str | None, host: str, problem: str
) -> None:
    command = [SEALOG, "up", "--grpc", "off", "--http", "127.0.0.1:0", "--page", f"{host}:0"]
    if token is not None:
        (tmp_path / "token").write_text(token)
        command += ["--page-token-file", str(tmp_path / "token")]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert problem in done.stderr
    assert "short" not in done.stderr
