"""The mutator: repeatable, never the good file, and every kind of damage really happens."""

from __future__ import annotations

import random
import re

import pytest

from tests.fuzz.mutate import CHANGES, Change, mutant, with_checksums
from tests.media_pipeline.seeds import all_seeds

SEEDS = {
    "pictures/one": bytes(range(256)) * 8 + b"IHDR 12 34 moov",
    "pictures/two": b"another file" * 40,
    "audio/three": b"x" * 50,
}


def test_the_same_numbers_give_the_same_bytes() -> None:
    made = [mutant("pictures/one", number, 7, SEEDS) for number in range(60)]
    assert made == [mutant("pictures/one", number, 7, SEEDS) for number in range(60)]
    assert made != [mutant("pictures/one", number, 8, SEEDS) for number in range(60)]
    assert len(set(made)) > 55
    assert all(made) and SEEDS["pictures/one"] not in made


def test_a_file_of_one_byte_is_spoiled_too() -> None:
    assert all(mutant("a/b", number, 1, {"a/b": b"x"}) != b"x" for number in range(100))


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_each_change_changes(change: Change) -> None:
    good = SEEDS["pictures/one"]
    chance, changed = random.Random(1), 0
    for _ in range(20):
        data = bytearray(good)
        change(data, chance, list(SEEDS.values()))
        changed += data != good
    assert changed > 10


def test_checksums_of_a_png_are_mended() -> None:
    head = b"\x89PNG\r\n\x1a\n"
    chunk = b"\0\0\0\3IHDRabc"
    assert with_checksums(head + chunk + b"wrong"[:4] + b"rest") == head + chunk + bytes.fromhex("a9e6c6a5") + b"rest"
    assert with_checksums(head + b"\xff\0\0\0IHDRabcdefgh") == head + b"\xff\0\0\0IHDRabcdefgh"


def test_checksums_of_ogg_pages_are_mended() -> None:
    """Against what libav wrote: a page whose checksum was lost gets the same one again."""
    good = all_seeds()["audio/ogg"]()
    pages = [found.start() for found in re.finditer(b"OggS", good)]
    lost = bytearray(good)
    for at in pages:
        lost[at + 22 : at + 26] = b"lost"
    assert len(pages) > 2
    assert with_checksums(bytes(lost)) == good
    assert with_checksums(good[:20]) == good[:20]
    assert with_checksums(good[:-1])[: pages[-1]] == good[: pages[-1]]  # the last page is not whole: it is left alone
