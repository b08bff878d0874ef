"""Whether a promo video may be shown: one pure function, asked by the form, by publishing, by the API and by the catalog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from vr_rooms.models import MediaAsset


@dataclass(frozen=True)
class VideoFacts:
    """What counts. ``packaged_kind`` is '' until the file is packaged; ``reviewed`` are languages with checked captions."""

    packaged_kind: str
    projection: str
    has_audio: bool
    reviewed: frozenset[str]
    transcript: bool

    @classmethod
    def of(cls, asset: MediaAsset | None, transcript: str) -> VideoFacts:
        """From a media file with its captions (one query, none where they are prefetched)."""
        record = (asset.packaged if asset else None) or {}
        captions = asset.captions.all() if asset else []
        return cls(
            packaged_kind=record.get("kind", ""),
            projection=record.get("projection", ""),
            has_audio=bool(record.get("has_audio")),
            reviewed=frozenset(text.language for text in captions if text.reviewed and text.packaged and text.role == "captions"),
            transcript=bool(transcript.strip()),
        )


def why_not(facts: VideoFacts) -> _StrPromise | None:
    """One sentence that says why the video can't be published and what to do; None when it can."""
    if not facts.packaged_kind:
        return _("The video is not ready yet: wait until it has been packaged, or choose another file.")
    if facts.packaged_kind != "video" or facts.projection != "flat":
        return _("A promo video needs an ordinary, flat video: choose another file.")
    if facts.has_audio and "nl" not in facts.reviewed:
        return _("This video has sound but no checked Dutch captions: add them to the media file and have them checked.")
    if not facts.transcript:
        return _("The transcript is missing: write out what is said and what can be seen.")
    return None
