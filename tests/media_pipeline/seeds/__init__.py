"""Small good files of every kind, made by our own code: what the fuzzer spoils."""

from __future__ import annotations

from collections.abc import Callable


def all_seeds() -> dict[str, Callable[[], bytes]]:
    """kind -> a function that gives the bytes of such a file. Media kinds carry their family: ``pictures/png``."""
    from tests.media_pipeline.seeds import audio, meshes, pictures, videos

    families = {"pictures": pictures.SEEDS, "videos": videos.SEEDS, "meshes": meshes.SEEDS, "audio": audio.SEEDS}
    return {f"{family}/{kind}": make for family, seeds in families.items() for kind, make in seeds.items()}
