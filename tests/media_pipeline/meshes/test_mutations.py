"""Spoiled copies of a good file are either read or refused with a sentence; nothing else ever comes out."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from media_pipeline.errors import Refused
from media_pipeline.meshes.probe import probe_mesh
from tests.media_pipeline.meshes.models import cube, png, with_picture

WORDS = [b"-1", b"0", b"1e999", b"null", b"true", b'"x"', b"[]", b"{}", b"4294967296", b"99999999999999999999", b"0.5", b"NaN"]


def spoiled(good: bytes, chance: random.Random) -> bytes:
    data = bytearray(good)
    end = 20 + int.from_bytes(good[12:16], "little")  # of the JSON chunk
    way = chance.randrange(4)
    if way == 0:  # some bytes anywhere
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    elif way == 1:  # a number in the description becomes something else, the lengths stay right
        digits = [at for at in range(20, end) if data[at : at + 1].isdigit() and not data[at - 1 : at].isdigit()]
        at = chance.choice(digits)
        word = chance.choice(WORDS)
        data[at : at + 1] = word
        data[12:16] = (end - 20 + len(word) - 1).to_bytes(4, "little")
        data[8:12] = len(data).to_bytes(4, "little")
    elif way == 2:  # a piece is missing
        start = chance.randrange(len(data))
        del data[start : start + chance.randint(1, 64)]
    else:  # zeros
        start = chance.randrange(len(data))
        data[start : start + 64] = bytes(len(data[start : start + 64]))
    return bytes(data)


@pytest.mark.parametrize("seed", range(8))
def test_spoiled_files(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    good = [cube().glb(), with_picture(png(np.full((8, 8, 3), 200))).glb()]
    source = tmp_path / "model.glb"
    refused = 0
    for number in range(100):
        source.write_bytes(spoiled(good[number % 2], chance))
        try:
            probe_mesh(source)
        except Refused as error:
            refused += 1
            assert str(error).startswith("model.glb ") and "\n" not in str(error)
    assert refused > 30
