"""Which blobs each profile fetches, and that the sizes in a manifest are what comes over the line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_pipeline.canonical import dumps
from media_pipeline.records import Asset, Mesh, Panorama, Video
from media_pipeline.store import MemoryStore, read
from tests import content
from vr_rooms.format.manifest import PROFILE_NAMES, ProfileName, RoomManifest
from vr_rooms.format.profiles import Blobs, asset_blobs, at_most, blobs_of, load_indexes, with_profiles


def fetched(store: MemoryStore, profile: ProfileName, asset: Asset) -> Blobs:
    return asset_blobs(profile, asset, load_indexes(lambda path: read(store, path), [asset], [profile]))


def tiers(asset: Panorama, blobs: Blobs) -> list[int]:
    return [tier.width for tier in asset.tiers if tier.image.path in blobs]


@pytest.mark.parametrize(
    ("profile", "there", "wanted"),
    [
        ("web", (2048, 4096, 8192), [2048]),
        ("headset", (2048, 4096, 8192), [4096]),
        ("headset-hq", (2048, 4096, 8192), [4096, 8192]),
        ("headset", (2048,), [2048]),
        ("headset", (2048, 8192), [2048]),
        ("headset", (6000,), [6000]),
        ("headset-hq", (2048, 4096), [4096]),
        ("headset-hq", (1500,), [1500]),
        ("web", (1500,), [1500]),
        ("web", (4096, 8192), [4096]),
    ],
)
def test_tiers_of_a_panorama(profile: ProfileName, there: tuple[int, ...], wanted: list[int]) -> None:
    store = MemoryStore()
    asset = content.panorama(store, "p", tiers=there)
    blobs = fetched(store, profile, asset)
    assert tiers(asset, blobs) == wanted
    assert asset.poster.path in blobs
    assert asset.tiles is not None
    assert (asset.tiles.index.path in blobs) == (profile == "web")
    expected_tiles = 30 if profile == "web" else 0
    assert len(blobs) == len(wanted) + 1 + expected_tiles + (profile == "web")


SIZES = ((1920, 1080), (1280, 720), (854, 480))


@pytest.mark.parametrize(
    ("profile", "sizes", "wanted"),
    [
        ("web", SIZES, [1080, 720, 480]),
        ("headset", SIZES, [720]),
        ("headset-hq", SIZES, [1080]),
        ("headset", SIZES[2:], [480]),
        ("headset", SIZES[:1], [1080]),
        ("headset", ((1080, 1920), (720, 1280)), [1280]),
    ],
)
def test_variants_of_a_flat_video(profile: ProfileName, sizes: tuple[tuple[int, int], ...], wanted: list[int]) -> None:
    store = MemoryStore()
    asset = content.video(store, "v", sizes=sizes)
    blobs = fetched(store, profile, asset)
    version = asset.hls[0]
    assert [one.height for one in version.variants if one.playlist.path in blobs] == wanted
    assert (version.master.path in blobs) == (profile == "web")
    assert asset.captions[0].vtt.path in blobs
    # poster, captions, and per variant a playlist, an index, an init and three segments; the sidx is the same blob for all
    assert len(blobs) == 2 + 6 * len(wanted) + 1 + (profile == "web")


@pytest.mark.parametrize(("widths", "wanted"), [((1920, 3840, 5760), 3840), ((5760, 7680), 5760), ((1920,), 1920)])
def test_variants_of_a_360_video_go_by_width(widths: tuple[int, ...], wanted: int) -> None:
    store = MemoryStore()
    flat = content.video(store, "v", sizes=[(width, width // 2) for width in widths])
    asset = Video.model_validate({**flat.model_dump(), "projection": "equirectangular"})
    for profile in ("headset", "headset-hq"):
        blobs = fetched(store, profile, asset)  # type: ignore[arg-type]
        assert [one.width for one in asset.hls[0].variants if one.playlist.path in blobs] == [wanted]


@pytest.mark.parametrize(
    ("profile", "there", "wanted"),
    [
        ("web", (50_000, 15_000), [50_000, 15_000]),
        ("headset", (50_000, 15_000), [15_000]),
        ("headset-hq", (50_000, 15_000), [50_000]),
        ("headset", (50_000,), [50_000]),
        ("headset-hq", (320_000, 15_000), [15_000]),
    ],
)
def test_lods_of_a_mesh(profile: ProfileName, there: tuple[int, ...], wanted: list[int]) -> None:
    store = MemoryStore()
    asset = content.mesh(store, "m", there)
    assert isinstance(asset, Mesh)
    blobs = fetched(store, profile, asset)
    assert [lod.triangles for lod in asset.lods if lod.glb.path in blobs] == wanted


@pytest.mark.parametrize("profile", PROFILE_NAMES)
def test_sounds_pictures_and_documents_go_everywhere(profile: ProfileName) -> None:
    store = MemoryStore()
    for make in (content.image, content.audio, content.document):
        asset = make(store, "x")
        blobs = fetched(store, profile, asset)
        assert set(blobs) == set(store.files)
        assert all(len(store.files[path]) == size for path, size in blobs.items())
        store.files.clear()


def test_a_manifest_counts_itself() -> None:
    store = MemoryStore()
    made = content.manifest(store, "lasserij")
    indexes = load_indexes(lambda path: read(store, path), made.assets.values())
    for profile in PROFILE_NAMES:
        below = blobs_of(profile, made, indexes)
        size = made.profiles[profile]
        assert size.bytes == sum(below.values()) + len(dumps(made))
        assert size.blobs == len(below) + 1
    assert with_profiles(made, indexes) == made
    assert made.lesson is not None
    assert made.lesson.sheet is not None
    assert made.lesson.sheet.path in blobs_of("headset", made, indexes)


@pytest.fixture(scope="module")
def bare() -> RoomManifest:
    return content.manifest(MemoryStore(), "lasserij", tiers=(2048,))


@given(size=st.integers(0, 10**12), padding=st.integers(0, 30))
def test_counting_itself_always_ends(bare: RoomManifest, size: int, padding: int) -> None:
    """Around every power of ten the number grows a digit, which grows the number."""
    asset = next(iter(bare.assets.values()))
    assert isinstance(asset, Panorama)
    heavy = asset.model_copy(update={"tiles": None, "poster": asset.poster.model_copy(update={"size": size})})
    made = bare.model_copy(update={"assets": dict.fromkeys(bare.assets, heavy), "credits": "x" * padding})
    counted = with_profiles(made, {})
    for profile in PROFILE_NAMES:
        assert counted.profiles[profile].bytes == sum(blobs_of(profile, counted, {}).values()) + len(dumps(counted))


@given(st.lists(st.integers(1, 10), min_size=1), st.integers(0, 11))
def test_what_is_absent_is_replaced_by_the_largest_below_else_the_smallest(sizes: list[int], limit: int) -> None:
    [chosen] = at_most(sizes, lambda one: one, limit)
    assert chosen == (max((one for one in sizes if one <= limit), default=min(sizes)))
