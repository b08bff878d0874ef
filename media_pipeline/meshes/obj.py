"""OBJ, the old text format of most 3D programs: points, places in a texture, normals, and polygons over them.

Source: Wavefront, "Object Files (.obj)", version 3.0. Curves are passed over, lines and points too, with a warning.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media_pipeline.errors import Refused
from media_pipeline.meshes.mtl import read_mtl, text_of
from media_pipeline.meshes.normals import creased, weld
from media_pipeline.meshes.origin import near
from media_pipeline.meshes.parts import Parts
from media_pipeline.meshes.polygons import triangulate
from media_pipeline.meshes.surface import Material, Points, Scene, Surface, Whole, linear
from media_pipeline.recipes import Limits
from media_pipeline.remarks import Remark, remark

_LINE_BYTES = 1024 * 1024
_MOST_MATERIALS = 1000


class _Lines:
    """What the lines of one file say, gathered as plain numbers."""

    def __init__(self, source: Path, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self.points, self.colours, self.uvs, self.normals = array("d"), array("d"), array("d"), array("d")
        self.corners = array("q")  # per corner: point, place and normal, each from 0; -1 where there is none
        self.counts, self.used = array("q"), array("q")  # per polygon: corners, material
        self.materials: list[str] = []
        self.libraries: list[str] = []
        self.triangles = self.left_out = 0
        self._now = -1
        self.number = 0

    def read(self) -> None:
        """Read the whole file. Refused where a line can't be understood."""
        for words, line in self._words():
            try:
                self._line(words, line)
            except (ValueError, OverflowError):
                raise self.damaged() from None

    def damaged(self) -> Refused:
        """The refusal that names the line."""
        return Refused("damaged", name=self.source.name, detail=f"line {self.number} can't be understood")

    def _words(self) -> Iterator[tuple[list[bytes], bytes]]:
        with self.source.open("rb") as file:
            while line := file.readline(_LINE_BYTES):
                self.number += 1
                while line.endswith((b"\\\n", b"\\\r\n")) and len(line) < _LINE_BYTES:
                    self.number += 1
                    line = line.rstrip(b"\\\r\n") + b" " + file.readline(_LINE_BYTES)
                if self.number == 1:
                    line = line.removeprefix(b"\xef\xbb\xbf")
                words = line.split()
                if words:
                    yield words, line

    def _line(self, words: list[bytes], line: bytes) -> None:
        match words[0]:
            case b"v":
                self.points.extend(_floats(words, 3))
                if len(words) >= 7:
                    self.colours.extend(_floats(words[3:], 3))
            case b"vt":
                self.uvs.extend((float(words[1]), float(words[2]) if len(words) > 2 else 0.0))
            case b"vn":
                self.normals.extend(_floats(words, 3))
            case b"f" | b"fo":
                if b"#" in line:  # a comment behind it
                    words = line.partition(b"#")[0].split()
                self._polygon(words[1:])
            case b"l" | b"p":
                self.left_out += 1
            case b"usemtl":
                self._now = self._material(_rest(line))
            case b"mtllib":
                self.libraries.append(_rest(line))

    def _material(self, name: str) -> int:
        if name not in self.materials:
            if len(self.materials) >= _MOST_MATERIALS:
                raise Refused("too_many_parts", name=self.source.name, parts=_MOST_MATERIALS + 1, limit=_MOST_MATERIALS)
            self.materials.append(name)
        return self.materials.index(name)

    def _polygon(self, words: list[bytes]) -> None:
        if len(words) < 3:
            raise ValueError("a polygon has three corners")
        have = len(self.points) // 3, len(self.uvs) // 2, len(self.normals) // 3
        for word in words:
            numbers = word.split(b"/")
            if len(numbers) > 3 or not numbers[0]:
                raise ValueError("not point/place/normal")
            for at in range(3):
                text = numbers[at] if at < len(numbers) else b""
                number = int(text) if text else None
                if number is None:
                    number = 0
                elif number < 0:
                    number += have[at] + 1
                    if number <= 0:
                        raise ValueError("before the first")
                elif number == 0:
                    raise ValueError("they count from 1")
                self.corners.append(number - 1)
        self.counts.append(len(words))
        self.used.append(self._now)
        self.triangles += len(words) - 2
        if self.triangles > self.limits.triangles:
            limit = self.limits.triangles
            raise Refused("too_many_triangles", name=self.source.name, triangles=self.triangles, limit=limit)


