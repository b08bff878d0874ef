"""Which decoders may ever run on strangers' films and sounds: what phones, cameras, recorders and editing programs write."""

from __future__ import annotations

VIDEO_DECODERS = ("h264", "hevc", "vp8", "libvpx", "vp9", "libvpx-vp9", "libdav1d", "libaom-av1", "mpeg4", "prores", "mjpeg")
_PCM = ("u8", "s16le", "s16be", "s24le", "s24be", "s32le", "s32be", "f32le", "f32be", "f64le", "mulaw", "alaw")
AUDIO_DECODERS = (
    *("aac", "aac_fixed", "mp3float", "mp3", "opus", "libopus", "vorbis", "libvorbis", "flac", "alac", "ac3", "eac3"),
    *(f"pcm_{kind}" for kind in _PCM),
)
"""Of a sound file and of a film's sound: the same."""

DECODERS = ",".join((*VIDEO_DECODERS, *AUDIO_DECODERS))
"""All of them, for the probe and for ffmpeg (-codec_whitelist)."""
