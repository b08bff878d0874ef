"""The parts of a glTF 2.0 document that we read, as models that hold types and ranges.

Source: Khronos glTF 2.0 specification, section 5. Names are the specification's, in our spelling.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Index = Annotated[int, Field(ge=0, strict=True)]
"""Strict, because lods are written from the same JSON: "3" is no number there."""
Bytes = Annotated[int, Field(ge=0)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Vector3 = tuple[Finite, Finite, Finite]
Vector4 = tuple[Finite, Finite, Finite, Finite]

COMPONENTS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}
COMPONENT_BYTES = {5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4}
COMPONENT_DTYPES = {5120: "<i1", 5121: "<u1", 5122: "<i2", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
UNSIGNED = (5121, 5123, 5125)
FLOAT = 5126

ComponentType = Literal[5120, 5121, 5122, 5123, 5125, 5126]
ElementType = Literal["SCALAR", "VEC2", "VEC3", "VEC4", "MAT2", "MAT3", "MAT4"]


class _Part(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="ignore")


class AssetPart(_Part):
    """Which glTF this is."""

    version: str
    min_version: str | None = None


class Buffer(_Part):
    """Raw bytes: the file's binary chunk where there is no uri."""

    uri: str | None = None
    byte_length: int = Field(ge=1)


class BufferView(_Part):
    """A part of a buffer."""

    buffer: Index
    byte_offset: Bytes = 0
    byte_length: int = Field(ge=1)
    byte_stride: int | None = Field(None, ge=4, le=252, multiple_of=4)


class SparseIndices(_Part):
    """Which elements a sparse accessor changes."""

    buffer_view: Index
    byte_offset: Bytes = 0
    component_type: Literal[5121, 5123, 5125]


class SparseValues(_Part):
    """What it changes them to."""

    buffer_view: Index
    byte_offset: Bytes = 0


class Sparse(_Part):
    """Changes on top of an accessor."""

    count: int = Field(ge=1)
    indices: SparseIndices
    values: SparseValues


class Accessor(_Part):
    """Numbers in a buffer view."""

    buffer_view: Index | None = None
    byte_offset: Bytes = 0
    component_type: ComponentType
    normalized: bool = False
    count: int = Field(ge=1)
    type: ElementType
    sparse: Sparse | None = None


class Primitive(_Part):
    """Geometry to draw with one material. ``mode`` 4 triangles, 5 strip, 6 fan; below that points and lines."""

    attributes: dict[str, Index]
    indices: Index | None = None
    material: Index | None = None
    mode: int = Field(4, ge=0, le=6)
    targets: tuple[dict[str, Index], ...] = ()


class MeshPart(_Part):
    """Primitives that move together."""

    primitives: tuple[Primitive, ...]


class Node(_Part):
    """A place in the tree; ``matrix`` is column by column, rotation is (x, y, z, w)."""

    mesh: Index | None = None
    skin: Index | None = None
    camera: Index | None = None
    children: tuple[Index, ...] = ()
    matrix: tuple[Finite, ...] | None = Field(None, min_length=16, max_length=16)
    translation: Vector3 = (0.0, 0.0, 0.0)
    rotation: Vector4 = (0.0, 0.0, 0.0, 1.0)
    scale: Vector3 = (1.0, 1.0, 1.0)
    extensions: dict[str, Any] = {}


class Scene(_Part):
    """Root nodes."""

    nodes: tuple[Index, ...] = ()


class Skin(_Part):
    """Joints that bend a mesh."""

    inverse_bind_matrices: Index | None = None
    joints: tuple[Index, ...] = Field(min_length=1)


class Picture(_Part):
    """A texture's picture."""

    uri: str | None = None
    buffer_view: Index | None = None


class Texture(_Part):
    """A picture with a sampler."""

    source: Index | None = None
    sampler: Index | None = None
    extensions: dict[str, Any] = {}


class Sampler(_Part):
    """An animation's curve."""

    input: Index
    output: Index


class Target(_Part):
    """What a curve moves."""

    node: Index | None = None


class Channel(_Part):
    """A curve and what it moves."""

    sampler: Index
    target: Target


class Animation(_Part):
    """Movement over time."""

    samplers: tuple[Sampler, ...]
    channels: tuple[Channel, ...]


class Document(_Part):
    """A whole glTF document."""

    asset: AssetPart
    extensions_used: tuple[str, ...] = ()
    extensions_required: tuple[str, ...] = ()
    scene: Index = 0
    scenes: tuple[Scene, ...] = ()
    nodes: tuple[Node, ...] = ()
    meshes: tuple[MeshPart, ...] = ()
    accessors: tuple[Accessor, ...] = ()
    buffer_views: tuple[BufferView, ...] = ()
    buffers: tuple[Buffer, ...] = ()
    images: tuple[Picture, ...] = ()
    textures: tuple[Texture, ...] = ()
    samplers: tuple[dict[str, Any], ...] = ()
    materials: tuple[dict[str, Any], ...] = ()
    skins: tuple[Skin, ...] = ()
    cameras: tuple[dict[str, Any], ...] = ()
    animations: tuple[Animation, ...] = ()
    extensions: dict[str, Any] = {}
