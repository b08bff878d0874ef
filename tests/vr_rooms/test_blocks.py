"""Validation of scenes: links between them, what a draft may leave open, and threads that validate at the same time."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from tests.vr_rooms.conftest import hotspot, scene, scene_id, to_scene
from vr_rooms import root_block
from vr_rooms.blocks import SceneLinkBlock, ScenesBlock
from vr_rooms.models import RoomPage

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def block():
    return RoomPage._meta.get_field("scenes").stream_block


def stream(block, *scenes):
    return block.to_python([{"type": "scene", **one} for one in scenes])


@pytest.mark.django_db
def test_a_link_to_a_scene_of_the_room_is_fine(block, panorama):
    value = stream(block, scene(1, panorama, to_scene(1, 2)), scene(2, panorama))
    assert [child.id for child in block.clean(value)] == [scene_id(1), scene_id(2)]


@pytest.mark.django_db
def test_a_dead_link_blocks_publishing_and_not_a_draft(block, panorama):
    value = stream(block, scene(1, panorama, hotspot(1, "link", url="https://example.org/"), to_scene(2, 7)))
    with pytest.raises(ValidationError) as refused:
        block.clean(value)
    hotspots = refused.value.block_errors[0].block_errors["hotspots"]
    assert list(hotspots.block_errors) == [1] and list(hotspots.block_errors[1].block_errors) == ["scene"]
    assert block.clean_deferred(value)


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["label", "yaw"])
def test_a_hotspot_needs_a_label_and_a_direction_to_be_published(block, panorama, missing):
    spot = to_scene(1, 1)
    spot["value"][missing] = None if missing == "yaw" else ""
    with pytest.raises(ValidationError):
        block.clean(stream(block, scene(1, panorama, spot)))
    assert block.clean_deferred(stream(block, scene(1, panorama, spot)))


@pytest.mark.django_db
@pytest.mark.parametrize(("yaw", "pitch"), [(181, 0), (-181, 0), (0, 91), (0, -91)])
def test_directions_have_limits(block, panorama, yaw, pitch):
    spot = to_scene(1, 1, yaw=yaw, pitch=pitch)
    with pytest.raises(ValidationError):
        block.clean(stream(block, scene(1, panorama, spot)))


def test_a_link_between_scenes_is_no_text_to_translate():
    from wagtail.blocks import CharBlock, TextBlock

    assert not issubclass(SceneLinkBlock, CharBlock | TextBlock)


def race(block, seconds: float) -> dict[str, int]:
    """Threads save a draft that is incomplete while another publishes it; how often each went wrong."""
    bad = block.to_python(
        [{"type": "scene", "id": str(uuid.uuid4()), "value": {"title": "H", "alt": "", "asset": None, "hotspots": []}}] * 5
    )
    wrong = {"draft refused": 0, "publish accepted": 0, "broke": 0}
    stop = threading.Event()

    def draft() -> None:
        while not stop.is_set():
            try:
                block.clean_deferred(bad)
            except ValidationError:
                wrong["draft refused"] += 1
            except Exception:
                wrong["broke"] += 1

    def publish() -> None:
        while not stop.is_set():
            try:
                block.clean(bad)
            except ValidationError:
                continue
            except Exception:
                wrong["broke"] += 1
            else:
                wrong["publish accepted"] += 1

    threads = [threading.Thread(target=draft) for _ in range(2)] + [threading.Thread(target=publish)]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        for thread in threads:
            thread.start()
        time.sleep(seconds)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        sys.setswitchinterval(before)
    return wrong


def test_saving_drafts_never_lets_an_incomplete_room_go_live():
    assert race(ScenesBlock(), 1.0) == {"draft refused": 0, "publish accepted": 0, "broke": 0}


def race_without_the_lock() -> bool:
    """Whether it goes wrong within 20 s when nothing holds the threads apart."""

    class NoLock:
        def __enter__(self): ...
        def __exit__(self, *error): ...

    root_block._LOCK = NoLock()
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if any(race(ScenesBlock(), 0.5).values()):
            return True
    return False


def test_the_race_is_real_without_the_lock():
    # In a process of its own: the race can leave "required" switched off on the shared blocks for good.
    code = (
        "import django; django.setup(); from tests.vr_rooms.test_blocks import race_without_the_lock; "
        "raise SystemExit(0 if race_without_the_lock() else 1)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, timeout=100)
    assert ran.returncode == 0, "the race did not show: does Wagtail validate without shared state now?"
