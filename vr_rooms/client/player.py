"""Lays the player beside a synced folder's content, so that any web server shows its rooms: no Django, no Node."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from vr_rooms.client.errors import SyncFailed, WrongUsage

BUILT = Path(__file__).resolve().parents[1] / "static" / "vr_rooms" / "standalone"
NAME = "player"
_CONFIG = re.compile(r'(<script id="player-config" type="application/json">)(.*?)(</script>)', re.DOTALL)


def lay(folder: Path, content: str | None = None, built: Path = BUILT) -> Path:
    """Copy the built player to ``folder``/player and give back where its page is; what lay there before is replaced.

    ``content`` is the address of another content root, for a player that reads its rooms there; without it the player reads the
    folder that it lies in. WrongUsage where that is no http address, SyncFailed where the front end is not built.
    """
    page = built / "index.html"
    if not page.is_file():
        raise SyncFailed("The player is not built; run make build first.")
    text = _pointed(page.read_text(encoding="utf-8"), content) if content is not None else None
    target = folder / NAME
    fresh = folder / f".{NAME}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(built, fresh)
    if text is not None:
        (fresh / "index.html").write_text(text, encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    return target / "index.html"


def _pointed(page: str, content: str) -> str:
    """The page with another content root in its configuration, and that host in its policy."""
    parts = urlsplit(content)
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\s\"'<>;,]", content):
        raise WrongUsage(f"{content} is no address of a content root; it looks like https://example.org/content/.")
    found = _CONFIG.search(page)
    if found is None:
        raise SyncFailed("The built player's page holds no configuration; run make build again.")
    config = {**json.loads(found[2]), "content_url": content}
    origin = f"{parts.scheme}://{parts.netloc}"
    page = page[: found.start(2)] + json.dumps(config).replace("<", "\\u003c") + page[found.end(2) :]
    for part in ("img-src", "media-src", "connect-src"):
        page = page.replace(f"{part} 'self'", f"{part} 'self' {origin}")
    return page
