"""What the drawing child is told, and how long and how large it may be."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter

from media_pipeline.records import Bounds
from media_pipeline.rendering.lamps import Lamp
from media_pipeline.rendering.viewpoints import Viewpoint

NARROWEST, WIDEST, WIDTH_STEP = 256, 8192, 8
"""Pixels of a panorama; each of the cube's sides has to begin at a whole column."""
QUALITY = 95
"""Of the drawn picture, which is the original of all tiers and tiles."""
STEPS = 7
"""Steps of one sphere that are told: six faces and putting them together."""
STALL_S = 180.0
_PATIENCE_S, _PATIENCE_EACH_S = 120.0, 60.0


@dataclass(frozen=True)
class Job:
    """Panoramas ``width`` pixels wide from all viewpoints of a scene, for two eyes or for one."""

    viewpoints: tuple[Viewpoint, ...]
    stereo: bool
    width: int
    bounds: Bounds
    lamps: tuple[Lamp, ...]
    quality: int = QUALITY

    @property
    def spheres(self) -> int:
        """How many whole spheres have to be drawn."""
        return len(self.viewpoints) * (2 if self.stereo else 1)

    @property
    def patience_s(self) -> float:
        """How long it may take on a slow machine."""
        return _PATIENCE_S + self.spheres * _PATIENCE_EACH_S * max(1.0, (self.width / 4096) ** 2)


JOB: TypeAdapter[Job] = TypeAdapter(Job)


def picture_name(number: int) -> str:
    """File name of a viewpoint's picture."""
    return f"view-{number}.jpg"


def check_width(width: int) -> None:
    """ValueError, as a sentence's beginning, for a width that can't be drawn."""
    if not NARROWEST <= width <= WIDEST or width % WIDTH_STEP:
        raise ValueError(f"{width} pixels is no width to draw; give a multiple of {WIDTH_STEP} from {NARROWEST} to {WIDEST}")
