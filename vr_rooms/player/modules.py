"""What the player's page asks for at once: the files that its script begins with."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders


def module_urls() -> list[str]:
    """Addresses as the script itself names them, without digests that a storage puts into names; [] where nothing is built."""
    listed = finders.find("vr_rooms/player.modules.json")
    if not isinstance(listed, str):
        return []
    return [f"{settings.STATIC_URL}vr_rooms/{path}" for path in json.loads(Path(listed).read_text(encoding="utf-8"))]
