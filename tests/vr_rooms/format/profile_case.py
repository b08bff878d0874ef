"""One room with every kind of asset, counted, also for the player. ``python -m tests.vr_rooms.format.profile_case`` writes it."""

from __future__ import annotations

import json
from pathlib import Path

from media_pipeline.canonical import dumps
from media_pipeline.records import Asset, Video
from media_pipeline.store import MemoryStore, read
from tests import content
from vr_rooms.format.profiles import load_indexes, with_profiles

FILE = Path(__file__).with_name("profile_case.json")


def case() -> bytes:
    """The room's manifest with its sizes, the length of its bytes, and the index blobs of its films by digest."""
    store = MemoryStore()
    bare = content.manifest(store, "lasserij", tiers=(2048, 4096, 8192))
    around = content.video(store, "rond", sizes=((5760, 2880), (3840, 1920), (1920, 960)))
    assets: dict[str, Asset] = {
        **bare.assets,
        content.name("smal"): content.panorama(store, "smal", tiers=(1500,)),
        content.name("wijd"): content.panorama(store, "wijd", tiers=(6000, 8192)),
        content.name("film"): content.video(store, "film", sizes=((1920, 1080), (1280, 720), (854, 480))),
        content.name("staand"): content.video(store, "staand", sizes=((1080, 1920), (720, 1280))),
        content.name("rond"): Video.model_validate({**around.model_dump(), "projection": "equirectangular"}),
        content.name("ding"): content.mesh(store, "ding", (320_000, 50_000, 15_000)),
        content.name("fijn"): content.mesh(store, "fijn", (50_000,)),
        content.name("geluid"): content.audio(store, "geluid"),
        content.name("plaatje"): content.image(store, "plaatje"),
        content.name("blad"): content.document(store, "blad"),
    }
    store.barrier()
    indexes = load_indexes(lambda path: read(store, path), assets.values())
    made = with_profiles(bare.model_copy(update={"assets": assets}), indexes)
    of_films = {ref.sha256: json.loads(read(store, ref.path)) for ref in _indexes(assets)}
    whole = {"manifest": json.loads(dumps(made)), "length": len(dumps(made)), "indexes": of_films}
    return (json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _indexes(assets: dict[str, Asset]) -> list:
    videos = [asset for asset in assets.values() if isinstance(asset, Video)]
    return [one.index for video in videos for version in video.hls for one in version.variants]


if __name__ == "__main__":
    FILE.write_bytes(case())
