"""A scene of bare surfaces becomes a plain GLB with everything in it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, UnidentifiedImageError

from media_pipeline.errors import Refused
from media_pipeline.meshes.surface import Material, Points, Scene, Surface
from media_pipeline.meshes.textures import media_type, picture_size
from media_pipeline.meshes.writer import ARRAY, ELEMENTS, Builder, bounds
from media_pipeline.recipes import Limits

_OLD_FORMATS = ("BMP", "TGA", "TIFF")  # of textures that OBJ files still name; glTF knows PNG, JPEG and WebP


def write_scene(scene: Scene, target: Path, limits: Limits, name: str) -> None:
    """Write a GLB. Refused: a texture of another kind or too large."""
    builder = Builder()
    pictures: dict[Path, int] = {}
    primitives = [_primitive(builder, surface) for surface in scene.surfaces]
    materials = [_material(builder, material, pictures, limits, name) for material in scene.materials]
    builder.document |= {
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": primitives}],
        "materials": materials,
    }
    builder.write(target)


def _primitive(builder: Builder, surface: Surface) -> dict[str, Any]:
    points = surface.points.astype(np.float32)
    if not np.isfinite(points).all():  # fits a double and not a float
        points = np.nan_to_num(points)
    attributes = {"POSITION": builder.numbers(points, ARRAY, **bounds(points))}
    if surface.normals is not None:
        lengths = np.linalg.norm(surface.normals, axis=1, keepdims=True)
        normals = np.divide(surface.normals, lengths, out=np.tile((0.0, 1.0, 0.0), (len(points), 1)), where=lengths > 0)
        attributes["NORMAL"] = builder.numbers(normals.astype(np.float32), ARRAY)
    if surface.uvs is not None:
        attributes["TEXCOORD_0"] = builder.numbers(_float32(surface.uvs), ARRAY)
    if surface.colours is not None:
        attributes["COLOR_0"] = builder.numbers(np.rint(surface.colours * 65535).astype(np.uint16), ARRAY, normalized=True)
    indices = builder.numbers(surface.triangles.reshape(-1).astype(np.uint32), ELEMENTS)
    return {"attributes": attributes, "indices": indices, "material": surface.material}


def _float32(values: Points) -> Any:
    return np.clip(values, -1e6, 1e6).astype(np.float32)


def _material(builder: Builder, material: Material, pictures: dict[Path, int], limits: Limits, name: str) -> dict[str, Any]:
    pbr: dict[str, Any] = {
        "baseColorFactor": [round(part, 6) for part in material.colour],
        "metallicFactor": material.metallic,
        "roughnessFactor": round(material.roughness, 6),
    }
    if material.texture is not None:
        if material.texture not in pictures:
            pictures[material.texture] = _picture(builder, material.texture, limits, name)
        pbr["baseColorTexture"] = {"index": pictures[material.texture]}
    # Such files close no surface reliably, and which side of one is its front differs between programs.
    made: dict[str, Any] = {"pbrMetallicRoughness": pbr, "doubleSided": True}
    if material.name:
        made["name"] = material.name
    if any(material.emission):
        made["emissiveFactor"] = [min(part, 1.0) for part in material.emission]
    if material.colour[3] < 1:
        made["alphaMode"] = "BLEND"
    return made


def _picture(builder: Builder, path: Path, limits: Limits, name: str) -> int:
    """Add a texture; its number."""
    if path.stat().st_size > limits.file_bytes:
        raise Refused("too_large_file", name=path.name, size=path.stat().st_size, limit=limits.file_bytes)
    data = path.read_bytes()
    kind = media_type(data)
    if kind is None or picture_size(data) is None:
        data, kind = _as_png(data, limits, name), "image/png"
    document = builder.document
    images, textures = document.setdefault("images", []), document.setdefault("textures", [])
    images.append({"bufferView": builder.view(data), "mimeType": kind})
    if kind == "image/webp":
        textures.append({"extensions": {"EXT_texture_webp": {"source": len(images) - 1}}})
        document["extensionsUsed"] = document["extensionsRequired"] = ["EXT_texture_webp"]
    else:
        textures.append({"source": len(images) - 1})
    return len(textures) - 1


def _as_png(data: bytes, limits: Limits, name: str) -> bytes:
    try:
        with Image.open(io.BytesIO(data), formats=_OLD_FORMATS) as picture:
            if max(picture.size) > limits.texture_side:
                raise Refused("texture_too_large", name=name, side=max(picture.size), limit=limits.texture_side)
            out = io.BytesIO()
            picture.convert("RGBA" if "A" in picture.getbands() else "RGB").save(out, "PNG")
            return out.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise Refused("texture_format", name=name) from None
