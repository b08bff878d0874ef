"""Packages a sound: one AAC file at an even loudness."""

from __future__ import annotations

from pathlib import Path

from media_pipeline.errors import Refused
from media_pipeline.processes import work_directory
from media_pipeline.progress import Progress
from media_pipeline.recipes import AudioRecipe
from media_pipeline.records import Audio, MediaInfo
from media_pipeline.remarks import about
from media_pipeline.sounds.encode import encode
from media_pipeline.sounds.probe import probe_source
from media_pipeline.store.base import Store, put_blob
from media_pipeline.videos.boxes import FULL, boxes
from media_pipeline.videos.ffmpeg import INPUT
from media_pipeline.warned import warn

TOLERANCE_MS = 1000
"""How far what was made may be from what the file promised; more means that parts of it could not be read."""


def package_sound(source: Path, info: MediaInfo, store: Store, recipe: AudioRecipe, progress: Progress) -> Audio:
    """A sound as AAC in MP4 (M4A), 48 kHz: mono stays mono, stereo stays stereo, more channels become what sounds.Mix says.

    Captions are added by the caller. Nothing is stored before the encoder has ended well. Raises Refused, EncodingFailed,
    TimedOut, and what ``progress`` raises.
    """
    found = probe_source(source, name=info.name)
    with work_directory("sound") as work:
        # A directory of its own: whatever the file names, there is nothing beside it.
        (work / "in").mkdir()
        (work / INPUT).symlink_to(source.resolve())
        made, damage = encode(found, recipe, work, progress)
        duration_ms = _duration_ms(made)
        if abs(duration_ms - found.duration_s * 1000) > TOLERANCE_MS:
            raise Refused("cut_off", name=info.name, found=round(duration_ms / 1000, 1), said=round(found.duration_s, 1))
        if damage is not None:
            warn(about(info.name, damage))
        progress("store", 0, 1)
        audio = put_blob(store, made, "m4a")
        progress("store", 1, 1)
    return Audio(audio=audio, duration_ms=duration_ms)


def _duration_ms(made: Path) -> int:
    """What the file's index says that a player will play: without the encoder's lead-in, which an edit list hides."""
    moov = next(box for box in boxes(made.read_bytes()) if box.kind == "moov")
    mvhd = moov.first("mvhd")
    if mvhd.version:
        return round(mvhd.u64(FULL + 20) * 1000 / mvhd.u32(FULL + 16))
    return round(mvhd.u32(FULL + 12) * 1000 / mvhd.u32(FULL + 8))
