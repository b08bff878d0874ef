"""What a file is, told by its first bytes and never by its name; what can't be packaged is refused by name.

A picture is then read by images.layout, a video by videos.probe, a mesh by meshes.probe, a sound by sounds.probe.
"""

from __future__ import annotations

import stat
from pathlib import Path

from media_pipeline.errors import KNOWN, Refused
from media_pipeline.images.cubefolder import is_cubemap, probe_cubemap
from media_pipeline.images.headers import is_picture
from media_pipeline.images.layout import probe_picture
from media_pipeline.inputs import check_folder, is_several, unpacked
from media_pipeline.meshes.probe import probe_mesh
from media_pipeline.meshes.sources import is_scene, mesh_form, shown
from media_pipeline.recipes import LIMITS, Limits
from media_pipeline.records import MediaInfo
from media_pipeline.sounds.probe import probe_sound, probe_sound_or
from media_pipeline.sounds.signature import demuxer_of as sound_of
from media_pipeline.videos.ffmpeg import check_setting
from media_pipeline.videos.probe import probe_video

_HEAD = 4096

# (where, bytes, key of errors.KNOWN); the first that fits wins
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (8, b"AVI ", "avi"),
    (0, b"GIF8", "gif"),
    (0, b"\xff\x0a", "jxl"),
    (4, b"JXL \r\n\x87\n", "jxl"),
    (4, b"jP  \r\n\x87\n", "jp2"),
    (0, b"8BPS", "psd"),
    (0, b"ADIF", "aac"),
    (0, b"%PDF", "pdf"),
    (0, b"Kaydara FBX Binary", "fbx"),
    (0, b"; FBX", "fbx"),
    (0, b"FLV\x01", "flv"),
    (0, b"\x00\x00\x01\xba", "mpeg"),
    (0, b"\x00\x00\x01\xb3", "mpeg"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
)
_SORTS = {
    **dict.fromkeys(("avi", "flv", "mpeg", "asf", "ts"), "video_sort"),
    **dict.fromkeys(("jxl", "jp2", "psd", "bmp"), "picture_sort"),
    "fbx": "mesh_sort",
    "aac": "sound_sort",
}
"""Which refusal says what to send instead of these; of the others it can't be told what they were to be."""
_TRANSPORT = ((0, 188), (4, 192))
"""Where the first packet's mark stands, and how long packets are: as broadcasters and as camcorders (AVCHD) write them."""
_MOVIE = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"styp"}
_EBML = b"\x1a\x45\xdf\xa3"


def probe(source: Path, limits: Limits = LIMITS) -> MediaInfo:
    """What a file is. Refused, by name and with what to do, where it can't be packaged, is damaged or exceeds a limit.
    ToolMissing where it would be packaged with a program that the settings name and that is not there.

    A picture of a shape that no sphere has is told, not refused: package() does that, and an editor may know better.
    """
    kind = look(source, limits)
    if kind == "several":
        with unpacked(source, limits) as folder:
            return _probe_folder(folder, limits)
    if kind == "picture":
        return probe_picture(source, limits)
    if kind in ("video", "audio"):
        check_setting()
    if kind == "video":
        return probe_sound_or(probe_video, source, limits)
    if kind == "audio":
        return probe_sound(source, limits)
    return probe_mesh(source, limits)


def look(source: Path, limits: Limits = LIMITS) -> str:
    """picture, video, mesh, audio or several (a folder or zip), by the first bytes alone; Refused for all else, and for what
    is too large."""
    if source.is_dir():
        check_folder(source, limits)
        return "several"
    head = _head(source, limits)
    return "several" if is_several(source) else _kind(source, head)


def _probe_folder(folder: Path, limits: Limits) -> MediaInfo:
    """A cubemap's six pictures, or one 3D file with what belongs to it."""
    if is_scene(folder):
        return probe_mesh(folder, limits)
    if is_cubemap(folder):
        return probe_cubemap(folder, folder.name, limits)
    raise Refused("holds_other", name=folder.name, found=shown(folder))


def _head(source: Path, limits: Limits) -> bytes:
    status = source.stat()
    if not stat.S_ISREG(status.st_mode):
        raise Refused("not_a_file", name=source.name)  # reading a pipe or device might never end
    if status.st_size == 0:
        raise Refused("empty", name=source.name)
    if status.st_size > limits.file_bytes:
        raise Refused("too_large_file", name=source.name, size=status.st_size, limit=limits.file_bytes)
    with source.open("rb") as file:
        return file.read(_HEAD)


def _kind(source: Path, head: bytes) -> str:
    """picture, video, mesh or audio; Refused for everything else."""
    name = source.name
    if is_picture(head):
        return "picture"
    if mesh_form(head, source.stat().st_size, source.suffix) is not None:
        return "mesh"
    if sound_of(head):
        return "audio"
    if head[4:8] in _MOVIE or head.startswith(_EBML):
        return "video"
    for at, signature, key in _SIGNATURES:
        if head[at : at + len(signature)] == signature:
            raise _other(name, key)
    if head.startswith(b"BM") and len(head) > 18 and head[14:18] in (b"\x28\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0"):
        raise _other(name, "bmp")
    if any(head[first : first + 2 * length + 1 : length] == b"GGG" for first, length in _TRANSPORT):
        raise _other(name, "ts")
    raise _refused_text(name, head)


def _other(name: str, key: str) -> Refused:
    """The refusal of what is known (a key of KNOWN) and not read."""
    return Refused(_SORTS.get(key, "not_due"), name=name, what=KNOWN[key])


def _refused_text(name: str, head: bytes) -> Refused:
    """The refusal of a text by what it is, or of something unknown."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    lower = text.lower()
    if lower.startswith((b"ffconcat", b"#extm3u", b"#ext-x", b"[playlist]", b"file ", b"file:")) or b"<mpd" in lower:
        return Refused("playlist", name=name)
    if lower.startswith(b"<"):
        page = min(
            (at for at in (lower.find(tag) for tag in (b"<html", b"<!doctype html", b"<head", b"<body")) if at >= 0), default=-1
        )
        drawing = lower.find(b"<svg")
        if drawing >= 0 and (page < 0 or drawing < page):
            return Refused("svg", name=name)
        if page >= 0:
            return Refused("web_page", name=name)
    if text.startswith(b"ISO-10303-21"):
        return Refused("step", name=name)
    if not _is_text(head):
        return Refused("unknown", name=name)
    return Refused("text", name=name)


def _is_text(head: bytes) -> bool:
    if any(byte < 9 or 13 < byte < 32 for byte in head):
        return False
    try:
        head.decode()
    except UnicodeDecodeError as problem:
        return problem.start > len(head) - 4  # the last letter may be cut in two
    return True
