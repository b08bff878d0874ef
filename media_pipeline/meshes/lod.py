"""A lod written as a GLB: the source's document with its pieces replaced, and only what it still needs.

Compressed as EXT_meshopt_compression says, or plain with the very same numbers, for readers that do not know it (validators).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from media_pipeline.meshes.accessors import array
from media_pipeline.meshes.glb import Glb
from media_pipeline.meshes.pack import Packed, PackedPiece, PackedStream
from media_pipeline.meshes.pictures import Pictures
from media_pipeline.meshes.references import SHOWN
from media_pipeline.meshes.textures import drop_without_picture
from media_pipeline.meshes.writer import ARRAY, ELEMENTS, GENERATOR, Builder, bounds

COMPRESSION, QUANTIZATION, WEBP = "EXT_meshopt_compression", "KHR_mesh_quantization", "EXT_texture_webp"
_KEPT = ("scenes", "nodes", "materials", "skins", "cameras", "animations")
_EXTENSIONS = SHOWN - {"KHR_xmp_json_ld", QUANTIZATION}
"""What is shown, and nothing that tells about people or programs."""
_DEEPEST = 60


def write_lod(glb: Glb, packed: Sequence[PackedPiece], pictures: Pictures, target: Path, *, compressed: bool) -> None:
    """Write the GLB. ``pictures`` are the source's textures as they travel on."""
    _Lod(glb, packed, pictures, compressed).write(target)


class _Lod:
    def __init__(self, glb: Glb, packed: Sequence[PackedPiece], pictures: Pictures, compressed: bool) -> None:
        self._glb = glb
        self._pictures = pictures
        self._compressed = compressed
        self._fallback = 0
        plain = glb.plain
        document: dict[str, Any] = {name: _cleaned(plain[name]) for name in _KEPT if plain.get(name)}
        asset = {"version": "2.0", "generator": GENERATOR}
        if isinstance(plain["asset"].get("copyright"), str):
            asset["copyright"] = plain["asset"]["copyright"]
        extensions = _cleaned({"extensions": plain.get("extensions") or {}}).get("extensions")
        document |= {"asset": asset, **({"extensions": extensions} if extensions else {})}
        document["scenes"], document["scene"] = [document["scenes"][glb.document.scene]], 0
        self._builder = Builder(document)
        self._document = document
        self._meshes(packed)
        self._animations()
        self._skins()
        self._textures()

    def write(self, target: Path) -> None:
        document = self._document
        used = _names(document)
        required = {name for name in self._glb.document.extensions_required if name in used}
        if any(attribute.stream.component == 5120 for attribute in self._streams):
            used.add(QUANTIZATION)
            required.add(QUANTIZATION)
        if self._compressed:
            used.add(COMPRESSION)
            required.add(COMPRESSION)
            document["buffers"] = [{"byteLength": self._fallback, "extensions": {COMPRESSION: {"fallback": True}}}]
        if WEBP in used:
            required.add(WEBP)
        for name, names in (("extensionsUsed", used), ("extensionsRequired", required)):
            if names:
                document[name] = sorted(names)
        self._builder.write(target)

    def _meshes(self, packed: Sequence[PackedPiece]) -> None:
        self._streams = [one for piece in packed for group in (piece.attributes, *piece.targets) for one in group.values()]
        by_mesh: dict[int, list[PackedPiece]] = defaultdict(list)
        for piece in packed:
            by_mesh[piece.piece.mesh].append(piece)
        numbers = {mesh: number for number, mesh in enumerate(by_mesh)}
        self._document["meshes"] = [self._mesh(mesh, pieces) for mesh, pieces in by_mesh.items()]
        for node in self._document["nodes"]:
            if node.get("mesh") in numbers:
                node["mesh"] = numbers[node["mesh"]]
            else:
                for name in ("mesh", "skin", "weights"):
                    node.pop(name, None)

    def _mesh(self, number: int, pieces: list[PackedPiece]) -> dict[str, Any]:
        source = self._glb.plain["meshes"][number]
        kept = _cleaned({name: source[name] for name in ("name", "weights") if name in source})
        return {**kept, "primitives": [self._primitive(source["primitives"][piece.piece.primitive], piece) for piece in pieces]}

    def _primitive(self, source: dict[str, Any], piece: PackedPiece) -> dict[str, Any]:
        kept = _cleaned({name: source[name] for name in ("material", "extensions") if name in source})
        made: dict[str, Any] = kept | {
            "attributes": {name: self._attribute(name, one, piece.count) for name, one in piece.attributes.items()},
            "indices": self._indices(piece),
        }
        if piece.targets:
            made["targets"] = [
                {name: self._attribute(name, one, piece.count) for name, one in target.items()} for target in piece.targets
            ]
        return made

    def _attribute(self, name: str, one: PackedStream, count: int) -> int:
        kind = one.stream
        more: dict[str, Any] = {"normalized": True} if kind.normalized else {}
        if name == "POSITION":
            more |= bounds(kind.read(one.plain, one.size))
        view = self._view(one, count, "ATTRIBUTES", kind.filter, byteStride=one.size, target=ARRAY)
        return self._builder.accessor(view, kind.component, count, kind.elements, **more)

    def _indices(self, piece: PackedPiece) -> int:
        count = len(piece.piece.indices)
        view = self._view(piece.indices, count, "TRIANGLES", "NONE", target=ELEMENTS)
        return self._builder.accessor(view, {2: 5123, 4: 5125}[piece.indices.size], count, "SCALAR")

    def _view(self, one: Packed, count: int, mode: str, kind: str, **more: int) -> int:
        if not self._compressed:
            return self._builder.view(one.plain.data, **more)
        start = self._builder.bytes_at(one.packed.data)
        extension: dict[str, Any] = {"buffer": 0, "byteOffset": start, "byteLength": len(one.packed), "byteStride": one.size}
        extension |= {"count": count, "mode": mode, **({} if kind == "NONE" else {"filter": kind})}
        place = {"buffer": 1, "byteOffset": self._fallback, "byteLength": len(one.plain)}
        self._fallback += len(one.plain) + -len(one.plain) % 4
        self._builder.views.append({**place, **more, "extensions": {COMPRESSION: extension}})
        return len(self._builder.views) - 1

    def _animations(self) -> None:
        """Movement is kept as it is; what moved a mesh that is gone goes too."""
        nodes, kept = self._document["nodes"], []
        for animation in self._document.pop("animations", []):
            animation["channels"] = [
                channel
                for channel in animation["channels"]
                if channel["target"].get("path") != "weights" or "mesh" in nodes[channel["target"].get("node", -1)]
            ]
            if not animation["channels"]:
                continue
            for sampler in animation["samplers"]:
                sampler["input"] = self._copied(sampler["input"], with_bounds=True)
                sampler["output"] = self._copied(sampler["output"])
            kept.append(animation)
        if kept:
            self._document["animations"] = kept

    def _skins(self) -> None:
        for skin in self._document.get("skins", []):
            if "inverseBindMatrices" in skin:
                skin["inverseBindMatrices"] = self._copied(skin["inverseBindMatrices"])

    def _copied(self, number: int, with_bounds: bool = False) -> int:
        values = np.array(array(self._glb, number))
        accessor = self._glb.document.accessors[number]
        more: dict[str, Any] = {"normalized": True} if accessor.normalized else {}
        if with_bounds:
            more |= bounds(values)
        return self._builder.numbers(values.astype(values.dtype.newbyteorder("=")), **more)

    def _textures(self) -> None:
        """Only textures that a material of a piece shows, with their pictures."""
        for material in self._document.get("materials", []):
            drop_without_picture(material, self._glb.document)
        shown = {primitive.get("material") for mesh in self._document["meshes"] for primitive in mesh["primitives"]}
        variants = "KHR_materials_variants" in str(self._document.get("meshes"))
        uses = [
            info
            for number, material in enumerate(self._document.get("materials", []))
            if variants or number in shown
            for info in _texture_infos(material)
        ]
        for number, material in enumerate(self._document.get("materials", [])):
            if not variants and number not in shown:
                material.clear()  # its number is another material's place, so an empty one stays
        textures: dict[int, int] = {}
        images: dict[int, int] = {}
        made: list[dict[str, Any]] = []
        for info in uses:
            number = info["index"]
            if number not in textures:
                textures[number] = len(made)
                made.append(self._texture(number, images))
            info["index"] = textures[number]
        if made:
            self._document["textures"] = made
            self._document["samplers"] = _cleaned(self._glb.plain.get("samplers") or [])
            if not self._document["samplers"]:
                del self._document["samplers"]

    def _texture(self, number: int, images: dict[int, int]) -> dict[str, Any]:
        source = self._glb.document.textures[number]
        webp = source.extensions.get(WEBP)
        picture = webp["source"] if isinstance(webp, dict) else source.source
        made: dict[str, Any] = {} if source.sampler is None else {"sampler": source.sampler}
        if picture is None:
            return made
        if picture not in images:
            images[picture] = len(images)
            data, kind = self._pictures[picture]
            self._document.setdefault("images", []).append({"bufferView": self._builder.view(data), "mimeType": kind})
        if self._document["images"][images[picture]]["mimeType"] == "image/webp":
            return made | {"extensions": {WEBP: {"source": images[picture]}}}
        return made | {"source": images[picture]}


