"""Recipes: the named settings of each kind of packaging, and the limits, as data with a sentence each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Where an input is refused; every refusal names the limit and the value."""

    pixels: int = 180_000_000
    side: int = 32_768
    picture_side: int = 8
    panorama_width: int = 64
    file_bytes: int = 8 * 1024**3
    files: int = 1000
    zip_ratio: int = 100
    duration_s: int = 60 * 60
    streams: int = 16
    triangles: int = 5_000_000
    texture_side: int = 8192
    probe_s: int = 30
    convert_s: int = 300
    decode_s: int = 120
    child_memory_bytes: int = 4 * 1024**3


@dataclass(frozen=True)
class PanoramaRecipe:
    """360° photo: cube tiles in all levels, whole-image tiers, a poster, a preview of at most 1 kB."""

    name: str = "panorama-2"
    tile_size: int = 512
    tile_quality: int = 75
    tier_widths: tuple[int, ...] = (2048, 4096, 8192)
    tier_quality: int = 80
    poster_width: int = 1024
    poster_quality: int = 75
    preview_width: int = 48
    preview_bytes: int = 1024


@dataclass(frozen=True)
class ImageRecipe:
    """Flat picture: tiers by width, never upscaled."""

    name: str = "image-2"
    tier_widths: tuple[int, ...] = (640, 1280, 2048)
    quality: int = 80


@dataclass(frozen=True)
class Rung:
    """One variant of the ladder: the shorter side in pixels, constant rate factor, ceiling in bit/s, sound in bit/s."""

    short_side: int
    crf: int
    max_bitrate: int
    audio_bitrate: int


@dataclass(frozen=True)
class VideoRecipe:
    """Flat video: the whole HLS fMP4 ladder with 4 s segments, each encoded by itself, a poster and a storyboard."""

    name: str = "video-3"
    segment_s: int = 4
    rungs: tuple[Rung, ...] = (
        Rung(1080, 21, 5_000_000, 128_000),
        Rung(720, 22, 2_800_000, 128_000),
        Rung(480, 23, 1_400_000, 96_000),
    )
    preset: str = "veryfast"
    audio_rate: int = 48_000
    loudness_lufs: float = -16.0
    poster_width: int = 1280
    poster_quality: int = 80
    storyboard_s: float = 2.0


@dataclass(frozen=True)
class WideRung:
    """One variant of a 360° film: the frame's width in pixels, constant rate factor, ceiling in bit/s, sound in bit/s."""

    width: int
    crf: int
    max_bitrate: int
    audio_bitrate: int


@dataclass(frozen=True)
class Video360Recipe:
    """360° and 180° video, mono or stereo: as flat video, with variants by width that keep how they lie on the sphere."""

    name: str = "video360-3"
    segment_s: int = 4
    rungs: tuple[WideRung, ...] = (
        WideRung(3840, 22, 18_000_000, 128_000),
        WideRung(1920, 23, 4_000_000, 128_000),
    )
    preset: str = "veryfast"
    audio_rate: int = 48_000
    loudness_lufs: float = -16.0
    poster_width: int = 1024
    poster_quality: int = 80
    storyboard_s: float = 2.0


@dataclass(frozen=True)
class MeshRecipe:
    """3D: lods within budgets of triangles, finest first, their textures within sides; a poster rendered off-screen."""

    name: str = "mesh-6"
    budgets: tuple[int, ...] = (50_000, 15_000)
    texture_sides: tuple[int, ...] = (2048, 1024)
    tools: str = "meshoptimizer 1.3.0"
    poster_width: int = 1024
    poster_height: int = 768
    poster_quality: int = 85
    poster_timeout_s: float = 120.0


@dataclass(frozen=True)
class AudioRecipe:
    """Sound: AAC in MP4 at an even loudness; mono stays mono, stereo stays stereo. Bitrates in bit/s."""

    name: str = "audio-2"
    rate: int = 48_000
    mono_bitrate: int = 80_000
    stereo_bitrate: int = 128_000
    loudness_lufs: float = -16.0


@dataclass(frozen=True)
class BlurSettings:
    """How faces are painted over: parts of a disc's radius, colours left across it, how it grows while it is still found."""

    full: float = 1.25
    rim: float = 1.6
    cells: tuple[int, ...] = (5, 3, 1)
    grows: float = 1.25
    tries: int = 5
    searches: int = 3


LIMITS = Limits()
BLUR = BlurSettings()
PANORAMA = PanoramaRecipe()
IMAGE = ImageRecipe()
VIDEO = VideoRecipe()
VIDEO360 = Video360Recipe()
MESH = MeshRecipe()
AUDIO = AudioRecipe()

Recipe = PanoramaRecipe | ImageRecipe | VideoRecipe | Video360Recipe | MeshRecipe | AudioRecipe
RECIPES: dict[str, Recipe] = {recipe.name: recipe for recipe in (PANORAMA, IMAGE, VIDEO, VIDEO360, MESH, AUDIO)}
