"""Films for a content root written by hand: encoded by ffmpeg, laid out as docs/formats.md says, a second a segment."""

from __future__ import annotations

import json
import struct
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np

from tests.roots import Root

CODECS = "avc1.42c00d,mp4a.40.2"


@dataclass(frozen=True)
class Pictures:
    """What a film shows: ffmpeg's arguments for reading it, and the bytes that it reads."""

    arguments: tuple[str, ...]
    width: int
    height: int
    rate: int
    """Frames a second."""
    seconds: int
    data: bytes = b""


def moving(seconds: int, width: int = 320, height: int = 180, rate: int = 25) -> Pictures:
    """ffmpeg's test card."""
    return Pictures(("-f", "lavfi", "-i", f"testsrc2=size={width}x{height}:rate={rate}"), width, height, rate, seconds)


def one_a_second(pictures: Sequence[np.ndarray], rate: int = 5) -> Pictures:
    """(height, width, 3) bytes each."""
    height, width = pictures[0].shape[:2]
    arguments = ("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", str(rate), "-i", "-")
    return Pictures(arguments, width, height, rate, len(pictures), b"".join(one.tobytes() * rate for one in pictures))


def version(root: Root, pictures: Pictures, *, pitch_hz: int = 440, language: str = "nl", role: str = "main") -> dict[str, Any]:
    """An entry of a film's ``hls``, in one variant, with a tone."""
    with tempfile.TemporaryDirectory(prefix="tests-hls-") as folder:
        work = Path(folder)
        _encode(pictures, pitch_hz, work)
        playlist = (work / "v.m3u8").read_text()
        init = root.blob((work / "init.mp4").read_bytes(), "mp4")
        segments = [root.blob((work / f"{second}.m4s").read_bytes(), "m4s") for second in range(pictures.seconds)]
    names = {"init.mp4": init} | {f"{second}.m4s": segment for second, segment in enumerate(segments)}
    for name, ref in names.items():
        there = _from_a_blob(ref)
        playlist = playlist.replace(f'"{name}"', f'"{there}"').replace(f"\n{name}\n", f"\n{there}\n")
    size = {"width": pictures.width, "height": pictures.height}
    media = root.blob(playlist.encode(), "m3u8")
    master = (
        "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n"
        f'#EXT-X-STREAM-INF:BANDWIDTH=900000,RESOLUTION={pictures.width}x{pictures.height},CODECS="{CODECS}"\n'
        f"{_from_a_blob(media)}\n"
    )
    index = {
        "init": init,
        "sidx": root.blob(_sidx(root.data(init), [segment["size"] for segment in segments]), "m4s"),
        "segments": [[segment["sha256"], segment["size"], 1000] for segment in segments],
    }
    variant = {**size, "bandwidth": 900000, "codecs": CODECS, "playlist": media, "index": root.document(index)}
    return {"language": language, "role": role, "master": root.blob(master.encode(), "m3u8"), "variants": [variant]}


def film(pictures: Pictures, versions: list[dict[str, Any]], poster: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A flat asset of these versions; ``fields`` come instead or besides."""
    return {
        "kind": "video",
        "projection": "flat",
        "stereo": "mono",
        "duration_ms": pictures.seconds * 1000,
        "width": pictures.width,
        "height": pictures.height,
        "frame_rate": float(pictures.rate),
        "has_audio": True,
        "hls": versions,
        "captions": [],
        "poster": poster,
        **fields,
    }


def segments(root: Root, film: dict[str, Any]) -> list[str]:
    """Paths of a film's segments, in order."""
    index = json.loads(root.data(film["hls"][0]["variants"][0]["index"]))
    return [f"blobs/{sha256[:2]}/{sha256}.m4s" for sha256, _size, _ms in index["segments"]]


def captions(root: Root, language: str, words: list[str], each: float = 1.0, role: str = "captions") -> dict[str, Any]:
    """An entry of ``captions``: the first words from the start, the others one after the other, ``each`` so many seconds."""
    return {"language": language, "role": role, "reviewed": True, "vtt": root.blob(vtt(words, each), "vtt")}


def vtt(words: list[str], each: float = 1.0) -> bytes:
    """WebVTT of cues that follow each other after ``each`` seconds."""
    cues = [f"00:00:{i * each:06.3f} --> 00:00:{(i + 1) * each - 0.01:06.3f}\n{said}\n" for i, said in enumerate(words)]
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


def _encode(pictures: Pictures, pitch_hz: int, work: Path) -> None:
    command = [
        *(imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *pictures.arguments),
        *("-f", "lavfi", "-i", f"sine=frequency={pitch_hz}", "-t", str(pictures.seconds)),
        *("-vf", "scale=out_color_matrix=bt709:out_range=tv", "-colorspace", "bt709", "-color_primaries", "bt709"),
        *("-color_trc", "bt709", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-crf", "8", "-bf", "0"),
        *("-g", str(pictures.rate), "-sc_threshold", "0", "-c:a", "aac", "-b:a", "48k"),
        *("-f", "hls", "-hls_time", "1", "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"),
        *("-hls_segment_options", "movflags=+skip_sidx", "-hls_fmp4_init_filename", "init.mp4"),
        *("-hls_segment_filename", "%d.m4s", "v.m3u8"),
    ]
    subprocess.run(command, check=True, cwd=work, input=pictures.data)


def _from_a_blob(ref: dict[str, Any]) -> str:
    """A blob's address as another blob names it."""
    return "../" + str(ref["path"]).removeprefix("blobs/")


def _sidx(init: bytes, sizes: list[int]) -> bytes:
    """The box that says where in one file each second of the film lies; the first track, whose timescale it has, is the video."""
    (timescale,) = struct.unpack_from(">I", init, init.index(b"mdhd") + 16)
    body = struct.pack(">IIIIIHH", 0, 1, timescale, 0, 0, 0, len(sizes))
    body += b"".join(struct.pack(">III", size, timescale, 0x90000000) for size in sizes)
    return struct.pack(">I4s", 8 + len(body), b"sidx") + body
