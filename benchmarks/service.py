"""A preflight service on the loopback interface whose latency can be set.

    python -m benchmarks.service --latency 50

prints its address on the first line, and runs until it is ended. One process, plain asyncio
streams: it takes as little as possible of the processor that it shares with what is measured.
``GET /stats`` answers how many requests and targets have arrived.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import zlib
from urllib.parse import parse_qs, urlsplit

DIMENSIONS = ("security", "maintenance", "documentation", "compliance", "community")
CACHING = "public, max-age=86400, stale-while-revalidate=86400"


def row(target: str) -> dict[str, object]:
    """An answer of usual size; the score, 70 to 99.9, follows from the name."""
    score = 70 + zlib.crc32(target.encode()) % 300 / 10
    return {
        "target": target,
        "target_trust": score,
        "target_grade": "B",
        "target_verified": True,
        "recommendation": "PROCEED",
        "interaction_risk": "LOW",
        "compliance_flags": [],
        "security": {"known_cves": 0, "max_severity": None, "has_active_advisory": False},
        "dimensions": dict.fromkeys(DIMENSIONS, score),
        "popularity": {"npm_weekly_downloads": None, "pypi_weekly_downloads": 12345},
        "activity": {"last_commit_days_ago": 3},
        "details_url": f"https://service.example/safe/{target}",
    }


class Service:
    def __init__(self, latency: float) -> None:
        self.latency = latency
        self.stats = {"requests": 0, "targets": 0}

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                method, path, _ = head.split(b" ", 2)
                length = 0
                for line in head.lower().split(b"\r\n"):
                    if line.startswith(b"content-length:"):
                        length = int(line[15:])
                sent = await reader.readexactly(length) if length else b""
                answer = json.dumps(await self.answer(method, path.decode(), sent)).encode()
                writer.write(
                    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncache-control: "
                    + CACHING.encode()
                    + b"\r\ncontent-length: %d\r\n\r\n" % len(answer)
                    + answer
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def answer(self, method: bytes, path: str, sent: bytes) -> object:
        parts = urlsplit(path)
        if parts.path == "/stats":
            return self.stats
        if method == b"POST":
            targets = json.loads(sent)["targets"]
        else:
            targets = parse_qs(parts.query).get("target", [])
        self.stats["requests"] += 1
        self.stats["targets"] += len(targets)
        await asyncio.sleep(self.latency)
        if method == b"POST":
            return {"results": [row(target) for target in targets], "count": len(targets)}
        return row(targets[0])


async def serve(port: int, latency: float) -> None:
    service = Service(latency)
    server = await asyncio.start_server(service.converse, "127.0.0.1", port, backlog=512)
    sys.stdout.write(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency", type=float, default=50, help="milliseconds")
    options = parser.parse_args()
    asyncio.run(serve(options.port, options.latency / 1000))


if __name__ == "__main__":
    main()
