"""How long storing many small tiles takes: ``python -m tests.media_pipeline.store.measure [COUNT] [PAIRS]``.

Each way stores the same random tiles of 15 kB on a real S3 server on this machine, the ways interleaved, best and median printed.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable

from media_pipeline.store import open_store, put_blob
from media_pipeline.store.s3 import S3Store
from tests.s3 import ACCESS_KEY, SECRET_KEY, running_server

TILE_BYTES = 15_000


def _store(checksums: str) -> S3Store:
    store = open_store(running_server().address(checksums=checksums))
    assert isinstance(store, S3Store)
    store.exists("warm")
    return store


def in_background(tiles: list[bytes], checksums: str = "when_supported") -> None:
    """As the pipeline does: put goes on in the background, one barrier."""
    store = _store(checksums)
    for tile in tiles:
        put_blob(store, tile, "jpg")
    store.barrier()
    store.close()


def one_by_one(tiles: list[bytes], checksums: str = "when_supported") -> None:
    """The same, waiting after each."""
    store = _store(checksums)
    for tile in tiles:
        put_blob(store, tile, "jpg")
        store.barrier()
    store.close()


def transfer_manager(tiles: list[bytes]) -> None:
    """The peer: s3transfer's manager with the same number of threads."""
    import io

    from s3transfer.manager import TransferConfig, TransferManager

    store = _store("when_supported")
    with TransferManager(store._client, TransferConfig(max_request_concurrency=16)) as manager:
        for one in [
            manager.upload(
                io.BytesIO(tile), store.bucket, f"{store.prefix}{number}.jpg", extra_args={"ContentType": "image/jpeg"}
            )
            for number, tile in enumerate(tiles)
        ]:
            one.result()
    store.close()


WAYS: dict[str, Callable[[list[bytes]], None]] = {
    "one by one": one_by_one,
    "in the background": in_background,
    "in the background, checksums when_required": lambda tiles: in_background(tiles, "when_required"),
    "s3transfer manager": transfer_manager,
}


def main(count: int = 1000, pairs: int = 3) -> None:
    os.environ.update(AWS_ACCESS_KEY_ID=ACCESS_KEY, AWS_SECRET_ACCESS_KEY=SECRET_KEY)
    tiles = [os.urandom(TILE_BYTES) for _ in range(count)]
    in_background(tiles[:50])
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(pairs):
        for way, work in WAYS.items():
            start = time.perf_counter()
            work(tiles)
            seconds[way].append(time.perf_counter() - start)
    print(f"{count} tiles of {TILE_BYTES} bytes, {pairs} runs each, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for way, took in seconds.items():
        print(f"{way}: median {statistics.median(took):.2f} s, best {min(took):.2f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
