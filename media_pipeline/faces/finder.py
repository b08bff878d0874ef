"""Faces on the sphere: every view is shown to the net, and finds of one face in several views are made one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import numpy as np

from media_pipeline.faces.disc import Disc, between, merged
from media_pipeline.faces.net import Box, Net
from media_pipeline.faces.views import Source, View, belt, towards_pole
from media_pipeline.images.planes import Planes
from media_pipeline.images.projection import direction, wrapped
from media_pipeline.records import Coverage

THRESHOLD = 0.3
"""How sure the net must be. Lower than others use: a false find costs an editor a look, a missed face costs someone's privacy."""

_COARSE, _MIDDLE, _POLES = 4.0, 13.0, 8.5  # pixels a degree
_FINEST = 46.0  # pixels a degree of a picture 16384 wide
_NETS = 2  # in memory at a time; each takes up to 150 MB

Advance = Callable[[int, int], None]
"""Told (views done, views in all); may raise to stop the work."""


def views(density: float) -> list[View]:
    """All views for a picture of ``density`` pixels a degree. The net finds faces from about 20 pixels high to some 350.

    Small faces are far, and far faces are near the horizon: only there is the picture looked at in full. Then everything that
    is less than 41.5 degrees up or down, once finely and once coarsely for faces that fill much of the view; then both poles.
    """
    out: list[View] = []
    if density > _MIDDLE:
        out += belt(min(density, _FINEST), 13, (1024, 640), overlap=64)
    if density > _COARSE:
        out += belt(min(density, _MIDDLE), 41.5, (896, 640), overlap=80)
    out += belt(min(density, _COARSE), 62, (960, 640), overlap=200)
    for pitch in (65.0, -65.0):
        out += towards_pole(min(density, _POLES), pitch, 36, 4)
    return out


def find(planes: Planes, coverage: Coverage, advance: Advance | None = None, threshold: float = THRESHOLD) -> tuple[Disc, ...]:
    """The faces in an eye's picture, surest first. Work and memory depend on the picture's width only, not on what it shows:
    16 million pixels go through the net for an 8K photo, in windows of 0.6 million, two at a time."""
    source = Source(planes, coverage)
    todo = [view for view in views(source.density) if source.shows(view)]
    finds: list[Disc] = []
    for number, found in enumerate(looked(source, todo, threshold)):
        finds += found
        if advance is not None:
            advance(number + 1, len(todo))
    return merged(finds)


def looked(source: Source, todo: Sequence[View], threshold: float) -> Iterator[list[Disc]]:
    """What the net sees in each view, in their order. Each view is one net's work on one thread, so that the same picture
    gives the same numbers on any number of cores."""
    for view in todo:
        source.prepare(view.density)
    nets: SimpleQueue[Net] = SimpleQueue()
    for _ in range(min(_NETS, len(todo))):
        nets.put(Net())

    def look(view: View) -> list[Disc]:
        net = nets.get()
        try:
            return [on_sphere(view, box) for box in net.faces(source.seen(view), threshold)]
        finally:
            nets.put(net)

    with ThreadPoolExecutor(_NETS) as pool:
        yield from pool.map(look, todo)


def on_sphere(view: View, box: Box) -> Disc:
    """The disc around a face: as wide as the longer side of its box."""
    x, y, w, h, confidence = box
    places = np.array([(x, y), (x - w / 2, y), (x + w / 2, y), (x, y - h / 2), (x, y + h / 2)], np.float32)
    yaw, pitch = (np.degrees(part).astype(float) for part in view.angles(places[:, 0], places[:, 1]))
    middle, left, right, top, bottom = (direction(a, b) for a, b in zip(yaw, pitch, strict=True))
    size = max(between(middle, left) + between(middle, right), between(middle, top) + between(middle, bottom))
    return Disc(wrapped(float(yaw[0])), float(np.clip(pitch[0], -90, 90)), min(size, 180.0), confidence)
