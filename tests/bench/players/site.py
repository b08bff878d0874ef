"""Sends every player's page from memory, on 127.0.0.1: text gzipped, the same for all."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import django

from tests.bench.players.pictures import MARZIPANO, PREVIEW, Pictures
from tests.browser.serving import BUILT, HEADERS, MEDIA_TYPES, REPO, page

HERE = Path(__file__).parent
PEERS = REPO / "build" / "peers" / "players"
VERSIONS = {
    "marzipano": "0.10.2",
    "pannellum": "2.5.7",
    "@photo-sphere-viewer/core": "5.15.1",
    "@photo-sphere-viewer/equirectangular-tiles-adapter": "5.15.1",
}
AFRAME = "1.8.0"
NAMES = {
    "kijkkamer": "Kijkkamer",
    "marzipano": "Marzipano 0.10.2",
    "pannellum": "Pannellum 2.5.7",
    "psv": "Photo Sphere Viewer 5.15.1",
    "aframe": "A-Frame 1.8.0",
}
_TEXT = {"css", "html", "js", "json", "svg"}


def install() -> None:
    """Puts the peers into build/peers/players with npm. A-Frame comes as one file: one of its own parts is in no registry."""
    PEERS.mkdir(parents=True, exist_ok=True)
    (PEERS / "package.json").write_text('{"private": true}\n')
    path = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    wanted = [f"{name}@{version}" for name, version in VERSIONS.items()]
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    subprocess.run(["npm", "install", *quiet, *wanted], cwd=PEERS, check=True, env=path, stdout=sys.stderr)
    subprocess.run(["npm", "pack", "--silent", f"aframe@{AFRAME}"], cwd=PEERS, check=True, env=path, stdout=sys.stderr)
    subprocess.run(["tar", "xzf", f"aframe-{AFRAME}.tgz"], cwd=PEERS, check=True)


def installed() -> bool:
    """Whether all peers are there."""
    return all((PEERS / "node_modules" / name).is_dir() for name in VERSIONS) and (PEERS / "package").is_dir()


def bundle(work: Path) -> dict[str, bytes]:
    """Scripts of the peers' pages by path: modules bundled and minified by esbuild, whole files as they are published."""
    esbuild = REPO / "frontend/node_modules/esbuild/bin/esbuild"
    for name in ("marzipano", "psv"):
        command = [str(esbuild), str(HERE / f"{name}.js"), "--bundle", "--minify", "--format=esm", f"--outfile={work / name}.js"]
        path = {
            **os.environ,
            "NODE_PATH": str(PEERS / "node_modules"),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        subprocess.run([*command, "--log-level=error"], check=True, env=path)
    pannellum = PEERS / "node_modules/pannellum/build"
    return {
        "marzipano.js": (work / "marzipano.js").read_bytes(),
        "psv.js": (work / "psv.js").read_bytes(),
        "psv.css": (PEERS / "node_modules/@photo-sphere-viewer/core/index.css").read_bytes(),
        "pannellum-lib.js": (pannellum / "pannellum.js").read_bytes(),
        "pannellum.css": (pannellum / "pannellum.css").read_bytes(),
        "pannellum.js": (HERE / "pannellum.js").read_bytes(),
        "aframe-lib.js": (PEERS / "package/dist/aframe-master.min.js").read_bytes(),
        "aframe.js": (HERE / "aframe.js").read_bytes(),
    }


def _peer_page(name: str, view: dict[str, float], asset: dict[str, Any]) -> bytes:
    facts = {
        "view": view,
        "faceSizes": MARZIPANO,
        "preview": PREVIEW,
        "asset": {"levels": asset["tiles"]["levels"], "faceSize": asset["tiles"]["face_size"]},
    }
    style = f'<link rel="stylesheet" href="/{name}.css">' if name in ("pannellum", "psv") else ""
    library = f'<script src="/{name}-lib.js"></script>' if name in ("pannellum", "aframe") else ""
    kind = ' type="module"' if name in ("marzipano", "psv") else ""
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><link rel="icon" href="data:,">{style}'
        "<style>html, body, #view { margin: 0; width: 100%; height: 100%; overflow: hidden; }</style></head>"
        f'<body><div id="view"></div><script>window.bench = {json.dumps(facts)};</script>{library}'
        f'<script{kind} src="/{name}.js"></script></body></html>'
    ).encode()


def _modules() -> list[str]:
    """As the platform's view gives them to the page."""
    return [f"/static/vr_rooms/{path}" for path in json.loads((BUILT / "vr_rooms/player.modules.json").read_text())]


class Site:
    """``files``: path below the root -> bytes; below /static/ and /content/ the built front end and our content root."""

    def __init__(self, pictures: Pictures, scripts: dict[str, bytes], view: dict[str, float]) -> None:
        config = {
            "content_url": "/content/",
            "manifest": pictures.manifest,
            "locale": "nl",
            "release": 1,
            "poster": pictures.asset["poster"],
            "play_url": "/play/{id}/",
            "index_url": "/play/",
        }
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
        django.setup()  # our page's template has words to translate
        self.files = {f"/{path}": data for path, data in {**pictures.files, **scripts}.items()}
        self.files["/kijkkamer/"] = page("play.html", config=config, title="Dek", modules=_modules())
        for name in NAMES:
            if name != "kijkkamer" and f"/{name}.js" in self.files:
                self.files[f"/{name}/"] = _peer_page(name, view, pictures.asset)
        for root, below in ((BUILT, "/static/"), (pictures.root, "/content/")):
            for file in root.rglob("*"):
                if file.is_file() and not file.name.endswith(".map"):
                    self.files[below + file.relative_to(root).as_posix()] = file.read_bytes()
        self.zipped = {path: gzip.compress(data) for path, data in self.files.items() if self.kind(path) in _TEXT}

    @staticmethod
    def kind(path: str) -> str:
        """Extension of what a path leads to."""
        return "html" if path.endswith("/") else path.rpartition(".")[2]


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 20  # headers and body in one go
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            data = site.zipped.get(path) or site.files.get(path)
            self.send_response(200 if data is not None else 404)
            self.send_header("Content-Length", str(len(data or b"")))
            self.send_header("Content-Type", MEDIA_TYPES.get(site.kind(path), "application/octet-stream"))
            if path in site.zipped:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Cache-Control", "no-cache" if path.endswith("/") else "public, max-age=31536000, immutable")
            if path == "/kijkkamer/":
                for name, value in HEADERS.items():
                    self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(data or b"")

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve(site: Site) -> Iterator[str]:
    """Runs until the block ends; yields the base address without a slash at its end."""
    server = _Server(("127.0.0.1", 0), _handler(site))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
