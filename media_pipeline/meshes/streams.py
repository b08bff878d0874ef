"""How the numbers of a surface's points are stored: which type, which filter, and how far they may be from the original.

Sources: glTF 2.0, section 3.7.2.1; KHR_mesh_quantization; EXT_meshopt_compression, appendix B (filters).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from media_pipeline.meshes.accessors import Numbers
from media_pipeline.meshes.gltf import COMPONENT_DTYPES, COMPONENTS, FLOAT

BYTE, UBYTE, USHORT = 5120, 5121, 5123
POSITION_STEPS = 2**14
"""A surface's longest side has at least so many steps: 0.06 mm a metre."""
TEXTURE_STEPS = 2**13
NORMAL_ERROR = 0.02
"""Largest difference of a coordinate of a normal or tangent: one and a bit degrees."""
_TARGET_STEPS = 2**12


@dataclass(frozen=True)
class Stream:
    """Numbers for one accessor. ``rows`` goes to the mesh program (floats where it has a filter, else bytes as stored);
    ``meant`` is what they mean, ``error`` how far what is read back may be from that.
    """

    rows: NDArray[Any]
    filter: str
    bits: int
    component: int
    elements: str
    normalized: bool
    meant: Numbers
    error: float

    @property
    def width(self) -> int:
        """What the mesh program counts in: floats a point, or bytes where there is no filter."""
        return int(self.rows.shape[1] if self.filter != "NONE" else self.rows.shape[1] * self.rows.itemsize)

    def read(self, stored: NDArray[np.uint8], size: int) -> Numbers:
        """What a reader takes from stored rows of ``size`` bytes, (n, components)."""
        dtype = np.dtype(COMPONENT_DTYPES[self.component])
        values = stored.view(dtype).reshape(-1, size // dtype.itemsize)[:, : COMPONENTS[self.elements]]
        if not self.normalized:
            return np.asarray(values)
        return np.maximum(values.astype(np.float64) / np.iinfo(dtype).max, -1.0)


def stream(name: str, values: Numbers) -> Stream:
    """How an attribute of a surface is stored, by its name."""
    if name == "POSITION":
        return _exponential(values, POSITION_STEPS)
    if name in ("NORMAL", "TANGENT"):
        return _octahedral(values)
    if name.startswith("TEXCOORD_"):
        inside = values.size and values.min() >= 0 and values.max() <= 1
        return _unit(values, USHORT) if inside else _exponential(values, TEXTURE_STEPS, per_unit=True)
    if name.startswith("COLOR_"):
        colours = np.ones((len(values), 4), np.float32)
        colours[:, : values.shape[1]] = np.clip(values, 0, 1)
        return _unit(colours, USHORT)
    if name.startswith("JOINTS_"):
        small = values.max(initial=0) < 256
        rows = values.astype(np.uint8 if small else np.uint16)
        return _exact(rows, UBYTE if small else USHORT)
    return _exact(values.astype(np.float32), FLOAT)


def target_stream(values: Numbers) -> Stream:
    """How the movement of points in a morph target is stored."""
    return _exponential(values, _TARGET_STEPS)


def _exponential(values: Numbers, steps: int, per_unit: bool = False) -> Stream:
    """Floats on an even grid: at least ``steps`` steps along the longest side, or in each unit."""
    values = values.astype(np.float32)
    low, high = values.min(axis=0), values.max(axis=0)
    extent = 1.0 if per_unit else float((high - low).max()) or float(np.abs(values).max()) or 1.0
    largest = max(float(np.abs(values).max()), 1e-30)
    # The grid's step is a power of two, at most 2 * largest / 2^(bits - 1).
    bits = int(np.clip(np.ceil(np.log2(largest * steps / extent)) + 2, 2, 24))
    step = 2.0 ** np.ceil(np.log2(largest)) / 2.0 ** (bits - 1) * 2
    return Stream(values, "EXPONENTIAL", bits, FLOAT, _ELEMENTS[values.shape[1]], False, values, step)


def _octahedral(values: Numbers) -> Stream:
    rows = np.zeros((len(values), 4), np.float32)
    lengths = np.linalg.norm(values[:, :3], axis=1, keepdims=True)
    rows[:, :3] = np.divide(
        values[:, :3], lengths, out=np.tile((np.float32(0), np.float32(0), np.float32(1)), (len(values), 1)), where=lengths > 0
    )
    if values.shape[1] == 4:
        rows[:, 3] = np.where(values[:, 3] < 0, -1, 1)
    elements = _ELEMENTS[values.shape[1]]
    return Stream(rows, "OCTAHEDRAL", 8, BYTE, elements, True, rows[:, : values.shape[1]], NORMAL_ERROR)


def _unit(values: Numbers, component: int) -> Stream:
    """Numbers from 0 to 1 as parts of the largest whole number; a row takes a multiple of four bytes."""
    dtype = np.dtype(COMPONENT_DTYPES[component])
    most = np.iinfo(dtype).max
    rows = np.rint(values.astype(np.float64) * most).astype(dtype)
    return Stream(rows, "NONE", 0, component, _ELEMENTS[values.shape[1]], True, values, 0.51 / most)


def _exact(rows: NDArray[Any], component: int) -> Stream:
    return Stream(rows, "NONE", 0, component, _ELEMENTS[rows.shape[1]], False, rows, 0.0)


_ELEMENTS = {2: "VEC2", 3: "VEC3", 4: "VEC4"}
