"""Listeners read a file of tokens again when it changes, whatever service is behind them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

import pytest

from sealog.errors import SettingError
from sealog_exporters.otlp.errors import Unauthenticated
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.server import listeners as module
from sealog_exporters.otlp.server.access import Access
from sealog_exporters.otlp.server.listeners import Listeners

if TYPE_CHECKING:
    from pathlib import Path

OLD, NEW = "0123456789abcdef0123", "fedcba9876543210fedc"


def test_a_token_that_was_withdrawn_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "_LOOK_S", 0.01)
    tokens = tmp_path / "tokens"
    tokens.write_text(f"shop {OLD}\n")

    async def run() -> None:
        looked = asyncio.Event()

        class Watched(Access):
            def look(self) -> None:
                looked.set()
                super().look()

        async def seen() -> None:
            """Wait for a look that began after this call, and for its end."""
            for _ in range(2):
                looked.clear()
                await asyncio.wait_for(looked.wait(), 30)

        access = Watched(tokens)
        no_handler = cast("Any", None)  # no request comes
        listeners = Listeners(no_handler, grpc=None, http="127.0.0.1:0", limits=Limits(), access=access)
        await listeners.start()
        try:
            assert access.sender(f"Bearer {OLD}") == "shop"
            tokens.write_text(f"shop {NEW}\n")
            await seen()
            assert access.sender(f"Bearer {NEW}") == "shop"
            with pytest.raises(Unauthenticated):
                access.sender(f"Bearer {OLD}")
            tokens.write_text("shop\n")  # half written
            await seen()
            assert access.sender(f"Bearer {NEW}") == "shop"
        finally:
            await listeners.stop(0)
        looked.clear()
        await asyncio.sleep(0.05)
        assert not looked.is_set()

    asyncio.run(run())
    assert "the tokens from before hold" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (None, r"--tokens .*tokens: can't be read \(No such file or directory\)"),
        (b"\xff\xfe", "--tokens .*tokens: is no text in UTF-8"),
        (b"# nobody\n", "--tokens .*tokens: holds no token"),
        (b"shop 0123456789abcdef0123\nshop short\n", "--tokens .*tokens, line 2: a name and a token"),
    ],
)
def test_what_is_wrong_with_the_tokens_names_setting_file_and_line(
    tmp_path: Path, content: bytes | None, wrong: str
) -> None:
    if content is not None:
        (tmp_path / "tokens").write_bytes(content)
    with pytest.raises(SettingError, match=wrong):
        Access(tmp_path / "tokens")
