"""MTL, the materials of an OBJ: colour, texture, shine and light of their own.

Sources: Wavefront, "MTL material format"; the physically based additions (Pr, Pm) that exporters agree on.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from media_pipeline.errors import Refused
from media_pipeline.meshes.parts import Parts
from media_pipeline.meshes.surface import NEUTRAL, Material, linear
from media_pipeline.remarks import Remark, remark

_FILE_BYTES = 16 * 1024**2
_OPTIONS = {
    "-blendu": 1,
    "-blendv": 1,
    "-cc": 1,
    "-clamp": 1,
    "-texres": 1,
    "-mm": 2,
    "-bm": 1,
    "-boost": 1,
    "-imfchan": 1,
    "-type": 1,
}
_VECTORS = ("-o", "-s", "-t")  # one to three numbers


def text_of(data: bytes) -> str:
    """A text in UTF-8 or, as older programs on Windows write names with accents, in code page 1252."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read_mtl(path: Path, parts: Parts) -> tuple[dict[str, Material], list[Remark]]:
    """Materials by name, and warnings about textures that are not there. What is not understood is passed over."""
    if path.stat().st_size > _FILE_BYTES:
        raise Refused("damaged", name=parts.main.name, detail=f"its materials are {path.stat().st_size} bytes")
    found: dict[str, dict[str, str]] = {}
    now: dict[str, str] = {}
    for line in path.read_bytes().splitlines():
        word, _, rest = text_of(line).strip().replace("\t", " ").partition(" ")
        if word == "newmtl":
            now = found.setdefault(rest.strip(), {})
        elif word:
            now[word.lower()] = rest.strip()
    warnings: list[Remark] = []
    return {name: _material(name, lines, parts, warnings) for name, lines in found.items()}, warnings


def _material(name: str, lines: dict[str, str], parts: Parts, warnings: list[Remark]) -> Material:
    texture = None
    if "map_kd" in lines:
        wanted = _file_name(lines["map_kd"])
        texture = parts.like(wanted)
        if texture is None:
            warnings.append(remark("texture", name=parts.main.name, file=wanted[:80]))
    diffuse = _numbers(lines.get("kd", ""), 3)
    red, green, blue = (1.0, 1.0, 1.0) if texture else tuple(linear(np.array(diffuse))) if diffuse else NEUTRAL[:3]
    alpha = (_numbers(lines.get("d", ""), 1) or (1.0,))[0]  # not Tr: exporters do not agree which way it counts
    shine = (_numbers(lines.get("ns", ""), 1) or (0.0,))[0]
    rough = (_numbers(lines.get("pr", ""), 1) or ((2.0 / (max(shine, 0.0) + 2.0)) ** 0.25,))[0]
    metal = (_numbers(lines.get("pm", ""), 1) or (0.0,))[0]
    glow = _numbers(lines.get("ke", ""), 3)
    return Material(
        name=name[:80],
        colour=(float(red), float(green), float(blue), _part(alpha)),
        emission=tuple(float(part) for part in linear(np.array(glow))) if glow else (0.0, 0.0, 0.0),  # type: ignore[arg-type]
        roughness=_part(rough),
        metallic=_part(metal),
        texture=texture,
    )


def _part(number: float) -> float:
    return min(max(number, 0.0), 1.0)


def _numbers(text: str, many: int) -> tuple[float, ...] | None:
    try:
        numbers = tuple(float(word) for word in text.split()[:many])
    except ValueError:
        return None
    return numbers if len(numbers) == many and np.isfinite(numbers).all() else None


def _file_name(text: str) -> str:
    """The name at the end of a map's line, which may hold spaces; the options before it are passed over."""
    words = text.split(" ")
    while words and words[0].startswith("-"):
        option = words[0].lower()
        if option not in _OPTIONS and option not in _VECTORS:
            break  # the name itself
        del words[0]
        if option in _VECTORS:
            for _ in range(3):
                if words and _numbers(words[0], 1) is not None:
                    words.pop(0)
        else:
            del words[: _OPTIONS[option]]
    return " ".join(words).strip()
