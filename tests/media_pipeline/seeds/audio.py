"""Small good sound files, one of each kind, for mutating."""

from __future__ import annotations

from collections.abc import Callable

from tests import media
from tests.media_pipeline.sounds.tones import Sound, with_id3

_SOUND = Sound(seconds=0.8)
_NAMES = {"title": "Lashal", "location": "+52.0907+005.1214/"}


def _mp3() -> bytes:
    return with_id3(_SOUND.encoded("mp3", "libmp3lame"), "Lashal", media.encoded(media.stripes(64, 64)))


SEEDS: dict[str, Callable[[], bytes]] = {
    "wav": _SOUND.wav,
    "wav-5.1": lambda: Sound(seconds=0.5, channels=6).wav(mask=0x3F),
    "wav-ambisonic": lambda: Sound(seconds=0.5, channels=4).wav(ambisonic=True),
    "mp3": _mp3,
    "m4a": lambda: _SOUND.encoded("ipod", "aac", metadata=_NAMES),
    "aac": lambda: _SOUND.encoded("adts", "aac"),
    "opus": lambda: _SOUND.encoded("ogg", "libopus", metadata=_NAMES),
    "ogg": lambda: _SOUND.encoded("ogg", "vorbis", metadata=_NAMES),
    "flac": lambda: _SOUND.encoded("flac", "flac", metadata=_NAMES),
    "webm": lambda: _SOUND.encoded("webm", "libopus"),
}
"""kind -> the bytes of such a file, equal at each call."""