def _floats(words: list[bytes], many: int) -> tuple[float, ...]:
    numbers = tuple(map(float, words[1 : many + 1]))
    if len(numbers) < many:
        raise ValueError("too few numbers")
    return numbers


def _rest(line: bytes) -> str:
    """A name, which may hold spaces: all after the first word."""
    return text_of(line.strip().split(None, 1)[1] if len(line.split(None, 1)) > 1 else b"")


def read_obj(parts: Parts, limits: Limits) -> Scene:
    """A surface per material. Refused: damaged, above the limits. Materials that are not there become neutral, with a warning."""
    lines = _Lines(parts.main, limits)
    lines.read()
    if not lines.counts:
        raise Refused("point_cloud" if lines.points and not lines.left_out else "no_geometry", name=parts.main.name)
    points, uvs, normals = _rows(lines.points, 3), _rows(lines.uvs, 2), _rows(lines.normals, 3)
    corners = np.frombuffer(lines.corners, np.int64).reshape(-1, 3)
    for at, (what, numbers) in enumerate((("point", points), ("texture place", uvs), ("normal", normals))):
        if corners[:, at].max() >= len(numbers):
            detail = f"a face names {what} {corners[:, at].max() + 1} of {len(numbers)}"
            raise Refused("damaged", name=parts.main.name, detail=detail)
        if not np.isfinite(numbers).all():
            raise Refused("damaged", name=parts.main.name, detail="a number in its geometry is no number")
    points, moved = near(points, points[corners[:, 0]])
    colours = _rows(lines.colours, 3)
    if len(colours) != len(points):
        colours = np.zeros((0, 3))
    elif colours.size:
        colours = np.hstack([linear(colours / (255.0 if colours.max() > 1 else 1.0)), np.ones((len(colours), 1))])
    materials, warnings = _materials(parts, lines)
    if lines.left_out:
        warnings += (remark("left_out", name=parts.main.name, count=lines.left_out),)
    counts, used = np.frombuffer(lines.counts, np.int64), np.frombuffer(lines.used, np.int64)
    cut = triangulate(counts, points[corners[:, 0]])
    owner = np.repeat(used, np.maximum(counts - 2, 0))
    surfaces = [
        _surface(corners, cut[owner == number], points, uvs, normals, colours, max(int(number), 0)) for number in np.unique(owner)
    ]
    return Scene(tuple(surfaces), materials, warnings, moved)


def _rows(numbers: array[float], width: int) -> Points:
    return np.frombuffer(numbers, np.float64).reshape(-1, width) if numbers else np.zeros((0, width))


def _surface(
    corners: Whole, triangles: Whole, points: Points, uvs: Points, normals: Points, colours: Points, material: int
) -> Surface:
    """Corners that agree in everything become one point. Without a normal at every corner they are made here."""
    used = corners[triangles.reshape(-1)]
    if (used[:, 2] < 0).any():
        place_of: NDArray[np.int64]
        at, place_of = weld(points[used[:, 0]] + 0.0)
        _, made, number = creased(points[used[:, 0]][at], place_of.reshape(-1, 3))
        normals, used = made, np.column_stack([used[:, :2], number.reshape(-1)])
    kept, number = weld(used)
    chosen = used[kept]
    # One corner without a place in the texture takes the first place; there is none that is right.
    places = None if (used[:, 1] < 0).all() else uvs[np.maximum(chosen[:, 1], 0)] * (1.0, -1.0) + (0.0, 1.0)
    tints = colours[chosen[:, 0]] if len(colours) else None
    return Surface(points[chosen[:, 0]], number.reshape(-1, 3), normals[chosen[:, 2]], places, tints, material)


def _names(library: str) -> list[str]:
    """The names on a line of libraries; all of it where that is no list of such files."""
    names = library.split()
    return names[:_MOST_MATERIALS] if all(name.lower().endswith(".mtl") for name in names) else [library]


def _materials(parts: Parts, lines: _Lines) -> tuple[tuple[Material, ...], tuple[Remark, ...]]:
    known: dict[str, Material] = {}
    warnings: list[Remark] = []
    for library in lines.libraries[:_MOST_MATERIALS]:
        whole = parts.like(library)
        # a name may hold spaces, or a line several names
        for name, path in [(library, whole)] if whole else [(name, parts.like(name)) for name in _names(library)]:
            if path is None:
                warnings.append(remark("materials", name=parts.main.name, file=name[:80]))
                continue
            found, more = read_mtl(path, parts)
            known |= found
            warnings += more
    return tuple(known.get(name, Material(name)) for name in lines.materials) or (Material(),), tuple(warnings[:10])