def _texture_infos(part: Any) -> list[dict[str, Any]]:
    """Every ``…Texture: {index: n}`` of a material, those of its extensions too."""
    found, parts = [], [part]
    while parts:
        one = parts.pop()
        if isinstance(one, list):
            parts += reversed(one)
        elif isinstance(one, dict):
            found += [value for name, value in one.items() if name.endswith("Texture") and isinstance(value, dict)]
            parts += reversed(one.values())
    return found


def _cleaned(value: Any, depth: int = 0) -> Any:
    """A copy without extras (anything may stand there), extensions that are not shown, and what says nothing."""
    if depth > _DEEPEST:
        return None
    if isinstance(value, list):
        return [_cleaned(one, depth + 1) for one in value]
    if not isinstance(value, dict):
        return value
    made = {}
    for name, one in value.items():
        if name == "extras" or one is None or (name == "name" and not isinstance(one, str)):
            continue
        if name == "extensions" and isinstance(one, dict):
            one = {extension: inside for extension, inside in one.items() if extension in _EXTENSIONS}
            if not one:
                continue
        made[name] = _cleaned(one, depth + 1)
    return made


def _names(value: Any) -> set[str]:
    """The extensions that a cleaned document names anywhere."""
    found: set[str] = set()
    parts = [value]
    while parts:
        one = parts.pop()
        if isinstance(one, dict):
            if isinstance(one.get("extensions"), dict):
                found |= one["extensions"].keys()
            parts += one.values()
        elif isinstance(one, list):
            parts += one
    return found
