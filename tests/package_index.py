"""A package index on loopback, made of tiny wheels, for tests of what asks one."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def wheel(name: str, version: str, requires: tuple[str, ...] = ()) -> tuple[str, bytes]:
    """File name and bytes of a wheel without any code."""
    stem = f"{name.replace('-', '_')}-{version}"
    info = f"{stem}.dist-info"
    wanted = "".join(f"Requires-Dist: {line}\n" for line in requires)
    files = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{wanted}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": "",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return f"{stem}-py3-none-any.whl", buffer.getvalue()


class PackageIndex:
    """What is served, and which paths were asked for."""

    def __init__(self, packages: Mapping[tuple[str, str], tuple[str, ...]]) -> None:
        self.url = ""
        self.asked: list[str] = []
        self.files: dict[str, bytes] = {}
        self.pages: dict[str, list[str]] = {}
        for (name, version), requires in packages.items():
            file, data = wheel(name, version, requires)
            self.files[file] = data
            self.pages.setdefault(name, []).append(file)

    def answer(self, path: str) -> tuple[bytes, str] | None:
        """Body and media type for a path (PEP 503), None where nothing is."""
        self.asked.append(path)
        parts = path.strip("/").split("/")
        if parts[0] == "files" and parts[-1] in self.files:
            return self.files[parts[-1]], "application/octet-stream"
        if parts[0] == "simple" and parts[-1] in self.pages:
            links = "".join(
                f'<a href="/files/{file}#sha256={hashlib.sha256(self.files[file]).hexdigest()}">'
                f"{file}</a>"
                for file in self.pages[parts[-1]]
            )
            return f"<!DOCTYPE html><html><body>{links}</body></html>".encode(), "text/html"
        return None


@contextmanager
def serving(
    packages: Mapping[tuple[str, str], tuple[str, ...]],
) -> Iterator[PackageIndex]:
    """An index of these packages (name and version to what they require) while in use."""
    index = PackageIndex(packages)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = index.answer(self.path)
            body, media_type = found or (b"", "text/plain")
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

        def log_message(self, *arguments: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    index.url = f"http://127.0.0.1:{server.server_address[1]}/simple"
    try:
        yield index
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
