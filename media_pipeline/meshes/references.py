"""Every number in a glTF document that points at something points at something that is there.

A loader follows these without asking: one wrong number leaves the whole object out of a room.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from media_pipeline.errors import Refused
from media_pipeline.meshes.glb import Glb

SHOWN = frozenset(
    {
        "KHR_animation_pointer",
        "KHR_lights_punctual",
        "KHR_materials_anisotropy",
        "KHR_materials_clearcoat",
        "KHR_materials_dispersion",
        "KHR_materials_emissive_strength",
        "KHR_materials_ior",
        "KHR_materials_iridescence",
        "KHR_materials_sheen",
        "KHR_materials_specular",
        "KHR_materials_transmission",
        "KHR_materials_unlit",
        "KHR_materials_variants",
        "KHR_materials_volume",
        "KHR_mesh_quantization",
        "KHR_texture_transform",
        "KHR_xmp_json_ld",
        "EXT_texture_webp",
    }
)
"""Extensions that a file may require: three.js shows them with nothing added, or they show nothing.
Not here: Draco, meshopt and KTX2 compression, whose decoders the player does not carry."""

_INSTANCES = "EXT_mesh_gpu_instancing"


def check_extensions(glb: Glb) -> None:
    """Refuse a file that can't be shown without an extension we lack. Of parts that stand in many places by one that it does not
    require we would show each but once, and say nothing."""
    repeated = any(_INSTANCES in node.extensions for node in glb.document.nodes)
    for extension in (*glb.document.extensions_required, *([_INSTANCES] if repeated else [])):
        if extension not in SHOWN:
            raise Refused("gltf_extension", name=glb.name, extension=extension[:60])
    for texture in glb.document.textures:
        if texture.source is None and texture.extensions and "EXT_texture_webp" not in texture.extensions:
            raise Refused("gltf_extension", name=glb.name, extension=next(iter(texture.extensions))[:60])


def check_references(glb: Glb) -> None:
    """Refuse a document with a number that points at nothing."""
    document = glb.document
    lengths = {
        "accessor": len(document.accessors),
        "mesh": len(document.meshes),
        "material": len(document.materials),
        "texture": len(document.textures),
        "image": len(document.images),
        "sampler": len(document.samplers),
        "skin": len(document.skins),
        "camera": len(document.cameras),
        "node": len(document.nodes),
    }
    for kind, number in _references(glb):
        if number is not None and not 0 <= number < lengths[kind]:
            raise glb.damaged(f"it names {kind} {number} and has {lengths[kind]}")
    for animation in document.animations:
        for channel in animation.channels:
            if channel.sampler >= len(animation.samplers):
                raise glb.damaged("an animation moves by a curve that it does not have")


def _references(glb: Glb) -> Iterator[tuple[str, int | None]]:
    document = glb.document
    for mesh in document.meshes:
        for primitive in mesh.primitives:
            yield "material", primitive.material
            yield "accessor", primitive.indices
            for attributes in (primitive.attributes, *primitive.targets):
                yield from _all("accessor", attributes.values())
    for node in document.nodes:
        yield from (("mesh", node.mesh), ("skin", node.skin), ("camera", node.camera))
        yield from _all("node", node.children)
    for scene in document.scenes:
        yield from _all("node", scene.nodes)
    for skin in document.skins:
        yield "accessor", skin.inverse_bind_matrices
        yield from _all("node", skin.joints)
    for texture in document.textures:
        yield from (("image", texture.source), ("sampler", texture.sampler))
        webp = texture.extensions.get("EXT_texture_webp")
        if isinstance(webp, dict):
            yield "image", _number(webp.get("source"))
    for animation in document.animations:
        yield from _all("accessor", (number for sampler in animation.samplers for number in (sampler.input, sampler.output)))
        yield from _all("node", (channel.target.node for channel in animation.channels))
    yield from _all("texture", _textures(list(document.materials)))


def _all(kind: str, numbers: Iterable[int | None]) -> Iterator[tuple[str, int | None]]:
    return ((kind, number) for number in numbers)


def _textures(parts: list[Any]) -> Iterator[int]:
    """Texture numbers anywhere in the materials: each stands as ``…Texture: {index: n}``, in extensions too."""
    while parts:
        part = parts.pop()
        if isinstance(part, list):
            parts += part
        elif isinstance(part, dict):
            for name, value in part.items():
                if name.endswith("Texture") and isinstance(value, dict):
                    yield _number(value.get("index"))
                parts.append(value)


def _number(value: Any) -> int:
    return value if isinstance(value, int) else -1
