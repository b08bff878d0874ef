"""Writes HLS playlists (RFC 8216) whose lines name blobs by paths relative to the playlist, itself a blob. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from media_pipeline.records import Reference


@dataclass(frozen=True)
class Segment:
    """One segment's blob and its length in seconds."""

    blob: Reference
    seconds: float


@dataclass(frozen=True)
class Entry:
    """One variant as the master playlist names it. Bandwidths in bit/s, ``frame_rate`` in frames per second."""

    playlist: Reference
    width: int
    height: int
    frame_rate: float
    codecs: str
    peak: int
    average: int


def relative(blob: Reference) -> str:
    """From one blob (``blobs/cd/…``) to another: the same on any host, stick or folder."""
    return "../" + blob.path.removeprefix("blobs/")


def media_playlist(init: Reference, segments: Sequence[Segment]) -> bytes:
    """A variant's whole playlist. The target duration is the longest segment's, rounded (RFC 8216, 4.3.3.1)."""
    longest = max(1, *(int(segment.seconds + 0.5) for segment in segments))
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{longest}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        f'#EXT-X-MAP:URI="{relative(init)}"',
    ]
    for segment in segments:
        lines += [f"#EXTINF:{segment.seconds:.6f},", relative(segment.blob)]
    return _text([*lines, "#EXT-X-ENDLIST"])


def master_playlist(entries: Sequence[Entry]) -> bytes:
    """The playlist that names the variants, in the order given."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for entry in entries:
        lines += [
            (
                f"#EXT-X-STREAM-INF:BANDWIDTH={entry.peak},AVERAGE-BANDWIDTH={entry.average},"
                f'CODECS="{entry.codecs}",RESOLUTION={entry.width}x{entry.height},'
                f"FRAME-RATE={entry.frame_rate:.3f},CLOSED-CAPTIONS=NONE"
            ),
            relative(entry.playlist),
        ]
    return _text(lines)


def peak_bandwidth(segments: Sequence[Segment]) -> int:
    """Bit/s: the highest over any run of segments that lasts 0.5 to 1.5 times the longest one (RFC 8216, 4.1).

    A short last segment therefore counts only together with its neighbour; a video of one segment has its average.
    """
    longest = max(segment.seconds for segment in segments)
    rates = [average_bandwidth(segments)]
    for first, count in itertools.product(range(len(segments)), (1, 2, 3)):
        run = segments[first : first + count]
        if 0.5 * longest <= sum(segment.seconds for segment in run) <= 1.5 * longest:
            rates.append(average_bandwidth(run))
    return max(rates)


def average_bandwidth(segments: Sequence[Segment]) -> int:
    """Bit/s over all of these segments, rounded up."""
    seconds = sum(segment.seconds for segment in segments)
    return -int(-8 * sum(segment.blob.size for segment in segments) // seconds)


def _text(lines: Sequence[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
