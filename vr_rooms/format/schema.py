"""JSON Schemas (2020-12) of the wire documents, generated from the models: ``python -m vr_rooms.format.schema [--check]``.

They describe what is written: a field is required unless it may be absent, and absent fields are left out, never null. Readers
must still ignore fields and hotspot kinds that they do not know.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from media_pipeline.records import TileIndex, VideoIndex
from media_pipeline.store import Store
from vr_rooms.format.active import ActiveRecord
from vr_rooms.format.catalog import Catalog, SectorDocument
from vr_rooms.format.manifest import RoomManifest

DOCUMENTS: dict[str, type[BaseModel]] = {
    "catalog": Catalog,
    "sector": SectorDocument,
    "room-manifest": RoomManifest,
    "tile-index": TileIndex,
    "video-index": VideoIndex,
    "active": ActiveRecord,
}
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "schemas"


class _Written(GenerateJsonSchema):
    """Schemas of documents as ``canonical.dumps`` writes them: None is an absent field."""

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,
    ) -> bool:
        inner: Any = field["schema"]
        return not (inner["type"] == "default" and inner.get("default", ...) is None)

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        if schema.get("default", ...) is None:
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)


def schema(name: str) -> bytes:
    """One schema as it is committed and served; ``name`` is a key of DOCUMENTS."""
    made = DOCUMENTS[name].model_json_schema(mode="serialization", schema_generator=_Written)
    whole = {"$schema": GenerateJsonSchema.schema_dialect, **made}
    return (json.dumps(whole, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def put_schemas(store: Store) -> None:
    """Lay all schemas into a content root, below ``schemas/``."""
    for name in DOCUMENTS:
        data = schema(name)
        path = f"schemas/{name}.json"
        if not _has(store, path, data):
            store.replace(path, data, media_type="application/json")


def _has(store: Store, path: str, data: bytes) -> bool:
    try:
        with store.open(path) as file:
            return file.read() == data
    except FileNotFoundError:
        return False


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the schemas into docs/schemas, or with --check say which of them are not in step (exit status 1)."""
    parser = argparse.ArgumentParser(prog="python -m vr_rooms.format.schema", description="JSON Schemas of the wire documents.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a committed schema is out of step")
    given = parser.parse_args(arguments)
    wanted = {FOLDER / f"{name}.json": schema(name) for name in DOCUMENTS}
    stale = [path for path, data in wanted.items() if not path.is_file() or path.read_bytes() != data]
    stale += [path for path in FOLDER.glob("*.json") if path not in wanted]
    if given.check:
        for path in stale:
            sys.stderr.write(f"docs/schemas/{path.name} is out of step; run python -m vr_rooms.format.schema.\n")
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in stale:
        if path in wanted:
            path.write_bytes(wanted[path])
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
