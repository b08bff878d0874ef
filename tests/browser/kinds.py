"""Room "kinds": a hotspot of every kind that a panel shows or that leads on, in the content root of content.py.

The mesh is a cube whose six sides have six colours and whose front has a picture, packaged and compressed by the pipeline.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from media_pipeline.meshes.package import package_mesh
from media_pipeline.meshes.probe import probe_mesh
from media_pipeline.progress import silent
from media_pipeline.recipes import MESH
from media_pipeline.store.disk import DiskStore
from tests.browser.content import Content, text
from tests.media_pipeline.meshes.models import png, with_picture

ADDRESS = "https://www.example.org/werken-in-de-regio/lassen/"


def spot(id_: str, kind: str, yaw: float, pitch: float, nl: str, en: str, **fields: Any) -> dict[str, Any]:
    at = {"yaw": yaw, "pitch": pitch}
    return {"id": id_, "kind": kind, "at": at, "distance": 3.0, "label": text(nl, en), **fields}


STEP = "Leg het werkstuk klaar, zet je masker op en kijk of er niemand achter je staat."
QUIZ = {
    "question": text("Wat zet je op voor je gaat lassen?", "What do you put on before you weld?"),
    "choices": [
        {
            "id": "cap",
            "text": text("Een pet", "A cap"),
            "correct": False,
            "feedback": text("Een pet houdt het felle licht niet tegen.", "A cap does not stop the bright light."),
        },
        {
            "id": "helmet",
            "text": text("Een lasmasker met donker glas", "A welding mask with dark glass"),
            "correct": True,
            "feedback": text("Het glas wordt vanzelf donker.", "The glass goes dark by itself."),
        },
    ],
}


def add(content: Content) -> str:
    """Writes the room; the path of its manifest below the root."""
    mesh = _cube(content.root)
    poster = content.assets["photo"]["tiers"][0]["image"]
    gone = {"sha256": "0" * 64, "size": 1, "media_type": "model/gltf-binary", "path": f"blobs/00/{'0' * 64}.glb"}
    assets = {key: content.assets[key] for key in ("full", "photo", "film")} | {
        "cube": mesh | {"poster": poster},
        "gone": mesh | {"poster": poster, "lods": [{"glb": gone, "triangles": 12}]},
    }
    long = "\n\n".join([f"Stap {n}. {STEP}" for n in range(1, 5)])
    shop = [
        spot("quiz", "quiz", -20.0, 4.0, "Veilig werken", "Working safely", **QUIZ),
        spot("cube", "mesh", 20.0, 4.0, "De kubus", "The cube", asset="cube", scale=0.1, spin=20.0),
        spot("gone", "mesh", 50.0, 4.0, "De weggeraakte kubus", "The cube that got lost", asset="gone", scale=1.0, spin=0.0),
        spot("steps", "info", -50.0, 0.0, "Zo las je", "How to weld", body=text(long, "Take your time."), image="photo"),
        spot("photo", "image", 0.0, 25.0, "Het werkstuk", "The piece", asset="photo"),
        spot("film", "video", 0.0, -22.0, "Kijk hoe het gaat", "See how it goes", asset="film"),
        spot("site", "link", 40.0, -22.0, "Lees verder", "Read on", url=ADDRESS),
        spot("visit", "activity", -40.0, -22.0, "Kom langs", "Come and visit", activity="act"),
        spot("over", "info", 1.5, 4.0, "Bovenop", "On top", body=text("Ligt half over een ander.", "Lies half over another.")),
        spot("under", "info", 2.5, 4.0, "Eronder", "Below", body=text("Ligt half onder een ander.", "Lies half under another.")),
        spot("yard", "scene", 160.0, 0.0, "Naar buiten", "Outside", scene="yard", arrive="default"),
    ]
    back = [spot("back", "scene", 0.0, 0.0, "Terug naar binnen", "Back inside", scene="shop", arrive="same")]
    scenes = [_scene("shop", "Werkplaats", "Workshop", shop), _scene("yard", "Buiten", "Outside", back)]
    room = {
        "schema_version": "1.7",
        "id": "kinds",
        "slug": "kinds",
        "title": text("Alles wat er is", "All there is"),
        "summary": text("", ""),
        "sectors": ["s"],
        "languages": ["nl", "en"],
        "coordinate_system": "yaw-right-pitch-up-degrees",
        "start_scene": "shop",
        "scenes": scenes,
        "assets": assets,
        "licence": "CC0-1.0",
        "credits": "Proefmakers",
    }
    data = json.dumps(room, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    sha256 = hashlib.sha256(data).hexdigest()
    path = content.root / "blobs" / sha256[:2] / f"{sha256}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path.relative_to(content.root).as_posix()


def _scene(id_: str, nl: str, en: str, spots: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": id_,
        "title": text(nl, en),
        "alt": text(f"{nl}: kleuren naar richting.", f"{en}: colours by direction."),
        "asset": "full",
        "pose": {"yaw": 0.0, "pitch": 0.0, "roll": 0.0},
        "initial_view": {"yaw": 0.0, "pitch": 0.0, "fov": 90.0},
        "hotspots": [{**fields, "order": order} for order, fields in enumerate(spots, 1)],
    }


def _cube(root: Path) -> dict[str, Any]:
    squares = np.indices((64, 64)).sum(axis=0) // 8 % 2
    picture = np.where(squares[..., None] == 1, [240, 240, 240], [20, 60, 160]).astype(np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "cube.glb"
        source.write_bytes(with_picture(png(picture)).glb())
        asset = package_mesh(source, probe_mesh(source), DiskStore(root), MESH, silent)
    return asset.model_dump(mode="json", exclude_none=True)
