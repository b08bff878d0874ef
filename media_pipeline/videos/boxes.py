"""Reads and writes boxes of the ISO base media file format (ISO/IEC 14496-12), as far as HLS fMP4 needs them. Pure."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from media_pipeline.errors import Damaged

FULL = 4
"""Bytes of version and flags at the start of a full box's body."""

# Bytes of own fields before the boxes inside, for sample entries (14496-12, 12.1.3 and 12.2.3) and the rest.
VISUAL_ENTRY = 78
_AUDIO_ENTRY = 28


@dataclass(frozen=True)
class Box:
    """One box in ``data``: its type, and where its body and its end are."""

    data: bytes
    kind: str
    body: int
    end: int

    def u32(self, at: int) -> int:
        """Unsigned 32 bits at an offset in the body."""
        if self.body + at + 4 > self.end:
            raise Damaged(f"box {self.kind} is too short")
        return int.from_bytes(self.data[self.body + at : self.body + at + 4], "big")

    def u64(self, at: int) -> int:
        """Unsigned 64 bits at an offset in the body."""
        return self.u32(at) << 32 | self.u32(at + 4)

    @property
    def version(self) -> int:
        return self.u32(0) >> 24

    @property
    def flags(self) -> int:
        return self.u32(0) & 0xFFFFFF

    @property
    def content(self) -> bytes:
        return self.data[self.body : self.end]

    def inside(self, skip: int = 0) -> Iterator[Box]:
        """The boxes in this one, after ``skip`` bytes of its own."""
        return boxes(self.data, self.body + skip, self.end)

    def all(self, *path: str, skip: int = 0) -> Iterator[Box]:
        """Every box at a path of types below this one."""
        for box in self.inside(skip):
            if box.kind == path[0]:
                yield from box.all(*path[1:]) if len(path) > 1 else (box,)

    def first(self, *path: str, skip: int = 0) -> Box:
        """The first box at a path; Damaged where there is none."""
        for box in self.all(*path, skip=skip):
            return box
        raise Damaged(f"box {self.kind} lacks {'/'.join(path)}")


@dataclass(frozen=True)
class Track:
    """One track of an init segment. ``codec`` as RFC 6381 names it; ``sample_duration`` (the default one) and ``edit`` (the
    media time that the edit list starts from) in the track's timescale."""

    id: int
    handler: str
    timescale: int
    codec: str
    sample_duration: int
    edit: int


@dataclass(frozen=True)
class Span:
    """The part of a track that a segment holds, in the track's timescale; ``start`` is its earliest presentation time."""

    start: int
    duration: int


def boxes(data: bytes, start: int = 0, end: int | None = None) -> Iterator[Box]:
    """The boxes between two offsets, whole ones only; Damaged where a size points outside."""
    end = len(data) if end is None else end
    while start + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, start)
        header = 8
        if size == 1:
            if start + 16 > end:
                raise Damaged("a box is cut off")
            size, header = struct.unpack_from(">Q", data, start + 8)[0], 16
        elif size == 0:
            size = end - start
        if size < header or start + size > end:
            raise Damaged("a box reaches outside its place")
        yield Box(data, kind.decode("latin-1"), start + header, start + size)
        start += size


def tracks(init: bytes) -> tuple[Track, ...]:
    """The tracks that an init segment (ftyp, moov) announces."""
    moov = next((box for box in boxes(init) if box.kind == "moov"), None)
    if moov is None:
        raise Damaged("the init segment lacks moov")
    defaults = {trex.u32(FULL): trex.u32(FULL + 8) for trex in moov.all("mvex", "trex")}
    found = []
    for trak in moov.all("trak"):
        tkhd, mdhd = trak.first("tkhd"), trak.first("mdia", "mdhd")
        number = tkhd.u32(FULL + (16 if tkhd.version else 8))
        timescale = mdhd.u32(FULL + (16 if mdhd.version else 8))
        handler = trak.first("mdia", "hdlr").content[FULL + 4 : FULL + 8].decode("latin-1")
        entry = next(trak.first("mdia", "minf", "stbl", "stsd").inside(skip=FULL + 4), None)
        if entry is None:
            raise Damaged("a track of the init segment has no sample entry")
        found.append(Track(number, handler, timescale, _codec(entry), defaults.get(number, 0), _edit(trak)))
    return tuple(found)


