"""How much of a film or sound its decoder could not read, told by what ffmpeg says while it reads. Pure.

Decoders go on after damage: they hide it with what was there before, or leave it out. A film whose middle is noise becomes a
film of the right length that nobody can watch, unless somebody listens to the complaints, and adds up what was decoded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from media_pipeline.errors import Refused
from media_pipeline.libav.decoders import DECODERS
from media_pipeline.remarks import Remark, remark

LEVEL = "repeat+level+verbose"
"""ffmpeg's -loglevel for a run that is listened to: each complaint with how bad it is, and as often as it happens; and how much
was decoded."""

PICTURES = "showinfo=checksum=0"
"""The filter that says of every decoded picture how long it is shown."""

MOST = 0.5
"""Above this share a file is refused: then less of it is what was filmed than what the decoder made up, and neither a warning
nor a look at a few places would tell somebody what the rest is like. ffmpeg's own limit is two thirds."""

FEW = 3
"""So many complaints of a decoder are no damage: where a film was cut, or a tag follows the last sound, some have one to say."""

SHORT_S = 0.5
"""Less than this is no loss to tell of in seconds: tracks end and codecs begin that unevenly."""

# As ffmpeg 5 to 9 say it: of a packet, or of what is partly made up.
_UNREAD = re.compile(r"Error submitting packet to decoder|Error while decoding stream|Decoding error:|corrupt decoded frame")
_DECODER = re.compile(rf"^\[({'|'.join(map(re.escape, DECODERS.split(',')))}) @ \w+\] \[(error|fatal)\] ")
_CONTAINER = re.compile(
    r"^\[(in#\d|matroska|ogg)[^]]*\] \[error\] "
    r"(CRC mismatch|Element .* exceeds containing master|.* invalid as first byte|File ended)"
)
_SHOWN = re.compile(r"^\[Parsed_showinfo_\d+ @ \w+\] \[info\] n: *\d+ .* duration_time:([\d.]+)")
_RATE = re.compile(r"^\[graph[^]]*\] \[verbose\] .* samplerate:(\d+)")
_HEARD = re.compile(r"Input stream #\d+:\d+.* \(audio\): (\d+) packets read .*\((\d+) samples\)")


class Damage:
    """Hears one run, line by line. ``seconds`` is how long the track is, ``pictures`` how many there are to be (None: a sound),
    ``lacks_s`` what is known to be missing behind that.

    ``has_hole``: for a container that need not say how long a picture is (Matroska; None: it does say). There one that stands
    long looks like one that is followed by a gap, and is that only together with a complaint, or with a hole in the file.
    """

    def __init__(
        self,
        name: str,
        seconds: float,
        pictures: int | None = None,
        *,
        has_hole: Callable[[], bool] | None = None,
        lacks_s: float = 0.0,
    ) -> None:
        self._lacks_s = lacks_s
        self._name, self._seconds, self._pictures, self._has_hole = name, seconds, pictures, has_hole
        self._complaints = self._unread = self._parts = self._rate = 0
        self._decoded: float | None = None
        self._gaps = False

    def line(self, text: str) -> None:
        """One line of ffmpeg's standard error at LEVEL. Refused as soon as it is clear that most pictures can't be read."""
        if shown := _SHOWN.match(text):
            self._decoded = (self._decoded or 0.0) + float(shown[1])
        elif _UNREAD.search(text):
            self._unread += 1
            if self._pictures is not None and self._unread > MOST * self._pictures:
                raise self._refusal()
        elif _CONTAINER.search(text):
            self._gaps = True
        elif _DECODER.match(text):
            self._complaints += 1
        elif rate := _RATE.match(text):
            self._rate = int(rate[1])
        elif (heard := _HEARD.search(text)) and self._pictures is None and self._rate:
            self._parts, self._decoded = int(heard[1]), int(heard[2]) / self._rate

    def check(self) -> None:
        """After the run: Refused where most of it was not decoded."""
        if self.lost_s > MOST * self._seconds and self._is_sure:
            raise self._refusal()

    @property
    def lost_s(self) -> float:
        """How many seconds of what is there were not decoded, or not wholly."""
        parts = self._pictures or self._parts
        unread = self._seconds * self._unread / parts if parts else 0.0
        missing = 0.0 if self._decoded is None else self._seconds - self._decoded
        if self._pictures is not None and missing >= SHORT_S and not self._is_sure:
            missing = 0.0
        return min(self._seconds, max(0.0, unread, missing))

    @property
    def said(self) -> Remark | None:
        """What somebody should know who looks at the result; None where there is nothing."""
        sound = self._pictures is None
        lost_s, seconds = self.lost_s + self._lacks_s, self._seconds + self._lacks_s
        if lost_s >= SHORT_S:
            return remark("lost_sound" if sound else "lost_pictures", lost=f"{lost_s:.1f}", seconds=f"{seconds:.1f}")
        return remark("suspect_sound" if sound else "suspect") if self._is_complained_of else None

    @cached_property
    def _is_holed(self) -> bool:
        return self._has_hole is not None and self._has_hole()

    @property
    def _is_sure(self) -> bool:
        return self._has_hole is None or self._is_complained_of or self._is_holed

    @property
    def _is_complained_of(self) -> bool:
        return self._gaps or self._unread + self._complaints > FEW

    def _refusal(self) -> Refused:
        return Refused("sound_damaged" if self._pictures is None else "pictures_damaged", name=self._name)
