"""Listeners follow renewed certificates, keys and authorities; what is wrong changes nothing, and is told."""

from __future__ import annotations

import asyncio
import shutil
import ssl
from typing import TYPE_CHECKING, Any, cast

import grpc
import pytest

from alerting.authority import Authority
from sealog.errors import SettingError
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.server import listeners as module
from sealog_exporters.otlp.server.grpc_health import CHECK
from sealog_exporters.otlp.server.listeners import Listeners
from sealog_exporters.otlp.server.tls import Tls, tls_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOST = "127.0.0.1"


class Served:
    """The files of a server that are renewed, and who connects to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.first, self.second = (Authority(folder_of(folder, name), name) for name in ("first", "second"))
        self.cert, self.key, self.ca = (folder / name for name in ("tls.crt", "tls.key", "ca.crt"))
        self.install(self.first)
        self.believe(self.first)

    def install(self, authority: Authority) -> None:
        """Put a certificate and its key in place, each by renaming, as certificate managers do."""
        for made, place in zip(authority.signed("server"), (self.cert, self.key), strict=True):
            replace(made, place)

    def believe(self, authority: Authority) -> None:
        replace(authority.ca_file, self.ca)


def folder_of(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    return made


def replace(source: Path, place: Path) -> None:
    half = place.with_suffix(".half")
    shutil.copyfile(source, half)
    half.replace(place)


@pytest.fixture
def served(tmp_path: Path) -> Served:
    return Served(tmp_path)


def tls_answer(port: int, server: Authority, client: Authority | None) -> str:
    """What becomes of an HTTPS request that believes `server` and shows a certificate of `client`."""
    import http.client  # noqa: PLC0415

    context = ssl.create_default_context(cafile=str(server.ca_file))
    if client is not None:
        context.load_cert_chain(*client.signed("client"))
    connection = http.client.HTTPSConnection(HOST, port, timeout=60, context=context)
    try:
        connection.request("GET", "/healthz")
        return str(connection.getresponse().status)
    except (ssl.SSLError, OSError) as error:
        return type(error).__name__
    finally:
        connection.close()


def grpc_answer(port: int, server: Authority, client: Authority) -> str:
    cert, key = client.signed("client")
    credentials = grpc.ssl_channel_credentials(server.ca_file.read_bytes(), key.read_bytes(), cert.read_bytes())
    with grpc.secure_channel(f"{HOST}:{port}", credentials, [("grpc.use_local_subchannel_pool", 1)]) as channel:
        try:
            channel.unary_unary(CHECK)(b"", timeout=60)
        except grpc.RpcError as error:
            return str(cast("grpc.Call", error).code().name)
    return "OK"


class Healthy:
    """A handler of which only the health is asked."""

    def problem(self) -> str:
        return ""


def listening(tls: Tls, work: Callable[[Listeners], Any]) -> None:
    async def run() -> None:
        listeners = Listeners(cast("Any", Healthy()), grpc=f"{HOST}:0", http=f"{HOST}:0", limits=Limits(), tls=tls)
        await listeners.start()
        try:
            await work(listeners)
        finally:
            await listeners.stop(0)

    asyncio.run(run())


def test_a_renewed_certificate_and_authority_hold_for_new_connections(served: Served) -> None:
    tls = Tls(served.cert, served.key, served.ca)

    async def work(listeners: Listeners) -> None:
        first, second = served.first, served.second

        async def answers(server: Authority, client: Authority) -> tuple[str, str]:
            return (
                await asyncio.to_thread(tls_answer, listeners.http_port, server, client),  # type: ignore[arg-type]
                await asyncio.to_thread(grpc_answer, listeners.grpc_port, server, client),  # type: ignore[arg-type]
            )

        assert await answers(first, first) == ("200", "OK")
        http, over_grpc = await answers(first, second)
        assert http != "200"
        assert over_grpc == "UNAVAILABLE"
        served.install(second)
        assert tls.look()
        assert await answers(second, first) == ("200", "OK")
        served.believe(second)
        assert tls.look()
        assert not tls.look()
        assert await answers(second, second) == ("200", "OK")
        http, over_grpc = await answers(second, first)
        assert http != "200"
        assert over_grpc == "UNAVAILABLE"

    listening(tls, work)


def test_a_half_renewed_pair_changes_nothing_until_the_key_is_there(served: Served) -> None:
    tls = Tls(served.cert, served.key)

    async def work(listeners: Listeners) -> None:
        async def answer(server: Authority) -> str:
            return await asyncio.to_thread(tls_answer, listeners.http_port, server, None)  # type: ignore[arg-type]

        certificate, key = served.second.signed("server")
        replace(certificate, served.cert)
        for _ in range(2):
            with pytest.raises(SettingError, match="must hold a certificate and its key"):
                tls.look()
        assert await answer(served.first) == "200"
        replace(key, served.key)
        assert tls.look()
        assert await answer(served.second) == "200"
        served.cert.unlink()
        with pytest.raises(SettingError, match=r"tls\.crt"):
            tls.look()
        assert await answer(served.second) == "200"

    listening(tls, work)


def test_what_is_said_of_files_that_are_wrong_names_them_and_not_what_is_in_them(served: Served) -> None:
    tls = Tls(served.cert, served.key, served.ca)
    served.ca.write_text("secret words")
    with pytest.raises(SettingError, match=r"--client-ca .*ca\.crt: must hold certificates") as told:
        tls.look()
    assert "secret" not in str(told.value)
    with pytest.raises(SettingError, match="belong together"):
        tls_of(served.cert, None, None)


def test_listeners_look_by_themselves_and_say_what_is_wrong_and_when_it_is_over(
    served: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "_LOOK_S", 0.01)
    looked = asyncio.Event()

    class Watched(Tls):
        def look(self) -> bool:
            looked.set()
            return super().look()

    async def work(_: Listeners) -> None:
        async def seen() -> None:
            for _ in range(2):
                looked.clear()
                await asyncio.wait_for(looked.wait(), 30)

        certificate, key = served.second.signed("server")
        replace(certificate, served.cert)
        await seen()
        replace(key, served.key)
        await seen()

    listening(Watched(served.cert, served.key), work)
    said = capsys.readouterr().err
    assert said.count("the certificates from before are in use") == 1
    assert said.count("can be read again, and are in use") == 1
