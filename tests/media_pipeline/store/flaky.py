"""A bad line between a store and a real S3 server: forwards each request, and does what a test has ordered for it."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

SERVER_ERROR, BUSY, NO_CONDITIONS, CLASH, SILENT_AFTER, SILENT_BEFORE, CUT, CHANGED = (
    "answers 500",
    "answers 503",
    "answers 501 where there is a condition",
    "answers 409",
    "does it, and hangs up without an answer",
    "hangs up",
    "sends half of the answer",
    "changes a byte of what is sent",
)
_CODES = {
    SERVER_ERROR: (500, "InternalError"),
    BUSY: (503, "SlowDown"),
    NO_CONDITIONS: (501, "NotImplemented"),
    CLASH: (409, "ConditionalRequestConflict"),
}


@dataclass
class Line:
    """``orders`` are for the next requests, one each ("" is none); ``seen`` are (method, path, headers in lower case)."""

    address: str = ""
    orders: list[str] = field(default_factory=list)
    always: str = ""
    seen: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def methods(self) -> list[str]:
        return [method for method, _, _ in self.seen]


class _Forwards(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _forward(self) -> None:
        line: Line = self.server.line  # type: ignore[attr-defined]
        headers = {name.lower(): value for name, value in self.headers.items()}
        line.seen.append((self.command, self.path, headers))
        order = line.orders.pop(0) if line.orders else line.always
        if headers.get("expect") == "100-continue":
            self.send_response_only(100)
            self.end_headers()
        body = self.rfile.read(int(headers.get("content-length", 0)))
        if order == SILENT_BEFORE:
            self.close_connection = True
            return
        if order == CHANGED and body:
            body = body.replace(b"tile", b"tame")
        conditional = "if-none-match" in headers or "if-match" in headers
        if order in _CODES and (order != NO_CONDITIONS or conditional):
            status, code = _CODES[order]
            self._answer(status, {}, f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode())
            return
        connection = http.client.HTTPConnection(self.server.behind, timeout=30)  # type: ignore[attr-defined]
        connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            if name != "expect":
                connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        if order == SILENT_AFTER:
            self.close_connection = True
            return
        kept = {name: value for name, value in answer.getheaders() if name.lower() not in ("transfer-encoding", "connection")}
        self._answer(answer.status, kept, data, half=order == CUT)

    def _answer(self, status: int, headers: dict[str, str], data: bytes, half: bool = False) -> None:
        self.send_response(status)
        if not any(name.lower() == "content-length" for name in headers):
            headers = {**headers, "Content-Length": str(len(data))}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data[: len(data) // 2] if half else data)
        if half:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Quiet."""


for _method in ("GET", "PUT", "HEAD", "POST", "DELETE"):
    setattr(_Forwards, f"do_{_method}", _Forwards._forward)


@contextmanager
def bad_line(endpoint_url: str) -> Iterator[Line]:
    """A line to this server, with an address of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Forwards)
    server.behind = urlsplit(endpoint_url).netloc  # type: ignore[attr-defined]
    server.line = line = Line(f"http://127.0.0.1:{server.server_address[1]}")  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield line
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
