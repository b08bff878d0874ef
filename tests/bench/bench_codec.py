"""An 8K photo -> all cube tiles, against what libjpeg-turbo alone takes to decode the photo and encode as many tiles as large.

``python -m tests.bench.bench_codec [--pairs 5]`` prints one JSON object; the ratio is ours / peer, so smaller is better. The
peer is simplejpeg (libjpeg-turbo): the whole photo to RGB, then the pixels of our own tiles, which it is given, encoded at the
same quality by as many threads as ours. It resamples nothing, reduces nothing and digests nothing: it is what no way of making
tiles can beat.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import simplejpeg

from media_pipeline.digests import sha256
from media_pipeline.images import headers, reader
from media_pipeline.images.cubemap import make_tiles
from media_pipeline.images.tiling import cores
from media_pipeline.recipes import PANORAMA
from media_pipeline.records import TileEntry
from tests.bench.bench_tiles import _input


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=5)
    print(json.dumps(measure(parser.parse_args().pairs), indent=2))
    return 0


def measure(pairs: int = 5) -> dict[str, Any]:
    """Times in seconds (medians) and ours / peer."""
    with tempfile.TemporaryDirectory(prefix="bench-codec-") as folder:
        source, what = _input(None, Path(folder))
        header = headers.read_header(source)
        times: dict[str, list[float]] = {"ours": [], "ours_checked": [], "peer": []}
        sizes: dict[str, tuple[int, int]] = {}
        made: list[bytes] = []
        tiles: list[np.ndarray] = []
        for _ in range(pairs + 1):
            before = time.perf_counter()
            reader.sketch(source, header)
            checked = time.perf_counter()
            sizes["ours"] = _ours(source, header, made)
            times["ours"].append(time.perf_counter() - checked)
            times["ours_checked"].append(time.perf_counter() - before)
            tiles = tiles or [simplejpeg.decode_jpeg(data, "RGB") for data in made]
            before = time.perf_counter()
            sizes["peer"] = _theirs(source, tiles)
            times["peer"].append(time.perf_counter() - before)
        ours, ours_checked, peer = (statistics.median(values[1:]) for values in times.values())  # the first ones warmed up
        return {
            "bench": "photo_to_cube_tiles_codec",
            "ratio": round(ours / peer, 2),
            "peer_name": f"simplejpeg {simplejpeg.__version__} (libjpeg-turbo): decode + encode alone; ours / peer",
            "input": f"{what}, {header.width}x{header.height}, {source.stat().st_size} bytes",
            "threads": cores(),
            "ours_s": round(ours, 3),
            "ours_with_check_s": round(ours_checked, 3),
            "ratio_with_check": round(ours_checked / peer, 2),
            "peer_s": round(peer, 3),
            "files": sizes["ours"][0],
            "files_peer": sizes["peer"][0],
            "bytes": sizes["ours"][1],
            "bytes_peer": sizes["peer"][1],
            "load_average": round(os.getloadavg()[0], 2),
        }


def _ours(source: Path, header: headers.Header, made: list[bytes]) -> tuple[int, int]:
    made.clear()

    def put(data: bytes) -> TileEntry:
        made.append(data)
        return sha256(data), len(data)

    planes = reader.read_planes(source, header)
    make_tiles(planes, put, lambda _done, _total: None, tile_size=PANORAMA.tile_size, quality=PANORAMA.tile_quality)
    return len(made), sum(map(len, made))


def _theirs(source: Path, tiles: list[np.ndarray]) -> tuple[int, int]:
    simplejpeg.decode_jpeg(source.read_bytes(), "RGB", fastdct=False)
    with ThreadPoolExecutor(cores()) as pool:
        made = list(pool.map(lambda tile: len(simplejpeg.encode_jpeg(tile, PANORAMA.tile_quality, "RGB", "420", False)), tiles))
    return len(made), sum(made)


if __name__ == "__main__":
    sys.exit(main())
