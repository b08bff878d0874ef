"""The committed JSON Schemas: in step with the models, and true of what is written."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from media_pipeline.canonical import dumps
from media_pipeline.store import MemoryStore
from tests.content import Programme
from vr_rooms.format import schema as schemas

EXAMPLE = Path(__file__).resolve().parents[4] / "shared" / "contract" / "example-root"
_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}


_WORDS = {"$ref", "$defs", "$schema", "title", "description", "default", "discriminator", "type", "const", "enum", "pattern"}
_WORDS |= {"properties", "required", "additionalProperties", "patternProperties", "propertyNames", "items", "prefixItems"}
_WORDS |= {"minItems", "maxItems", "minLength", "anyOf", "oneOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}


def problems(value: Any, rule: dict[str, Any], whole: dict[str, Any], at: str = "$") -> list[str]:
    """What a value breaks of a schema: as much of 2020-12 as ours use, and an error for anything else."""
    assert rule.keys() <= _WORDS, rule.keys() - _WORDS
    if "$ref" in rule:
        return problems(value, whole["$defs"][rule["$ref"].rsplit("/", 1)[-1]], whole, at)
    for word in ("anyOf", "oneOf"):
        if word in rule:
            good = sum(not problems(value, one, whole, at) for one in rule[word])
            return [] if good == 1 or (word == "anyOf" and good) else [f"{at}: {good} of {word}"]
    wrong = []
    if "type" in rule and (
        not isinstance(value, _TYPES[rule["type"]]) or (isinstance(value, bool) and rule["type"] != "boolean")
    ):
        return [f"{at}: no {rule['type']}"]
    if "const" in rule and value != rule["const"]:
        wrong.append(f"{at}: not {rule['const']}")
    if "enum" in rule and value not in rule["enum"]:
        wrong.append(f"{at}: not one of {rule['enum']}")
    if "pattern" in rule and not re.search(rule["pattern"], value):
        wrong.append(f"{at}: not {rule['pattern']}")
    if isinstance(value, int | float):
        bounds = [
            ("minimum", value.__ge__),
            ("maximum", value.__le__),
            ("exclusiveMinimum", value.__gt__),
            ("exclusiveMaximum", value.__lt__),
        ]
        wrong += [f"{at}: {word}" for word, holds in bounds if word in rule and not holds(type(value)(rule[word]))]
    if isinstance(value, str | list) and len(value) < rule.get("minLength", rule.get("minItems", 0)):
        wrong.append(f"{at}: too short")
    if isinstance(value, dict):
        wrong += [f"{at}: lacks {name}" for name in rule.get("required", ()) if name not in value]
        more = rule.get("additionalProperties")
        for name in value if "propertyNames" in rule else ():
            wrong += problems(name, rule["propertyNames"], whole, f"{at}.{name}")
        for name, one in value.items():
            fitting = [inner for pattern, inner in rule.get("patternProperties", {}).items() if re.search(pattern, name)]
            inner = fitting[0] if fitting else rule.get("properties", {}).get(name, more)
            if isinstance(inner, dict):
                wrong += problems(one, inner, whole, f"{at}.{name}")
            elif inner is None:
                wrong.append(f"{at}: {name} is not described")
    if isinstance(value, list):
        first = rule.get("prefixItems", [])
        for n, one in enumerate(value):
            inner = first[n] if n < len(first) else rule.get("items")
            wrong += problems(one, inner, whole, f"{at}[{n}]") if inner else []
    return wrong


def kind_of(document: dict[str, Any]) -> str:
    marks = {
        "generator": "catalog",
        "organisations": "sector",
        "scenes": "room-manifest",
        "eyes": "tile-index",
        "segments": "video-index",
    }
    return next(kind for mark, kind in marks.items() if mark in document)


def test_the_committed_schemas_are_in_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert schemas.main(["--check"]) == 0, capsys.readouterr().err


def test_a_schema_out_of_step_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schemas, "FOLDER", tmp_path)
    assert schemas.main([]) == 0
    assert schemas.main(["--check"]) == 0
    (tmp_path / "sector.json").write_bytes(b"{}")
    (tmp_path / "old.json").write_bytes(b"{}")
    assert schemas.main(["--check"]) == 1
    said = capsys.readouterr().err
    assert "sector.json" in said
    assert "old.json" in said
    assert schemas.main([]) == 0
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(schemas.DOCUMENTS)


def test_what_is_written_is_as_described() -> None:
    programme = Programme(MemoryStore())
    written = [json.loads(dumps(programme.catalog()))]
    written += [json.loads(data) for path, data in programme.store.files.items() if path.endswith(".json")]
    kinds = set()
    for document in written:
        kinds.add(kind_of(document))
        rule = json.loads(schemas.schema(kind_of(document)))
        assert problems(document, rule, rule) == []
    assert kinds == set(schemas.DOCUMENTS) - {"active"}


@pytest.mark.skipif(not EXAMPLE.is_dir(), reason="../shared/contract is not here")
def test_the_schemas_describe_the_root_that_others_made() -> None:
    written = [*EXAMPLE.glob("blobs/*/*.json"), *EXAMPLE.glob("targets/*")]
    assert written
    for path in written:
        # An empty list of alternatives is written by us, and may be left out by others.
        document = json.loads(path.read_bytes(), object_hook=lambda one: {"alternatives": [], **one} if "image" in one else one)
        rule = json.loads(schemas.schema(kind_of(document)))
        assert problems(document, rule, rule) == []


@pytest.mark.parametrize(
    ("kind", "change", "sentence"),
    [
        ("room-manifest", {"start_scene": "x"}, "$.start_scene: not ^"),
        ("room-manifest", {"coordinate_system": "other"}, "$.coordinate_system: not yaw"),
        ("catalog", {"release": "1"}, "$.release: no integer"),
    ],
)
def test_what_is_wrong_is_seen(kind: str, change: dict[str, object], sentence: str) -> None:
    programme = Programme(MemoryStore())
    catalog = json.loads(dumps(programme.catalog()))
    stored = [json.loads(data) for path, data in programme.store.files.items() if path.endswith(".json")]
    document = next(one for one in [catalog, *stored] if kind_of(one) == kind)
    rule = json.loads(schemas.schema(kind))
    assert any(one.startswith(sentence) for one in problems({**document, **change}, rule, rule))


def test_they_are_laid_into_a_content_root_once() -> None:
    store = MemoryStore()
    schemas.put_schemas(store)
    assert sorted(store.files) == sorted(f"schemas/{name}.json" for name in schemas.DOCUMENTS)
    before = dict(store.files)
    store.replace = None  # type: ignore[method-assign,assignment]  # nothing may be written again
    schemas.put_schemas(store)
    assert store.files == before
