"""What the one client keeps to, whoever asks: the origin, the size, the time."""

from __future__ import annotations

import asyncio
import gzip
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from nerq.trust.transport.certificates import trust_for
from nerq.trust.transport.client import Bounds, Client, Outgoing, Reply
from nerq.trust.transport.failures import Cause, TransportFailure

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

BODY = b'{"target": "x"}'
HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n"


@asynccontextmanager
async def serving(answers: Sequence[bytes], heads: list[bytes]) -> AsyncIterator[str]:
    """A server that gives these answers in order over one connection, whatever is asked."""

    ended = asyncio.Event()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            heads.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(answer)
            if answer.endswith(b": "):  # a head that goes on, until the other side has enough
                await reader.read()
        writer.close()
        ended.set()

    server = await asyncio.start_server(converse, "127.0.0.1", 0)
    async with server:
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            await asyncio.wait_for(ended.wait(), 5)


def ask(*answers: bytes, times: int = 1, bounds: Bounds = Bounds()) -> tuple[Reply, list[bytes]]:  # noqa: B008 -- frozen
    """The last reply, and the heads of the requests that arrived."""
    heads: list[bytes] = []

    async def run() -> Reply:
        async with serving(answers, heads) as url:
            client = Client(trust_for(url), bounds, {"X-Key": "k3y"})
            try:
                for _ in range(times - 1):
                    await client.send(Outgoing(f"{url}/asked", {}))
                return await client.send(Outgoing(f"{url}/asked", {}))
            finally:
                await client.close()

    return asyncio.run(run()), heads


def test_a_cookie_is_sent_back_though_answers_without_one_are_not_searched() -> None:
    plain = HEAD % len(BODY) + b"\r\n" + BODY
    baked = HEAD % len(BODY) + b"set-cookie: way=7\r\n\r\n" + BODY
    _, heads = ask(plain, baked, plain, times=3)
    assert [b"way=7" in head for head in heads] == [False, False, True]


def test_a_redirect_within_the_origin_is_followed_with_the_same_headers() -> None:
    moved = b"HTTP/1.1 307 X\r\ncontent-length: 0\r\nlocation: /there\r\n\r\n"
    reply, heads = ask(moved, HEAD % len(BODY) + b"\r\n" + BODY)
    assert reply.body == BODY
    assert [head.split(b" ")[1] for head in heads] == [b"/asked", b"/there"]
    assert all(b"k3y" in head for head in heads)


@pytest.mark.parametrize(
    "location", [b"https://127.0.0.1/", b"http://[bad", b"//elsewhere.invalid/", b"file:///x"]
)
def test_a_redirect_anywhere_else_is_not(location: bytes) -> None:
    moved = b"HTTP/1.1 302 X\r\ncontent-length: 0\r\nlocation: " + location + b"\r\n\r\n"
    with pytest.raises(TransportFailure, match="another place") as caught:
        ask(moved)
    assert caught.value.cause == "redirected"


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (HEAD % 2000 + b"\r\n" + b" " * 2000, "oversized"),
        (HEAD % 99 + b"content-encoding: gzip\r\n\r\n" + gzip.compress(b" " * 10**6), "oversized"),
        (HEAD % 3 + b"content-encoding: gzip\r\n\r\nabc", "broken"),
        (HEAD % 10 + b"content-encoding: gzip\r\n\r\n" + gzip.compress(BODY)[:10], "broken"),
        (HEAD % 3 + b"content-encoding: br\r\n\r\nabc", "unreadable"),
        (HEAD % 99 + b"\r\nabc", "broken"),
        (b"HTTP/9 what\r\n\r\n", "broken"),
    ],
    ids=("large", "bomb", "not-gzip", "cut-gzip", "brotli", "cut", "not-http"),
)
def test_an_answer_that_cannot_be_used_has_its_cause(answer: bytes, cause: Cause) -> None:
    with pytest.raises(TransportFailure) as caught:
        ask(answer, bounds=Bounds(body=1000, seconds=5))
    assert caught.value.cause == cause


def test_a_packed_answer_is_unpacked() -> None:
    packed = gzip.compress(BODY)
    head = HEAD % len(packed) + b"content-encoding: gzip\r\n\r\n"
    assert ask(head + packed)[0].body == BODY


def test_an_answer_has_its_time_whatever_it_does() -> None:
    start = time.monotonic()
    with pytest.raises(TransportFailure, match=r"in 0\.2 s") as caught:
        ask(b"HTTP/1.1 200 OK\r\nx: ", bounds=Bounds(seconds=0.2))
    assert caught.value.cause == "silent"
    assert time.monotonic() - start < 10  # it would never end


def test_a_status_is_for_those_who_asked() -> None:
    reply, _ = ask(b"HTTP/1.1 418 X\r\ncontent-length: 2\r\nx-a: 1\r\n\r\nno")
    assert (reply.status, reply.body, reply.headers["X-A"]) == (418, b"no", "1")
