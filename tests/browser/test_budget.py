"""What the player's page loads before its first picture stays small; read off the built files, without a browser."""

from __future__ import annotations

import gzip
import json

from tests.browser.serving import BUILT
from tests.conftest import absent

FOLDER = BUILT / "vr_rooms"


def test_the_script_before_the_first_picture() -> None:
    """180 kB gzipped at most: the entrance and all that it imports at once."""
    listed = FOLDER / "player.modules.json"
    if not listed.is_file():
        absent("the front end is not built: (cd frontend && npm ci && npm run build)")
    modules = ["early.js", "player.js", *json.loads(listed.read_text(encoding="utf-8"))]
    sizes = {path: len(gzip.compress((FOLDER / path).read_bytes())) for path in modules}
    assert sum(sizes.values()) <= 180_000, sizes
