"""An http origin for tests: serves a folder as a good static server does, until it is told to misbehave.

    with Origin(root) as origin:
        origin.rule("blobs/", truncated(100), times=2)

A rule holds for paths that contain a text; the last rule that still holds wins. ``log`` has (path, Range header) of each request.
"""

from __future__ import annotations

import http.server
import socket
import ssl
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

_TYPES = {".json": "application/json", ".jpg": "image/jpeg"}
PORTAL = b"<!DOCTYPE html><html><body>Log in om verder te gaan</body></html>"


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256  # thirty clients with eight connections each knock at once
    origin: Origin

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are part of the tests."""


class Handler(http.server.BaseHTTPRequestHandler):
    """One request. ``path`` without the leading slash."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body go in two writes; the second would wait 40 ms for an answer to the first
    server: _Server

    def log_message(self, *args: object) -> None:
        """Silent: ``Origin.log`` is the log."""

    def do_GET(self) -> None:
        self.path = self.path.lstrip("/")
        origin = self.server.origin
        origin.log.append((self.path, self.headers.get("Range")))
        rule = origin.applying(self.path)
        (rule or serve)(self)

    def body(self) -> bytes | None:
        """The file's bytes, None where there is none."""
        at = self.server.origin.root / self.path
        return at.read_bytes() if at.is_file() else None

    def wanted(self, data: bytes) -> tuple[int, bytes]:
        """The first byte that is asked for and the rest from there."""
        asked = self.headers.get("Range", "")
        start = int(asked.removeprefix("bytes=").split("-")[0]) if asked.startswith("bytes=") else 0
        return start, data[start:]

    def head(self, status: int, length: int, **headers: str) -> None:
        """Status line and headers; an underscore in a name stands for a hyphen."""
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()


Rule = Callable[[Handler], None]


class Origin:
    """Serves ``root`` on a free loopback port while the ``with`` block lasts."""

    def __init__(self, root: Path, certificate: Path | None = None) -> None:
        """With a certificate (PEM with its key, for localhost) it speaks https."""
        self.root = root
        self.log: list[tuple[str, str | None]] = []
        self._rules: list[tuple[str, Rule, list[float]]] = []
        self._lock = threading.Lock()
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.origin = self
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}/"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            self.url = f"https://localhost:{self.port}/"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def rule(self, contains: str, rule: Rule, times: float = float("inf")) -> None:
        """From now on, ``times`` times, answer paths that contain a text by a rule."""
        self._rules.append((contains, rule, [times]))

    def behave(self) -> None:
        """Forget all rules."""
        self._rules.clear()

    def applying(self, path: str) -> Rule | None:
        with self._lock:
            for contains, rule, left in reversed(self._rules):
                if contains in path and left[0] > 0:
                    left[0] -= 1
                    return rule
        return None

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [path for path, _ in self.log]


def serve(handler: Handler) -> None:
    """As a good server does: Range, media type, length."""
    data = handler.body()
    if data is None:
        handler.head(404, 0)
        return
    start, rest = handler.wanted(data)
    kind = _TYPES.get(Path(handler.path).suffix, "application/octet-stream")
    if start >= len(data) > 0:
        handler.head(416, 0, Content_Range=f"bytes */{len(data)}")
    elif "Range" in handler.headers:
        handler.head(206, len(rest), Content_Type=kind, Content_Range=f"bytes {start}-{len(data) - 1}/{len(data)}")
        handler.wfile.write(rest)
    else:
        handler.head(200, len(data), Content_Type=kind)
        handler.wfile.write(data)


def status(code: int, **headers: str) -> Rule:
    """Answers with a status and nothing else."""
    return lambda handler: handler.head(code, 0, **headers)


def portal(handler: Handler) -> None:
    """A captive portal: its own page, with status 200, whatever was asked for."""
    handler.head(200, len(PORTAL), Content_Type="text/html; charset=utf-8")
    handler.wfile.write(PORTAL)


def ignores_range(handler: Handler) -> None:
    """The whole file with status 200 although a part was asked for."""
    data = handler.body() or b""
    handler.head(200, len(data))
    handler.wfile.write(data)


def wrong_part(handler: Handler) -> None:
    """A 206 that starts at the beginning, whatever was asked for."""
    data = handler.body() or b""
    handler.head(206, len(data), Content_Range=f"bytes 0-{len(data) - 1}/{len(data)}")
    handler.wfile.write(data)


def truncated(after: int) -> Rule:
    """The right length is promised; the connection ends after some bytes."""

    def rule(handler: Handler) -> None:
        data = handler.body() or b""
        start, rest = handler.wanted(data)
        if start:
            handler.head(206, len(rest), Content_Range=f"bytes {start}-{len(data) - 1}/{len(data)}")
        else:
            handler.head(200, len(rest))
        handler.wfile.write(rest[:after])
        hang_up(handler)

    return rule


def hangs_up(handler: Handler) -> None:
    """Ends the connection without a word, as a server does with a kept connection that has got old."""
    hang_up(handler)


def says_length(change: int) -> Rule:
    """Content-Length says more or fewer bytes than the file has."""

    def rule(handler: Handler) -> None:
        data = handler.body() or b""
        handler.head(200, len(data) + change)
        handler.wfile.write(data)
        hang_up(handler)

    return rule


def stalls(after: int) -> Rule:
    """Sends some bytes, then nothing, and keeps the line open."""

    def rule(handler: Handler) -> None:
        data = handler.body() or b""
        handler.head(200, len(data))
        handler.wfile.write(data[:after])
        handler.wfile.flush()
        handler.server.origin.closing.wait(30)
        hang_up(handler)

    return rule


def trickles(seconds: float) -> Rule:
    """One byte at a time."""

    def rule(handler: Handler) -> None:
        data = handler.body() or b""
        handler.head(200, len(data))
        for n in range(len(data)):
            handler.wfile.write(data[n : n + 1])
            handler.wfile.flush()
            if handler.server.origin.closing.wait(seconds):
                return

    return rule


def tampered(handler: Handler) -> None:
    """The right number of bytes, one bit of them turned over; Range is honoured."""
    data = bytearray(handler.body() or b"")
    data[len(data) // 2] ^= 1
    start, rest = handler.wanted(bytes(data))
    if start:
        handler.head(206, len(rest), Content_Range=f"bytes {start}-{len(data) - 1}/{len(data)}")
    else:
        handler.head(200, len(rest))
    handler.wfile.write(rest)


def endless(handler: Handler) -> None:
    """Bytes without an end and without a length."""
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.close_connection = True
    until = time.monotonic() + 30
    while time.monotonic() < until and not handler.server.origin.closing.is_set():
        handler.wfile.write(b"\0" * 65536)


def redirects(to: str) -> Rule:
    """Sends the client to the same path elsewhere."""
    return lambda handler: handler.head(302, 0, Location=to + handler.path)


def hang_up(handler: Handler) -> None:
    """End the connection here and now."""
    handler.wfile.flush()
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)
