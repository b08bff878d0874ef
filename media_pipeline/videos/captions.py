"""Packages captions: read and checked, what makes them hard to read is said, and WebVTT comes out."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from media_pipeline.errors import Refused
from media_pipeline.records import Captions
from media_pipeline.remarks import Remark, about
from media_pipeline.store.base import Store, put_blob
from media_pipeline.videos.cues import Wrong, parse, read_text, to_vtt
from media_pipeline.videos.reading import late, remarks
from media_pipeline.warned import warn


def package_captions(
    source: Path,
    language: str,
    store: Store,
    *,
    role: Literal["captions", "subtitles"] = "captions",
    reviewed: bool = False,
    lasts_ms: int | None = None,
) -> Captions:
    """Captions in SRT or WebVTT (UTF-8, UTF-16 with a byte-order mark, or Windows-1252) as a WebVTT blob.

    Refused, with the line, where times run backwards or are negative, where three captions are on the screen at once, or where
    there is nothing to read. Two at once, long lines and little time to read are said as warnings, and captions that begin
    after ``lasts_ms``, the length of what they belong to.
    """
    captions, warnings = packaged_captions(source, language, store, role=role, reviewed=reviewed, lasts_ms=lasts_ms)
    for warning in warnings:
        warn(about(source.name, warning))
    return captions


def packaged_captions(
    source: Path,
    language: str,
    store: Store,
    *,
    role: Literal["captions", "subtitles"] = "captions",
    reviewed: bool = False,
    lasts_ms: int | None = None,
) -> tuple[Captions, list[Remark]]:
    """As :func:`package_captions`, with the warnings for whoever shows them in another place."""
    text = read_text(source, "captions")
    try:
        cues = parse(text)
    except Wrong as wrong:
        raise Refused("captions", name=source.name, line=wrong.line, detail=wrong.detail) from None
    warnings = remarks(cues) + (late(cues, lasts_ms) if lasts_ms is not None else [])
    vtt = put_blob(store, to_vtt(cues), "vtt")
    return Captions(language=language, role=role, reviewed=reviewed, vtt=vtt), warnings