def span(segment: bytes, track: Track) -> Span:
    """What a segment (moof, mdat, …) holds of a track: 14496-12, 8.8.7 (tfhd), 8.8.8 (trun) and 8.8.12 (tfdt)."""
    start: int | None = None
    duration = 0
    for moof in boxes(segment):
        if moof.kind != "moof":
            continue
        for traf in moof.all("traf"):
            tfhd = traf.first("tfhd")
            if tfhd.u32(FULL) != track.id:
                continue
            tfdt = traf.first("tfdt")
            decoded = tfdt.u64(FULL) if tfdt.version else tfdt.u32(FULL)
            default = _default_duration(tfhd, track)
            for trun in traf.all("trun"):
                for sample_duration, offset in _samples(trun, default):
                    start = decoded + offset if start is None else min(start, decoded + offset)
                    decoded += sample_duration
                    duration += sample_duration
    if start is None or duration <= 0:
        raise Damaged(f"a segment holds nothing of track {track.id}")
    return Span(start - track.edit, duration)


def sidx(track: Track, spans: tuple[Span, ...], sizes: tuple[int, ...]) -> bytes:
    """One segment index over all segments, which follow right after it (14496-12, 8.16.3), in the track's own timescale.

    In any other timescale demuxers read a wrong duration. Each segment starts with a key frame (SAP type 1).
    """
    if len(spans) != len(sizes) or not 0 < len(spans) <= 0xFFFF or max(sizes) > 0x7FFFFFFF:
        raise ValueError(f"{len(spans)} segments can't be indexed")
    body = struct.pack(">IIIQQHH", 1 << 24, track.id, track.timescale, max(0, spans[0].start), 0, 0, len(spans))
    for segment, size in zip(spans, sizes, strict=True):
        body += struct.pack(">III", size, segment.duration, 1 << 31 | 1 << 28)
    return struct.pack(">I4s", 8 + len(body), b"sidx") + body


def _edit(trak: Box) -> int:
    """Media time of an edit list of one entry (14496-12, 8.6.6): decoding starts that much before the first picture.

    More entries mean a pause before it, which some browsers ignore for one track and not for the other: ours never has one.
    """
    for elst in trak.all("edts", "elst"):
        if elst.u32(FULL) != 1:
            raise Damaged("the init segment has an edit list of several entries")
        return elst.u64(FULL + 12) if elst.version else elst.u32(FULL + 8)
    return 0


def _default_duration(tfhd: Box, track: Track) -> int:
    if not tfhd.flags & 0x08:
        return track.sample_duration
    # Optional fields before it: base data offset (64 bits), sample description index (32 bits).
    return tfhd.u32(FULL + 4 + (8 if tfhd.flags & 0x01 else 0) + (4 if tfhd.flags & 0x02 else 0))


def _samples(trun: Box, default: int) -> Iterator[tuple[int, int]]:
    """(duration, composition time offset) of each sample of a run."""
    flags = trun.flags
    at = FULL + 4 + (4 if flags & 0x01 else 0) + (4 if flags & 0x04 else 0)
    for _ in range(trun.u32(FULL)):
        duration, offset = default, 0
        if flags & 0x100:
            duration, at = trun.u32(at), at + 4
        at += (4 if flags & 0x200 else 0) + (4 if flags & 0x400 else 0)
        if flags & 0x800:
            offset, at = trun.u32(at), at + 4
            if trun.version and offset >= 1 << 31:
                offset -= 1 << 32
        yield duration, offset


def _codec(entry: Box) -> str:
    """RFC 6381 name of a sample entry: avc1 with profile, constraints and level; mp4a with object type and audio object type."""
    if entry.kind == "avc1":
        avcc = entry.first("avcC", skip=VISUAL_ENTRY).content
        return "avc1." + avcc[1:4].hex()
    if entry.kind == "mp4a":
        return _aac(entry.first("esds", skip=_AUDIO_ENTRY).content[FULL:])
    return entry.kind


def _aac(descriptors: bytes) -> str:
    """From ES_Descriptor > DecoderConfigDescriptor > DecoderSpecificInfo (ISO/IEC 14496-1, 7.2.6)."""
    at, object_type = 0, 0
    own_fields = {3: 3, 4: 13}  # bytes of own fields before the descriptors inside
    while at < len(descriptors):
        tag, at = descriptors[at], at + 1
        while at < len(descriptors) and descriptors[at] & 0x80:  # the length: seven bits a byte
            at += 1
        at += 1
        if tag == 4:
            object_type = descriptors[at]
        if tag == 5:
            return f"mp4a.{object_type:02x}.{descriptors[at] >> 3}"
        if tag not in own_fields:
            break
        at += own_fields[tag]
    raise Damaged("the sound track does not say what it is")
