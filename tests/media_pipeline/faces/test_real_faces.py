"""Real people: those in the real photos are found and can be blurred for good; heads hung at known directions are found."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from media_pipeline.faces.disc import Disc, between
from media_pipeline.faces.finder import THRESHOLD, find
from media_pipeline.faces.net import Net
from media_pipeline.images.planes import of_rgb
from media_pipeline.images.projection import angles, on_face
from media_pipeline.package import package
from media_pipeline.records import Coverage, Panorama, TileIndex
from media_pipeline.store import MemoryStore, read
from tests import media
from tests.media_pipeline.faces.pasting import hang
from tests.media_pipeline.faces.people import heads
from tests.media_pipeline.faces.scenes import whole
from tests.media_pipeline.faces.test_package import in_thirty_twos, pictures

pytestmark = [pytest.mark.real_media, pytest.mark.slow, pytest.mark.usefixtures("centerface")]

MEN = [Disc(-37.4, -26.4, 1.5), Disc(77.2, 0.8, 1.8)]
"""Where two men stand in the photo of the deck."""


def seen(finds: tuple[Disc, ...], place: Disc) -> bool:
    return any(between(found.centre, place.centre) < 0.6 * place.size for found in finds)


def test_two_men_on_a_deck_are_blurred_for_good(real_media: Path) -> None:
    path, store, eye = real_media / "pano_deck_6144x3072.jpg", MemoryStore(), Net()
    asset = package(path, store, blur="all")
    assert isinstance(asset, Panorama)
    for name, picture in pictures(store, asset):
        if name.startswith("tier") and "jpeg" in name:
            finds = find(of_rgb(picture), Coverage())
            assert not any(seen(finds, man) for man in MEN), name
    assert asset.tiles is not None
    (index,) = TileIndex.model_validate_json(read(store, asset.tiles.index.path)).eyes
    for level in index.levels:
        for face, tiles in level.faces.items():
            for number, (digest, _) in enumerate(tiles):
                row, column = divmod(number, level.columns)
                tile = media.pixels(read(store, f"blobs/{digest[:2]}/{digest}.jpg"))
                for box in eye.faces(in_thirty_twos(tile), THRESHOLD):
                    a, b = ((512 * part + place) * 2 / level.face_size - 1 for part, place in ((column, box.x), (row, box.y)))
                    found = Disc(*angles(on_face(face, a, b)), 1.0)
                    assert not any(between(found.centre, man.centre) < man.size for man in MEN), (level.face_size, face, number)


def test_two_men_on_a_deck_are_found(real_media: Path) -> None:
    picture = cv2.cvtColor(cv2.imread(str(real_media / "pano_deck_6144x3072.jpg")), cv2.COLOR_BGR2RGB)
    finds = find(of_rgb(picture), Coverage())
    assert all(seen(finds, man) for man in MEN)
    assert len(finds) <= 5


def test_heads_at_known_directions(real_media: Path) -> None:
    """On the seam, at both poles, where two kinds of views meet, small, filling the view, and one from the side."""
    people = {head.name: head for head in heads(real_media)}
    places = {
        (180.0, 0.0, 5.0): "man with glasses",
        (-120.0, 41.0, 6.0): "blonde woman",
        (70.0, -41.0, 6.0): "boy",
        (10.0, 86.0, 12.0): "boy",
        (-30.0, -86.0, 12.0): "man with glasses",
        (120.0, 5.0, 2.2): "blonde woman",
        (0.0, 0.0, 35.0): "man with glasses",
        (-70.0, 0.0, 9.0): "woman in red from the side",
    }
    picture = media.sphere(4096)
    for (yaw, pitch, size), name in places.items():
        hang(picture, people[name].picture, yaw, pitch, whole(size, people[name].face))
    finds = find(of_rgb(np.ascontiguousarray(picture)), Coverage())
    missed = [(place, name) for place, name in places.items() if not seen(finds, Disc(*place))]
    assert not missed
    assert len(finds) == len(places)
