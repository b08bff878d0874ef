"""Serves a content root and the player's pages on 127.0.0.1, with the headers that HEADERS.md asks for."""

from __future__ import annotations

import json
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django import template
from django.template import Context, Engine
from django.utils import translation

REPO = Path(__file__).resolve().parents[2]
BUILT = REPO / "vr_rooms" / "static"
TEMPLATES = REPO / "vr_rooms" / "templates"
MEDIA_TYPES = {
    "css": "text/css",
    "html": "text/html; charset=utf-8",
    "jpg": "image/jpeg",
    "js": "text/javascript",
    "json": "application/json",
    "m3u8": "application/vnd.apple.mpegurl",
    "m4s": "video/iso.segment",
    "map": "application/json",
    "mp4": "video/mp4",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "vtt": "text/vtt",
    "wav": "audio/wav",
    "webp": "image/webp",
    "woff2": "font/woff2",
}
NOTES = (REPO / "vr_rooms/player/HEADERS.md").read_text(encoding="utf-8")
HEADERS = dict(re.findall(r"^    ([A-Z][\w-]+): (.+)$", NOTES, re.MULTILINE))

register = template.Library()


@register.simple_tag
def static(path: str) -> str:
    """Stands in for Django's: the tests' server has no storage that renames files."""
    return f"/static/{path}"


_ENGINE = Engine(dirs=[str(TEMPLATES)], libraries={"i18n": "django.templatetags.i18n", "static": __name__})


def page(name: str, **context: Any) -> bytes:
    """One of the player's templates, rendered by Django."""
    return _ENGINE.get_template(f"vr_rooms/player/{name}").render(Context(context)).encode()


class Site:
    """A content root and its pages. ``instead`` maps a path below /content/ to other bytes, or to None for 404.

    ``down``: every connection is cut without an answer. ``version`` of the worker."""

    def __init__(self, root: Path, config: dict[str, Any]) -> None:
        self.root = root
        self.config = config
        self.instead: dict[str, bytes | None] = {}
        self.pages: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.version = "1"
        self.down = False
        self.headers = dict(HEADERS)
        self.base = ""

    def answer(self, path: str) -> tuple[bytes, str] | None:
        """Bytes and media type of a path, None where there is nothing."""
        ext = path.rpartition(".")[2]
        if path in self.pages:
            return self.pages[path], MEDIA_TYPES["html"]
        if path.startswith("/content/"):
            below = path.removeprefix("/content/")
            if below in self.instead:
                data = self.instead[below]
                return None if data is None else (data, MEDIA_TYPES[ext])
            file = (self.root / below).resolve()
            inside = file.is_relative_to(self.root.resolve())
        elif path.startswith("/static/"):
            file = (BUILT / path.removeprefix("/static/")).resolve()
            inside = file.is_relative_to(BUILT.resolve())
        elif path == "/play/worker.js":
            told = {"page": "/play/kept/", "files": "/static/vr_rooms/", "version": self.version}
            built = (BUILT / "vr_rooms/worker.js").read_bytes()
            return f"self.kijkkamer = {json.dumps(told)};\n".encode() + built, MEDIA_TYPES["js"]
        elif path == "/play/kept/":
            return page("play.html", config=self.config | {"manifest": None, "poster": None}, title="Kamers"), MEDIA_TYPES["html"]
        elif path.startswith("/play/") and path.endswith("/") and path != "/play/":
            with translation.override(self.config["locale"]):
                return page("play.html", config=self.config, title="Proefruimte"), MEDIA_TYPES["html"]
        else:
            return None
        return (file.read_bytes(), MEDIA_TYPES.get(ext, "application/octet-stream")) if inside and file.is_file() else None


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if site.down:
                self.close_connection = True
                return
            if self.command == "GET":
                site.asked.append(path)
            found = site.answer(path)
            data, media_type = found or (b"", "text/plain")
            start, end = 0, len(data)
            asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
            if found and asked:
                start, end = int(asked[1]), min(int(asked[2]) + 1 if asked[2] else end, end)
            self.send_response(HTTPStatus.NOT_FOUND if not found else HTTPStatus.PARTIAL_CONTENT if asked else HTTPStatus.OK)
            if asked:
                self.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(data)}")
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(end - start))
            self.send_header("Accept-Ranges", "bytes")
            blob = found and path.startswith("/content/blobs/")
            self.send_header("Cache-Control", "public, max-age=31536000, immutable" if blob else "no-cache")
            if path.startswith("/content/"):
                self.send_header("Access-Control-Allow-Origin", "*")
            if path.startswith("/play/"):
                for name, value in site.headers.items():
                    self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(data[start:end])

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Quiet: the tests read site.asked."""

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # a busy machine must not drop connections: browsers wait seconds before they try again

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):  # a page that closes drops what it was reading
            super().handle_error(request, client_address)


@contextmanager
def serve(site: Site, port: int = 0) -> Iterator[str]:
    """Runs until the block ends; yields the base address without a slash at its end."""
    server = _Server(("127.0.0.1", port), _handler(site))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    site.base = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site.base
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
