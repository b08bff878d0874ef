"""Takes what the encoder writes into the store while it is still writing, so that its end is not followed by a wait."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from media_pipeline.canonical import Document
from media_pipeline.digests import MEDIA_TYPES, blob_path
from media_pipeline.records import Reference, VideoIndex
from media_pipeline.store.base import Store, put_blob, put_document, read
from media_pipeline.videos.boxes import Span, Track, sidx, span, tracks
from media_pipeline.videos.ladder import Step
from media_pipeline.videos.marks import marked
from media_pipeline.videos.plan import Plan
from media_pipeline.videos.playlist import Segment, average_bandwidth, peak_bandwidth


class Encoded(Document):
    """One variant whose segments are in the store. Bandwidths of pictures and sound together in bit/s."""

    width: int
    height: int
    codecs: str
    peak: int
    average: int
    index: Reference


def segments_of(index: VideoIndex) -> list[Segment]:
    """An index's segments as playlists name them."""
    kind = MEDIA_TYPES["m4s"]
    return [
        Segment(Reference(sha256=digest, size=size, media_type=kind, path=blob_path(digest, "m4s")), length / 1000)
        for digest, size, length in index.segments
    ]


def read_index(store: Store, encoded: Encoded) -> VideoIndex:
    """The index blob of a variant."""
    return VideoIndex.model_validate_json(read(store, encoded.index.path))


@dataclass
class Harvest:
    """What one variant's folder gave so far."""

    folder: Path
    store: Store
    plan: Plan
    blobs: list[Reference] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    _tracks: tuple[Track, ...] = ()

    def gather(self, ended: bool = False) -> None:
        """Store every segment that the encoder has finished: all but the newest, or all once it has ended. Nothing is stored
        twice, and what is stored leaves the folder."""
        found = sorted(self.folder.glob("*.m4s"))
        for path in found if ended else found[:-1]:
            self.spans.append(span(path.read_bytes(), self._picture()))
            self.blobs.append(put_blob(self.store, path, "m4s"))
            path.unlink()

    @property
    def duration_ms(self) -> int:
        """How long the pictures last that are stored."""
        return round(sum(one.duration for one in self.spans) * 1000 / self._picture().timescale)

    def finish(self, step: Step) -> Encoded:
        """The whole variant, init segment and segment index included. Of a round film each variant says that it is round."""
        self.gather(ended=True)
        init = (self.folder / "init.mp4").read_bytes()
        if self.plan.sphere is not None:
            init = marked(init, self.plan.stereo, self.plan.sphere, self.plan.source.pose)
        track, sizes = self._picture(), tuple(blob.size for blob in self.blobs)
        # Ends are rounded, not lengths: so the sum of the lengths is right however many there are.
        ends = [round(end * 1000 / track.timescale) for end in accumulate(one.duration for one in self.spans)]
        lengths = [end - start for start, end in zip((0, *ends), ends, strict=False)]
        index = VideoIndex(
            init=put_blob(self.store, init, "mp4"),
            sidx=put_blob(self.store, sidx(track, tuple(self.spans), sizes), "m4s"),
            segments=tuple((blob.sha256, blob.size, length) for blob, length in zip(self.blobs, lengths, strict=True)),
        )
        segments = segments_of(index)
        return Encoded(
            width=step.width,
            height=step.height,
            codecs=",".join(one.codec for one in self._tracks),
            peak=peak_bandwidth(segments),
            average=average_bandwidth(segments),
            index=put_document(self.store, index),
        )

    def _picture(self) -> Track:
        if not self._tracks:
            self._tracks = tracks((self.folder / "init.mp4").read_bytes())
        return next(track for track in self._tracks if track.handler == "vide")
