"""Boxes: read what the encoder writes, survive what strangers write."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_pipeline.errors import Damaged
from media_pipeline.videos.boxes import Span, Track, boxes, sidx, span, tracks

VIDEO = Track(id=1, handler="vide", timescale=12800, codec="avc1.64001f", sample_duration=512, edit=1024)


def box(kind: str, *bodies: bytes) -> bytes:
    body = b"".join(bodies)
    return struct.pack(">I4s", 8 + len(body), kind.encode()) + body


def full(version: int, flags: int, *numbers: int) -> bytes:
    return struct.pack(f">I{len(numbers)}I", version << 24 | flags, *numbers)


def test_sizes_of_64_bits_and_to_the_end() -> None:
    data = box("free", b"abc") + struct.pack(">I4sQ", 1, b"wide", 20) + b"1234" + struct.pack(">I4s", 0, b"mdat") + b"rest"
    assert [(found.kind, found.content) for found in boxes(data)] == [("free", b"abc"), ("wide", b"1234"), ("mdat", b"rest")]


@pytest.mark.parametrize("data", [box("free", b"abc")[:-1], struct.pack(">I4s", 7, b"free"), struct.pack(">I4sI", 1, b"free", 0)])
def test_sizes_that_lie(data: bytes) -> None:
    with pytest.raises(Damaged):
        list(boxes(data))


@given(st.binary(max_size=200))
def test_noise_is_damaged_and_nothing_worse(noise: bytes) -> None:
    init = box("moov", box("trak", box("tkhd", noise), box("mdia", noise)), box("mvex", noise))
    for read in (lambda: tracks(init), lambda: tracks(noise), lambda: span(box("moof", noise), VIDEO)):
        with pytest.raises(Damaged):
            read()


def segment(*, decoded: int, default: int | None, samples: list[tuple[int | None, int]], number: int = 1) -> bytes:
    flags = (0x100 if samples[0][0] is not None else 0) | 0x800 | 0x200 | 0x01
    lengths = [b"" if length is None else struct.pack(">I", length) for length, _ in samples]
    entries = b"".join(length + struct.pack(">Ii", 99, offset) for length, (_, offset) in zip(lengths, samples, strict=True))
    tfhd = full(0, 0x08, number, default) if default is not None else full(0, 0x02, number, 1)
    tfdt = struct.pack(">IQ", 1 << 24, decoded)
    run = box("trun", full(1, flags, len(samples), 1234), entries)
    return box("styp") + box("moof", box("traf", box("tfhd", tfhd), box("tfdt", tfdt), run)) + box("mdat", b"x" * 50)


def test_span_with_default_durations_and_reordered_pictures() -> None:
    data = segment(decoded=51200, default=512, samples=[(None, 1024), (None, 2560), (None, -512)])
    # Third picture: decoded at 51200 + 2 * 512, shown 512 before; less the edit list's 1024.
    assert span(data, VIDEO) == Span(start=51200 + 1024 - 512 - 1024, duration=3 * 512)


def test_span_with_durations_of_their_own() -> None:
    data = segment(decoded=1024, default=None, samples=[(500, 0), (600, 0)])
    assert span(data, VIDEO) == Span(start=0, duration=1100)


def test_span_with_the_tracks_default_duration() -> None:
    assert span(segment(decoded=1024, default=None, samples=[(None, 0)] * 4), VIDEO) == Span(0, 4 * 512)


def test_a_segment_without_the_track_is_damaged() -> None:
    with pytest.raises(Damaged, match="track 1"):
        span(segment(decoded=0, default=512, samples=[(None, 0)], number=2), VIDEO)


def test_sidx_layout() -> None:
    data = sidx(VIDEO, (Span(0, 51200), Span(51200, 25600)), (1000, 2000))
    assert struct.unpack(">I4sIIIQQHH", data[:40]) == (len(data), b"sidx", 1 << 24, 1, 12800, 0, 0, 0, 2)
    references = [struct.unpack_from(">III", data, at) for at in (40, 52)]
    assert references == [(1000, 51200, 0x90000000), (2000, 25600, 0x90000000)]
    assert len(data) == 64
