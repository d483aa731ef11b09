"""Certificates, keys, proxies and interrupts, over real sockets."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from contract.arrangements import certificate, server_context
from contract.observing import Waits
from contract.preflight_service import PreflightService, Reply, always

from nerq.errors import SettingsError, UnfinishedError
from nerq.model import Answer, Rated, Target, Unavailable
from nerq.plugin import Question
from nerq.trust.service.cache import Cache
from nerq.trust.service.preflight import Preflight

if TYPE_CHECKING:
    from pathlib import Path

SUPERPOWERS = Target("superpowers", "repository", "github")
needs_openssl = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="openssl is needed to make a certificate"
)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def ask(preflight: Preflight) -> Answer:
    return preflight.ask([Question(SUPERPOWERS)], Waits())[SUPERPOWERS]


@needs_openssl
def test_a_certificate_named_by_ssl_cert_file_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    with PreflightService(tls=server_context(*certificate())) as service:
        assert isinstance(ask(Preflight(service.url)), Unavailable)
        assert service.requests == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate()[0]))
        assert isinstance(ask(Preflight(service.url)), Rated)


@needs_openssl
@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_bad_ssl_cert_file_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "bundle.pem"
    if content is not None:
        path.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with pytest.raises(UnfinishedError, match=r"SSL_CERT_FILE names .*bundle\.pem"):
        ask(Preflight("https://127.0.0.1:9"))


def test_requests_say_who_asks_and_nothing_more() -> None:
    with PreflightService() as service:
        ask(Preflight(service.url))
        request = service.requests[0]
    assert request.headers["user-agent"].startswith("nerq/")
    assert dict(request.query) == {"target": "superpowers"}
    expected = {"host", "accept", "accept-encoding", "connection", "user-agent"}
    assert set(request.headers) == expected


def test_the_key_goes_to_the_service_and_along_no_redirect_elsewhere() -> None:
    with PreflightService() as service, PreflightService() as elsewhere:
        preflight = Preflight(service.url, api_key="k3y")
        ask(preflight)
        assert service.requests[0].headers["x-api-key"] == "k3y"
        service.behave(always(Reply(302, b"", {"Location": elsewhere.url + "/v1/preflight"})))
        answer = ask(preflight)
        assert isinstance(answer, Unavailable)
        assert elsewhere.url in answer.message
        assert elsewhere.requests == []


def test_a_redirect_within_the_service_is_followed() -> None:
    with PreflightService() as service:
        service.behave(
            lambda r: (
                None
                if r.path.startswith("/v1")
                else Reply(307, b"", {"Location": "/v1/preflight?target=superpowers"})
            )
        )
        assert isinstance(ask(Preflight(service.url + "/old", api_key="k3y")), Rated)
        assert [r.headers["x-api-key"] for r in service.requests] == ["k3y", "k3y"]


def test_the_key_is_not_sent_where_others_can_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Through a proxy on this machine, to a service that is not on it."""
    with PreflightService() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        preflight = Preflight("http://service.invalid", api_key="k3y")
        assert isinstance(ask(preflight), Rated)
        assert "x-api-key" not in proxy.requests[0].headers
        assert proxy.requests[0].headers["host"] == "service.invalid"
    assert "the API key was not sent" in preflight.notes[0]


@pytest.mark.parametrize("key", ["a\nb", "é", "a\x00"])
def test_a_key_that_no_header_carries_is_refused_unshown(key: str) -> None:
    with pytest.raises(SettingsError, match="NERQ_API_KEY") as caught:
        Preflight("https://nerq.ai", api_key=key)
    assert key not in str(caught.value)


def test_an_empty_key_is_none() -> None:
    with PreflightService() as service:
        ask(Preflight(service.url, api_key=" \n"))
        assert "x-api-key" not in service.requests[0].headers


@pytest.mark.parametrize("proxy", ["gopher://me:s3cret@127.0.0.1:1", "socks5://127.0.0.1:1"])
def test_a_proxy_that_cannot_be_used_is_said(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(UnfinishedError, match="ALL_PROXY") as caught:
        ask(Preflight("http://service.invalid"))
    assert "s3cret" not in str(caught.value)


def test_the_key_stands_in_no_message() -> None:
    with PreflightService() as service:
        service.behave(always(Reply(401)))
        preflight = Preflight(service.url, api_key="k3y-s3cret")
        assert "s3cret" not in str((ask(preflight), preflight.notes, repr(preflight)))


def test_the_cache_of_one_service_answers_for_no_other(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    with PreflightService() as service, PreflightService() as other:
        ask(Preflight(service.url, cache=cache))
        ask(Preflight(other.url, cache=cache))
        assert len(other.requests) == 1


_SLOW = """
import sys
from pathlib import Path
from nerq.model import Target
from nerq.plugin import Question
from nerq.trust.service.cache import Cache
from nerq.trust.service.preflight import Preflight
class Told:
    def advance(self, done, total):
        print(done, flush=True)
    def wait(self, seconds, reason): ...
targets = [Target(f"p{number}", "package", "pypi") for number in range(1000)]
preflight = Preflight(sys.argv[1], cache=Cache(Path(sys.argv[2])), concurrency=2)
try:
    preflight.ask([Question(target, threshold=0) for target in targets], Told())
except KeyboardInterrupt:
    sys.exit(130)
"""


def test_an_interrupt_ends_at_once_and_keeps_what_came(tmp_path: Path) -> None:
    with PreflightService(latency=0.3, knows_all=True) as service:
        command = [sys.executable, "-c", _SLOW, service.url, str(tmp_path)]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdout=pipe, stderr=pipe, env=os.environ) as run:
            assert run.stdout is not None
            assert run.stderr is not None
            run.stdout.readline()
            run.stdout.readline()
            run.send_signal(signal.SIGINT)
            assert run.wait(timeout=20) == 130
            # Of twenty batches, two at a time, the rest was not asked any more. No clock says so:
            # a busy machine may take a second to end a process.
            assert len(service.requests) < 20
            assert run.stderr.read() == b""
    cache = Cache(tmp_path)
    assert cache.info().answers >= 100
    cache.close()
