"""The one file that is made of a sound: AAC at an even loudness."""

from __future__ import annotations

from pathlib import Path

from media_pipeline.progress import Progress
from media_pipeline.recipes import AudioRecipe
from media_pipeline.remarks import Remark
from media_pipeline.sounds.source import Mix, SoundSource
from media_pipeline.videos.damage import LEVEL, Damage
from media_pipeline.videos.ffmpeg import INPUT, convert, opened, quiet
from media_pipeline.videos.loudness import Sound, at_level, measure_gain
from media_pipeline.videos.matroska import hole_finder

OUTPUT = "sound.m4a"

_CHANNELS: dict[Mix, str] = {
    "mono": "aformat=channel_layouts=mono",
    "stereo": "aformat=channel_layouts=stereo",
    "down": "aformat=channel_layouts=stereo",
    "omni": "pan=mono|c0=c0",
}


def encode(source: SoundSource, recipe: AudioRecipe, cwd: Path, progress: Progress) -> tuple[Path, Remark | None]:
    """AAC in an MP4 that begins with its index; nothing of the source's names, places, chapters or pictures is in it.

    The source lies at ``cwd`` / INPUT. Also gives what is to be said of damage; Refused where most of it is damaged. The
    loudness is that of the file as it is: one channel of a mono sound counts once.
    """
    sound = Sound(source.name, source.demuxer, source.track, source.duration_s, _CHANNELS[source.mix])
    gain = measure_gain(sound, recipe.loudness_lufs, cwd, progress)
    bitrate = recipe.mono_bitrate if source.mix in ("mono", "omni") else recipe.stereo_bitrate
    filters = ",".join([*at_level(sound, gain), f"aresample={recipe.rate}"])
    args = [
        *(*quiet(LEVEL), *opened(source.demuxer, INPUT)),
        *("-map", f"0:{source.track}", "-af", filters),
        *("-c:a", "aac", "-b:a", str(bitrate), "-flags:a", "+bitexact", "-fflags", "+bitexact"),
        *("-map_metadata", "-1", "-map_metadata:s:a", "-1", "-map_chapters", "-1"),
        *("-movflags", "+faststart", "-f", "ipod", OUTPUT),
    ]
    has_hole = hole_finder(cwd / INPUT, source.demuxer)
    heard = Damage(source.name, source.duration_s, has_hole=has_hole, lacks_s=source.lacks_s)
    convert(args, source, source.duration_s, cwd, "encode", progress, sound=True, damage=heard)
    return cwd / OUTPUT, heard.said
