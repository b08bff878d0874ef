"""A packaged record joined with what is kept beside it: pure."""

from __future__ import annotations

from typing import Any


def joined(record: dict[str, Any], language: str, texts: list[dict[str, Any]]) -> dict[str, Any]:
    """An asset's record as a manifest names it: with the language of the sound as it is now, and its captions.

    ``texts`` are {language, role, reviewed, vtt}. Other kinds than video and audio are given back as they are.
    """
    if record.get("kind") not in ("video", "audio"):
        return record
    whole = {**record, "captions": sorted(texts, key=lambda text: (text["language"], text["role"]))}
    if record["kind"] == "video":
        whole["hls"] = [{**one, "language": language} if one["role"] == "main" else one for one in record["hls"]]
    return whole
