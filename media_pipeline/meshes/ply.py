"""PLY, as scanners and MeshLab write it: points with normals and colours, and polygons; as text or binary in both orders.

Source: Greg Turk, "The PLY Polygon File Format". Elements other than vertex and face are passed over.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media_pipeline.errors import Refused
from media_pipeline.meshes.normals import creased, weld
from media_pipeline.meshes.origin import near
from media_pipeline.meshes.polygons import triangulate
from media_pipeline.meshes.surface import Points, Scene, Surface, Whole, linear
from media_pipeline.recipes import Limits

_TYPES = {
    "char": "i1",
    "uchar": "u1",
    "short": "i2",
    "ushort": "u2",
    "int": "i4",
    "uint": "u4",
    "float": "f4",
    "double": "f8",
} | {
    "int8": "i1",
    "uint8": "u1",
    "int16": "i2",
    "uint16": "u2",
    "int32": "i4",
    "uint32": "u4",
    "float32": "f4",
    "float64": "f8",
}
_ORDERS = {"binary_little_endian": "<", "binary_big_endian": ">", "ascii": ""}
_HEAD_BYTES, _MOST_PROPERTIES = 65536, 100
_PLACES = (("s", "t"), ("u", "v"), ("texture_u", "texture_v"))

Columns = dict[str, NDArray[np.generic]]


@dataclass
class Element:
    """A kind of thing in the file: how many, and its properties as (name, type, type of a list's length or "")."""

    name: str
    count: int
    properties: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def plain(self) -> bool:
        """Whether each of them takes the same number of bytes."""
        return not any(length for _, _, length in self.properties)


def read_ply(source: Path, limits: Limits) -> Scene:
    """One surface with the file's normals (else our own), colours and texture places. Refused: damaged, above the limits."""
    with source.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    order, elements, start = _header(source, head)
    counts = {element.name: element.count for element in elements}
    if counts.get("face", 0) > limits.triangles:
        raise Refused("too_many_triangles", name=source.name, triangles=counts["face"], limit=limits.triangles)
    if counts.get("vertex", 0) > 3 * limits.triangles:
        raise Refused("too_many_vertices", name=source.name, vertices=counts["vertex"], limit=3 * limits.triangles)
    body = np.memmap(source, np.uint8, "r", start) if source.stat().st_size > start else np.zeros(0, np.uint8)
    try:
        columns, polygons = _text(body, elements) if not order else _binary(body, elements, order)
        return _scene(source, columns, *polygons, limits)
    except (ValueError, IndexError, KeyError, struct.error, OverflowError):
        raise Refused("damaged", name=source.name, detail="its numbers are not what its first lines say") from None


def _header(source: Path, head: bytes) -> tuple[str, list[Element], int]:
    end = head.find(b"end_header")
    stop = head.find(b"\n", end) + 1
    if end < 0 or stop == 0:
        raise Refused("damaged", name=source.name, detail="its first lines do not end")
    order, elements = None, list[Element]()
    try:
        for line in head[:end].decode("latin-1").splitlines():
            match line.split():
                case ["format", form, _]:
                    order = _ORDERS[form]
                case ["element", name, count]:
                    elements.append(Element(name, int(count)))
                case ["property", "list", length, kind, name]:
                    elements[-1].properties.append((name, _TYPES[kind], _TYPES[length]))
                case ["property", kind, name]:
                    elements[-1].properties.append((name, _TYPES[kind], ""))
    except (KeyError, ValueError, IndexError):
        raise Refused("damaged", name=source.name, detail="its first lines can't be understood") from None
    many = sum(len(element.properties) for element in elements)
    if order is None or many > _MOST_PROPERTIES or any(element.count < 0 or not element.properties for element in elements):
        raise Refused("damaged", name=source.name, detail="its first lines can't be understood")
    return order, elements, stop


def _binary(body: NDArray[np.uint8], elements: list[Element], order: str) -> tuple[Columns, tuple[Whole, Whole]]:
    columns: Columns = {}
    polygons = np.zeros(0, np.int64), np.zeros(0, np.int64)
    at = 0
    for element in elements:
        if element.plain:
            row = np.dtype([(f"{number}", order + kind) for number, (_, kind, _) in enumerate(element.properties)])
            rows = np.frombuffer(body, row, element.count, at) if element.count else np.zeros(0, row)
            at += rows.nbytes
            if element.name == "vertex":
                columns = {name: rows[f"{number}"] for number, (name, _, _) in enumerate(element.properties)}
        else:
            found, at = _lists(body, element, order, at)
            if element.name == "face":
                polygons = found
    return columns, polygons


def _lists(body: NDArray[np.uint8], element: Element, order: str, at: int) -> tuple[tuple[Whole, Whole], int]:
    """The first list of each row: how long, and its numbers one after the other; and where the next element begins."""
    even = _even_lists(body, element, order, at)
    if even is not None:
        return even
    counts, numbers = [], []
    wanted = _wanted(element)
    for _ in range(element.count):
        for number, (_, kind, length) in enumerate(element.properties):
            many = 1
            if length:
                many = int(np.frombuffer(body, order + length, 1, at)[0])
                at += np.dtype(length).itemsize
            values = np.frombuffer(body, order + kind, many, at) if many else np.zeros(0)
            at += values.nbytes if many else 0
            if number == wanted:
                counts.append(many)
                numbers.append(values)
    flat = np.concatenate(numbers) if numbers else np.zeros(0)
    return (np.array(counts, np.int64), flat.astype(np.int64)), at


def _even_lists(body: NDArray[np.uint8], element: Element, order: str, at: int) -> tuple[tuple[Whole, Whole], int] | None:
    """As _lists(), at once, where all rows are as long as the first; None where they are not."""
    if element.count == 0 or sum(bool(length) for _, _, length in element.properties) != 1:
        return None
    fields: list[tuple[str, str] | tuple[str, str, int]] = []
    begin, wanted = at, _wanted(element)
    for number, (_, kind, length) in enumerate(element.properties):
        if number == wanted:
            many = int(np.frombuffer(body, order + length, 1, begin)[0])
            fields += [("count", order + length), ("list", order + kind, many)]
        else:
            fields.append((f"{number}", order + kind))
            begin += np.dtype(kind).itemsize
    row = np.dtype(fields)
    if at + row.itemsize * element.count > len(body):
        return None
    rows = np.frombuffer(body, row, element.count, at)
    if not (rows["count"] == many).all():
        return None
    return (rows["count"].astype(np.int64), rows["list"].astype(np.int64).reshape(-1)), at + rows.nbytes


def _text(body: NDArray[np.uint8], elements: list[Element]) -> tuple[Columns, tuple[Whole, Whole]]:
    numbers = np.array(body.tobytes().split(), np.float64)
    columns: Columns = {}
    polygons = np.zeros(0, np.int64), np.zeros(0, np.int64)
    at = 0
    for element in elements:
        width = len(element.properties)
        if element.plain:
            rows = numbers[at : at + element.count * width].reshape(element.count, width)
            at += rows.size
            if element.name == "vertex":
                columns = {name: rows[:, number] for number, (name, _, _) in enumerate(element.properties)}
        else:
            found, at = _text_lists(numbers, element, at)
            if element.name == "face":
                polygons = found
    return columns, polygons


def _text_lists(numbers: Points, element: Element, at: int) -> tuple[tuple[Whole, Whole], int]:
    wanted = _wanted(element)
    counts, flat = [], []
    for _ in range(element.count):
        for number, (_, _, length) in enumerate(element.properties):
            many = 1
            if length:
                many = int(numbers[at])
                at += 1
                if many < 0:
                    raise ValueError
            if at + many > len(numbers):
                raise IndexError
            if number == wanted:
                counts.append(many)
                flat.append(numbers[at : at + many])
            at += many
    joined = np.concatenate(flat) if flat else np.zeros(0)
    return (np.array(counts, np.int64), joined.astype(np.int64)), at


def _wanted(element: Element) -> int:
    """Which property is the list of a face's points: by its name, else the first list."""
    lists = [number for number, (_, _, length) in enumerate(element.properties) if length]
    named = [number for number in lists if element.properties[number][0] in ("vertex_indices", "vertex_index")]
    return (named or lists)[0]


def _scene(source: Path, columns: Columns, counts: Whole, corners: Whole, limits: Limits) -> Scene:
    points = _columns(columns, ("x", "y", "z"))
    if len(corners) == 0:
        raise Refused("point_cloud" if len(points) else "no_geometry", name=source.name)
    if int((counts - 2).clip(0).sum()) > limits.triangles:
        raise Refused("too_many_triangles", name=source.name, triangles=int((counts - 2).clip(0).sum()), limit=limits.triangles)
    if corners.min() < 0 or corners.max() >= len(points) or counts.min() < 0:
        raise Refused("damaged", name=source.name, detail=f"a face names a point that is not among its {len(points)}")
    exact = any(columns[axis].dtype.itemsize > 4 for axis in "xyz")  # texts are doubles here
    points, moved = near(points, points[corners])
    triangles = corners[triangulate(counts, points[corners])]
    normals = _columns(columns, ("nx", "ny", "nz")) if "nx" in columns else None
    places = next((pair for pair in _PLACES if pair[0] in columns), None)
    uvs = _columns(columns, places) * (1.0, -1.0) + (0.0, 1.0) if places else None
    colours = _colours(columns)
    every = [part for part in (points, normals, uvs, colours) if part is not None]
    if not all(np.isfinite(part).all() for part in every):
        raise Refused("damaged", name=source.name, detail="a number in its geometry is no number")
    if normals is not None:
        return Scene((Surface(points, triangles, normals, uvs, colours),), moved=moved, exact=exact)
    kept, number = weld(np.column_stack(every).astype(np.float32) + np.float32(0))
    more = [None if part is None else part[kept] for part in (uvs, colours)]
    # A normal belongs to a place, colours to a point: creases are looked for among places, and then points are parted there.
    at_place, place = weld(points[kept].astype(np.float32) + np.float32(0))
    of_corners = number[triangles]
    _, bent, parted = creased(points[kept][at_place], place[of_corners])
    pairs, joined = weld(np.column_stack([of_corners.reshape(-1), parted.reshape(-1)]))
    chosen, normal = of_corners.reshape(-1)[pairs], parted.reshape(-1)[pairs]
    uvs, colours = (None if part is None else part[chosen] for part in more)
    surface = Surface(points[kept][chosen], joined.reshape(-1, 3), bent[normal], uvs, colours)
    return Scene((surface,), moved=moved, exact=exact)


def _columns(columns: Columns, names: tuple[str, ...]) -> Points:
    return np.column_stack([columns[name] for name in names]).astype(np.float64)


def _colours(columns: Columns) -> Points | None:
    """(n, 4) in linear light; bytes are parts of 255, floats of 1."""
    names = next((names for names in (("red", "green", "blue"), ("r", "g", "b")) if names[0] in columns), None)
    if names is None:
        return None
    named = [columns[name] for name in (*names, *(["alpha"] if "alpha" in columns else []))]
    values = np.column_stack(named).astype(np.float64)
    # as text all are floats here: what is above 1 counts in bytes
    if named[0].dtype.kind in "iu" or values.max(initial=0) > 1:
        values /= 65535 if values.max(initial=0) > 255 else 255
    alpha = values[:, 3:] if values.shape[1] == 4 else np.ones((len(values), 1))
    return np.hstack([linear(values[:, :3]), np.clip(alpha, 0, 1)])
