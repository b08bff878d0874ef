"""The icons an editor can choose for a sector: names of lucide's set, which the front end's build draws into one sheet."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "icons.json"


@cache
def sector_icons() -> list[str]:
    """Names in the order of the list."""
    names: list[str] = json.loads(LIST.read_text())["sectors"]
    return names


def choices() -> list[tuple[str, str]]:
    """For a form's drop-down."""
    return [(name, name.replace("-", " ")) for name in sector_icons()]
