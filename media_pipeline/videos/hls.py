"""Names what is in the store: a film's variants become playlists and one entry of its ``hls``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from media_pipeline.progress import Progress
from media_pipeline.records import Hls, Variant
from media_pipeline.store.base import Store, put_blob
from media_pipeline.videos.made import Encoded, read_index, segments_of
from media_pipeline.videos.playlist import Entry, master_playlist, media_playlist


def publish(
    variants: Sequence[Encoded],
    frame_rate: float,
    store: Store,
    progress: Progress,
    *,
    language: str,
    role: Literal["main", "described"] = "main",
) -> Hls:
    """One sound version of a film with all its sizes, largest first: a playlist for each, and the master over them."""
    entries, made = [], []
    for number, one in enumerate(variants, start=1):
        index = read_index(store, one)
        playlist = put_blob(store, media_playlist(index.init, segments_of(index)), "m3u8")
        entries.append(Entry(playlist, one.width, one.height, frame_rate, one.codecs, one.peak, one.average))
        made.append(
            Variant(width=one.width, height=one.height, bandwidth=one.peak, codecs=one.codecs, playlist=playlist, index=one.index)
        )
        progress("store", number, len(variants))
    master = put_blob(store, master_playlist(entries), "m3u8")
    return Hls(language=language, role=role, master=master, variants=tuple(made))
