"""An 8K photo -> all cube tiles, against Pannellum's generator with nona: the same input, face size, tile size and quality.

``python -m tests.bench.bench_tiles [PHOTO] [--pairs 5]`` prints one JSON object, ratio first. Ours is timed in a warm process
(reading, checking, tiles, digests, storing on disk), the peer and ``python -m media_pipeline package`` as whole processes,
in interleaved pairs. Before that both outputs are compared with a supersampled truth. The peer is npm's pannellum@2.5.7,
unpacked to build/peers/package, with a Python in build/peers/pillow9 that has pillow<10, and nona of Debian's hugin-tools;
where it is absent the answer says "not measured". ``--install`` puts the first two there and measures nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from media_pipeline.images import headers, reader
from media_pipeline.images.cubemap import make_tiles
from media_pipeline.images.planes import encode
from media_pipeline.images.pyramid import face_sizes
from media_pipeline.recipes import PANORAMA
from media_pipeline.records import FACES, TileEntry, TileEye
from media_pipeline.store import DiskStore, put_blob, read
from tests import media

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "build" / "peers"
REAL = ROOT.parent / "shared" / "media" / "pano_deck_UPSCALED_8192x4096.jpg"
GENERATOR = PEERS / "package" / "utils" / "multires" / "generate.py"
PYTHON = PEERS / "pillow9" / "bin" / "python"
SUPERSAMPLING = 4


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("photo", nargs="?", type=Path)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--install", action="store_true")
    wish = parser.parse_args()
    if wish.install:
        install()
        return 0
    print(json.dumps(measure(wish.photo, wish.pairs), indent=2))
    return 0


def install() -> None:
    """Puts the peer into build/peers with npm and pip."""
    PEERS.mkdir(parents=True, exist_ok=True)
    path = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(["npm", "pack", "--silent", "pannellum@2.5.7"], cwd=PEERS, check=True, env=path, stdout=sys.stderr)
    subprocess.run(["tar", "xzf", "pannellum-2.5.7.tgz"], cwd=PEERS, check=True)
    subprocess.run([sys.executable, "-m", "venv", "pillow9"], cwd=PEERS, check=True)
    subprocess.run([PYTHON, "-m", "pip", "install", "-q", "pillow<10"], check=True, stdout=sys.stderr)


def measure(photo: Path | None = None, pairs: int = 5) -> dict[str, Any]:
    """Times in seconds (medians), PSNR in dB, and the ratio peer / ours."""
    with tempfile.TemporaryDirectory(prefix="bench-tiles-") as folder:
        work = Path(folder)
        source, what = _input(photo, work)
        header = headers.read_header(source)
        size = face_sizes(header.width)[-1]
        result: dict[str, Any] = {
            "bench": "photo_to_cube_tiles",
            "ratio": "not measured",
            "input": f"{what}, {header.width}x{header.height}, {source.stat().st_size} bytes",
            "face_size": size,
            "cores": len(os.sched_getaffinity(0)),
            "load_average_before": round(os.getloadavg()[0], 2),
        }
        peer = shutil.which("nona") is not None and GENERATOR.exists() and PYTHON.exists()
        ours_eye, store = _ours(source, work / "warm")
        result["files"] = sum(len(tiles) for level in ours_eye.levels for tiles in level.faces.values())
        result["bytes"] = sum(n for level in ours_eye.levels for tiles in level.faces.values() for _, n in tiles)
        truth = {face: supersampled(media.pixels(source.read_bytes()), face, size) for face in FACES}
        result["psnr"] = {face: round(media.psnr(_our_face(ours_eye, store, face), truth[face]), 2) for face in FACES}
        if peer:
            _theirs(source, work / "peer", size)
            result["psnr_peer"] = {
                face: round(media.psnr(_their_face(work / "peer", face, ours_eye), truth[face]), 2) for face in FACES
            }
            result["bytes_peer"] = sum(f.stat().st_size for f in (work / "peer").glob("[0-9]*/*.jpg"))
        del truth
        times: dict[str, list[float]] = {"ours": [], "ours_cpu": [], "ours_whole": [], "peer": [], "peer_cpu": []}
        for number in range(pairs):
            _ours_timed(source, work / f"ours{number}", times)
            _whole_timed(source, work / f"whole{number}", times)
            if peer:
                _theirs_timed(source, work / f"peer{number}", size, times)
        for name, values in times.items():
            if values:
                result[f"{name}_s"] = round(statistics.median(values), 3)
        if peer:
            result["peer_name"] = "pannellum 2.5.7 generate.py + nona (hugin-tools)"
            result["ratio"] = round(result["peer_s"] / result["ours_s"], 1)
            result["ratio_cpu"] = round(result["peer_cpu_s"] / result["ours_cpu_s"], 1)
            result["ratio_whole_process"] = round(result["peer_s"] / result["ours_whole_s"], 1)
        result["load_average_after"] = round(os.getloadavg()[0], 2)
        return result


def _input(photo: Path | None, work: Path) -> tuple[Path, str]:
    """A 4:2:0 sRGB JPEG without a profile: nona knows no colour profiles, and both have to read the same."""
    target = work / "input.jpg"
    if photo is None and not REAL.exists():
        target.write_bytes(media.encoded(media.sphere(8192, 200.0), quality=92))
        return target, "generated direction pattern"
    given = photo or REAL
    target.write_bytes(encode(reader.read_planes(given, headers.read_header(given)), 92))
    return target, f"{given.name} as 4:2:0 sRGB"


def _ours(source: Path, folder: Path) -> tuple[TileEye, DiskStore]:
    store = DiskStore(folder)

    def put(data: bytes) -> TileEntry:
        reference = put_blob(store, data, "jpg")
        return reference.sha256, reference.size

    header = headers.read_header(source)
    reader.sketch(source, header)
    planes = reader.read_planes(source, header)
    eye = make_tiles(planes, put, lambda _done, _total: None, tile_size=PANORAMA.tile_size, quality=PANORAMA.tile_quality)
    return eye, store


def _ours_timed(source: Path, folder: Path, times: dict[str, list[float]]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    _ours(source, folder)
    times["ours"].append(time.perf_counter() - wall)
    times["ours_cpu"].append(time.process_time() - cpu)
    shutil.rmtree(folder)


def _whole_timed(source: Path, folder: Path, times: dict[str, list[float]]) -> None:
    wall = time.perf_counter()
    command = [sys.executable, "-m", "media_pipeline", "package", str(source), "--store", str(folder), "--kind", "panorama"]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    times["ours_whole"].append(time.perf_counter() - wall)
    shutil.rmtree(folder)


def _theirs(source: Path, folder: Path, size: int) -> None:
    quality = ["-q", str(PANORAMA.tile_quality), "-s", str(PANORAMA.tile_size), "-c", str(size)]
    command = [str(PYTHON), "-W", "ignore", str(GENERATOR), *quality, "-o", str(folder), str(source)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _theirs_timed(source: Path, folder: Path, size: int, times: dict[str, list[float]]) -> None:
    wall, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    _theirs(source, folder, size)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    times["peer"].append(time.perf_counter() - wall)
    times["peer_cpu"].append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    shutil.rmtree(folder)


def _our_face(eye: TileEye, store: DiskStore, face: str) -> np.ndarray:
    level = eye.levels[-1]
    tiles = [media.pixels(read(store, f"blobs/{sha[:2]}/{sha}.jpg")) for sha, _ in level.faces[face]]  # type: ignore[index]
    return _joined(tiles, level.columns)


def _their_face(folder: Path, face: str, eye: TileEye) -> np.ndarray:
    columns, finest = eye.levels[-1].columns, max(int(path.name) for path in folder.glob("[0-9]*"))
    tiles = [
        np.asarray(Image.open(folder / str(finest) / f"{face}{row}_{column}.jpg").convert("RGB"))
        for row in range(columns)
        for column in range(columns)
    ]
    return _joined(tiles, columns)


def _joined(tiles: list[np.ndarray], columns: int) -> np.ndarray:
    return np.vstack([np.hstack(tiles[row * columns : (row + 1) * columns]) for row in range(columns)])


def supersampled(picture: np.ndarray, face: str, size: int, rows: int = 128, samples: int = SUPERSAMPLING) -> np.ndarray:
    """A face as it should be: each pixel the mean of 4 x 4 (or more) cubic samples of the picture."""
    height, width = picture.shape[:2]
    margin, many = 8, size * samples
    wide = np.concatenate([picture[:, -margin:], picture, picture[:, :margin]], axis=1)
    out = np.empty((size, size, 3), np.uint8)
    a = (np.arange(many) + 0.5) * 2 / many - 1
    for top in range(0, size, rows):
        bottom = min(size, top + rows)
        b = a[top * samples : bottom * samples, None]
        x, y, z = (
            np.broadcast_to(part, (b.shape[0], many)).astype(np.float32)
            for part in {
                "f": (a, -b, -1.0),
                "r": (1.0, -b, a),
                "b": (-a, -b, 1.0),
                "l": (-1.0, -b, -a),
                "u": (a, 1.0, -b),
                "d": (a, -1.0, b),
            }[face]
        )
        u = (np.arctan2(x, -z) / (2 * np.pi) + 0.5) % 1.0
        v = 0.5 - np.arctan2(y, np.hypot(x, z)) / np.pi
        where = (u * width - 0.5 + margin).astype(np.float32), (v * height - 0.5).astype(np.float32)
        fine = cv2.remap(wide, *where, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        out[top:bottom] = cv2.resize(fine, (size, bottom - top), interpolation=cv2.INTER_AREA)
    return out


if __name__ == "__main__":
    sys.exit(main())
