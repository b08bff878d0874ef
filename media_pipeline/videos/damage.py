"""How much of a film or sound its decoder could not read, told by what ffmpeg complains of while it reads. Pure.

Decoders go on after damage: they hide it with what was there before, or leave it out. A film whose middle is noise becomes a
film of the right length that nobody can watch, unless somebody listens to the complaints.
"""

from __future__ import annotations

import re

from media_pipeline.errors import Refused
from media_pipeline.videos.tracks import DECODERS

LEVEL = "repeat+level+warning"
"""ffmpeg's -loglevel for a run that is listened to: each complaint with how bad it is, and as often as it happens."""

MOST = 0.5
"""Above this share a file is refused: then less of it is what was filmed than what the decoder made up, and neither a warning
nor a look at a few places would tell somebody what the rest is like. ffmpeg's own limit is two thirds."""

FEW = 3
"""So many complaints of a decoder are no damage: where a film was cut, or a tag follows the last sound, some have one to say."""

# As ffmpeg 5 to 9 say it: of a packet, or a picture that is partly made up.
_UNREAD = re.compile(r"Error submitting packet to decoder|Error while decoding stream|Decoding error:|corrupt decoded frame")
_DECODER = re.compile(rf"^\[({'|'.join(map(re.escape, DECODERS.split(',')))}) @ \w+\] \[(error|fatal)\] ")
_CONTAINER = re.compile(
    r"^\[(in#\d|matroska|ogg)[^]]*\] \[error\] "
    r"(CRC mismatch|Element .* exceeds containing master|.* invalid as first byte|File ended)"
)


class Damage:
    """Counts complaints, line by line. ``pictures`` is how many there are to be; None where ffmpeg is to know the share."""

    def __init__(self, name: str, pictures: int | None = None) -> None:
        self._name, self._pictures = name, pictures
        self._complaints = self._unread = 0
        self._gaps = False

    def line(self, text: str) -> None:
        """One line of ffmpeg's standard error at LEVEL. Refused as soon as it is clear that most pictures can't be read."""
        if _UNREAD.search(text):
            self._unread += 1
            if self._pictures is not None and self._unread > MOST * self._pictures:
                raise Refused("pictures_damaged", name=self._name)
        elif _CONTAINER.search(text):
            self._gaps = True
        elif _DECODER.match(text):
            self._complaints += 1

    @property
    def is_worth_a_word(self) -> bool:
        """Whether somebody should look at the result."""
        return self._gaps or self._unread + self._complaints > FEW
