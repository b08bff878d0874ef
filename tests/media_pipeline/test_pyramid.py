"""Face sizes and tile spans: what docs/formats.md promises, for every width."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_pipeline.images.pyramid import columns, face_sizes, levels, spans

widths = st.integers(64, 32_768)
tile_sizes = st.sampled_from([128, 256, 512])


@given(widths, tile_sizes)
def test_levels(width: int, tile_size: int) -> None:
    sizes = face_sizes(width, tile_size)
    assert sizes[0] <= tile_size
    assert all(finer == 2 * coarser for coarser, finer in pairwise(sizes))
    assert len(sizes) == 1 or sizes[0] > tile_size // 2 - 1  # no level more than needed
    assert all(size % 2 == 0 for size in sizes)  # chroma is exactly half
    # the face's centre has the picture's own resolution, to half a rounding step
    assert abs(sizes[-1] - width / math.pi) <= 2 ** (len(sizes) - 1) + 1e-9 or sizes[-1] == 2 ** len(sizes)


@given(widths, tile_sizes)
def test_spans_cover_a_face_once(width: int, tile_size: int) -> None:
    for level in levels(width, tile_size):
        parts = spans(level.face_size, tile_size)
        assert len(parts) == level.columns == columns(level.face_size, tile_size)
        assert parts[0][0] == 0
        assert parts[-1][1] == level.face_size
        assert all(one[1] == other[0] for one, other in pairwise(parts))
        assert all(end - start == tile_size for start, end in parts[:-1])
        assert 0 < parts[-1][1] - parts[-1][0] <= tile_size


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (1024, (326,)),
        (2048, (326, 652)),
        (4096, (326, 652, 1304)),
        (8192, (326, 652, 1304, 2608)),
        (1608, (512,)),
        (1700, (270, 540)),
    ],
)
def test_known_sizes(width: int, expected: tuple[int, ...]) -> None:
    assert face_sizes(width) == expected
