"""What a connection keeps of an answer besides its body."""

from __future__ import annotations

import asyncio

from nerq.trust.transport.certificates import no_trust
from nerq.trust.transport.client import Connection, Service

BODY = b'{"target": "x"}'


def test_a_cookie_is_sent_back_though_answers_without_one_are_not_searched() -> None:
    heads: list[bytes] = []

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for cookie in (b"", b"set-cookie: way=7\r\n", b""):
            heads.append(await reader.readuntil(b"\r\n\r\n"))
            head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n"
            writer.write(head % len(BODY) + cookie + b"\r\n" + BODY)
        writer.close()

    async def ask() -> None:
        server = await asyncio.start_server(converse, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            connection = Connection(Service(f"http://127.0.0.1:{port}"), no_trust())
            for _ in range(3):
                await connection.get("/", {}, None)
            await connection.close()

    asyncio.run(ask())
    assert [b"way=7" in head for head in heads] == [False, False, True]
