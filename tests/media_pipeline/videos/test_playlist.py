"""Playlists name blobs by relative paths and tell the truth about bandwidth."""

from __future__ import annotations

import pytest

from media_pipeline.store.base import put_blob
from media_pipeline.store.memory import MemoryStore
from media_pipeline.videos.playlist import (
    Entry,
    Segment,
    average_bandwidth,
    master_playlist,
    media_playlist,
    peak_bandwidth,
)

store = MemoryStore()


def segment(size: int, seconds: float) -> Segment:
    return Segment(put_blob(store, b"x" * size, "m4s"), seconds)


def test_media_playlist() -> None:
    init = put_blob(store, b"init", "mp4")
    parts = [segment(1, 4.004), segment(2, 1.5)]
    lines = media_playlist(init, parts).decode().splitlines()
    assert lines[0] == "#EXTM3U"
    assert lines[-1] == "#EXT-X-ENDLIST"
    assert "#EXT-X-TARGETDURATION:4" in lines
    assert {"#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-INDEPENDENT-SEGMENTS", "#EXT-X-VERSION:7"} <= set(lines)
    assert f'#EXT-X-MAP:URI="../{init.sha256[:2]}/{init.sha256}.mp4"' in lines
    for part, length in zip(parts, ("#EXTINF:4.004000,", "#EXTINF:1.500000,"), strict=True):
        at = lines.index(f"../{part.blob.sha256[:2]}/{part.blob.sha256}.m4s")
        assert lines[at - 1] == length


def test_target_duration_is_never_below_a_rounded_segment() -> None:
    text = media_playlist(put_blob(store, b"init", "mp4"), [segment(1, 4.5), segment(1, 0.2)]).decode()
    assert "#EXT-X-TARGETDURATION:5\n" in text


def test_master_playlist() -> None:
    variant = put_blob(store, b"variant", "m3u8")
    text = master_playlist([Entry(variant, 1280, 720, 30000 / 1001, "avc1.64001f,mp4a.40.2", 2000, 1500)]).decode()
    assert 'BANDWIDTH=2000,AVERAGE-BANDWIDTH=1500,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=29.970' in text
    assert text.endswith(f"\n../{variant.sha256[:2]}/{variant.sha256}.m3u8\n")


@pytest.mark.parametrize(
    ("parts", "peak"),
    [
        ([(1000, 4), (3000, 4), (2000, 4)], 6000),
        ([(1000, 4), (1000, 0.1)], 3903),  # 0.1 s alone would be 80,000 bit/s; with its neighbour it is not
        ([(1000, 4), (5000, 2)], 20000),  # half the target counts alone
        ([(500, 2)], 2000),
    ],
)
def test_peak_bandwidth(parts: list[tuple[int, float]], peak: int) -> None:
    segments = [segment(size, seconds) for size, seconds in parts]
    assert peak_bandwidth(segments) == peak
    assert average_bandwidth(segments) <= peak
