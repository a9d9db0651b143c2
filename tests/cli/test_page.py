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
            for version, orders, failures in (("1.0", "5", "0"), ("2.0", "3", "4")):
                done = instrumented(
                    str(SHOP),
                    *("--orders", orders, "--failures", failures),
                    endpoint=endpoint,
                    protocol="grpc",
                    HOME=environ["HOME"],
                    OTEL_RESOURCE_ATTRIBUTES=f"service.version={version}",
                )
                assert done.returncode == 0, done.stderr
            with httpx.Client(base_url=page) as client:
                shown = {
                    path: unescape(client.get(path).text)
                    for path in ("/", "/logs", "/records/1", "/privacy", "/search")
                }
                overview = shown["/"]
                assert f"<dt>Records</dt><dd>{3 * 8 + 4 + 2 * 2}</dd>" in overview
                assert "<dt>Errors</dt><dd>4</dd>" in overview
                assert "4 records since version 2.0, none of 1.0" in overview
                assert overview.index("refund <*> failed") < overview.index("the shop opens")
                token = re.search(r'name="form_token" value="(\w+)"', shown["/search"])
                assert token is not None
                form = {"form_token": token[1], "entity": "email_address", "value": "ALAN+orders@example.net"}
                found = client.post(
                    "/search", data=form, headers={"sec-fetch-site": "same-origin"}, follow_redirects=True
                )
                assert found.text.count('href="/records/') == 2 + 1 + 1  # orders of both versions, a refund
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
