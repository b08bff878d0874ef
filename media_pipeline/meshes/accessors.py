"""Accessors of a GLB as arrays, after their place has been checked against the buffers.

Source: Khronos glTF 2.0 specification, sections 3.6 (buffers and accessors) and 5.1. Without numpy's own bounds as the only
guard: an accessor that reaches into its neighbour's bytes is a valid array and a wrong shape.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from media_pipeline.meshes.glb import Glb
from media_pipeline.meshes.gltf import COMPONENT_BYTES, COMPONENT_DTYPES, COMPONENTS, Accessor, BufferView

Numbers = NDArray[Any]

MOST_UNSTORED = 1_000_000
"""Most elements of an accessor without bytes of its own (all zero): a few letters could ask for gigabytes."""


def check_views(glb: Glb) -> None:
    """Every buffer view lies inside its buffer, and every accessor inside its view and where its numbers may begin."""
    for number, view in enumerate(glb.document.buffer_views):
        if view.buffer >= len(glb.buffers):
            raise glb.damaged(f"buffer view {number} is in no buffer")
        if view.byte_offset + view.byte_length > len(glb.buffers[view.buffer]):
            raise glb.damaged(f"buffer view {number} ends after its buffer")
    for number, accessor in enumerate(glb.document.accessors):
        what = f"accessor {number}"
        if accessor.buffer_view is not None:
            size = COMPONENT_BYTES[accessor.component_type]
            length = size * COMPONENTS[accessor.type]
            _check_place(glb, what, accessor.buffer_view, accessor.byte_offset, length, size, accessor.count)
        elif accessor.count > MOST_UNSTORED:
            raise glb.damaged(f"{what} has {accessor.count} elements and no bytes")
        if accessor.sparse is not None:
            indices, values = accessor.sparse.indices, accessor.sparse.values
            if accessor.sparse.count > accessor.count:
                raise glb.damaged(f"{what} changes more elements than it has")
            size = COMPONENT_BYTES[indices.component_type]
            _check_place(glb, what, indices.buffer_view, indices.byte_offset, size, size, accessor.sparse.count)
            size = COMPONENT_BYTES[accessor.component_type]
            length = size * COMPONENTS[accessor.type]
            _check_place(glb, what, values.buffer_view, values.byte_offset, length, size, accessor.sparse.count)


def _check_place(glb: Glb, what: str, view_number: int, offset: int, length: int, size: int, count: int) -> None:
    if view_number >= len(glb.document.buffer_views):
        raise glb.damaged(f"{what} is in no buffer view")
    view = glb.document.buffer_views[view_number]
    stride = view.byte_stride or length
    if stride < length or offset + stride * (count - 1) + length > view.byte_length:
        raise glb.damaged(f"{what} ends after its buffer view")
    if (view.byte_offset + offset) % size or stride % size:
        raise glb.damaged(f"{what} does not begin at a multiple of {size} bytes")


def array(glb: Glb, number: int) -> Numbers:
    """An accessor's numbers as stored, (count, components); check_views() has passed. A view where nothing is sparse."""
    accessor = glb.document.accessors[number]
    components = COMPONENTS[accessor.type]
    dtype = np.dtype(COMPONENT_DTYPES[accessor.component_type])
    if accessor.buffer_view is None:
        numbers: Numbers = np.zeros((accessor.count, components), dtype)
    else:
        view = glb.document.buffer_views[accessor.buffer_view]
        numbers = _strided(glb, view, accessor.byte_offset, dtype, accessor.count, components)
    return numbers if accessor.sparse is None else _with_changes(glb, accessor, numbers, dtype, components)


def _strided(glb: Glb, view: BufferView, offset: int, dtype: np.dtype[Any], count: int, components: int) -> Numbers:
    stride = view.byte_stride or dtype.itemsize * components
    start = view.byte_offset + offset
    return np.ndarray((count, components), dtype, glb.buffers[view.buffer], start, (stride, dtype.itemsize))


def _with_changes(glb: Glb, accessor: Accessor, numbers: Numbers, dtype: np.dtype[Any], components: int) -> Numbers:
    sparse = accessor.sparse
    if sparse is None:
        return numbers
    views = glb.document.buffer_views
    index_type = np.dtype(COMPONENT_DTYPES[sparse.indices.component_type])
    at = _strided(glb, views[sparse.indices.buffer_view], sparse.indices.byte_offset, index_type, sparse.count, 1)[:, 0]
    if int(at.max()) >= accessor.count:
        raise glb.damaged("a sparse accessor changes an element that it does not have")
    changed = numbers.copy()
    changed[at] = _strided(glb, views[sparse.values.buffer_view], sparse.values.byte_offset, dtype, sparse.count, components)
    return changed


def as_float(accessor: Accessor, numbers: Numbers) -> Numbers:
    """Stored numbers as they are meant: normalized integers between -1 and 1 (specification, section 3.6.2.2)."""
    if not accessor.normalized or numbers.dtype.kind == "f":
        return numbers.astype(np.float64)
    largest = np.iinfo(numbers.dtype).max
    return np.maximum(numbers.astype(np.float64) / largest, -1.0)
