"""The one way in which a document becomes bytes, so that the same content always has the same digest.

Source: docs/formats.md. Sorted keys, no spaces, UTF-8, no NaN; floats stay floats and -0.0 is 0.0.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict


def _degrees(value: float) -> float:
    return round(float(value), 3) + 0.0  # + 0.0 turns -0.0 into 0.0, which would be another digest


def _plain(value: float) -> float:
    return float(value) + 0.0


Degrees = Annotated[float, AfterValidator(_degrees)]
"""An angle in degrees, three decimals."""

Number = Annotated[float, AfterValidator(_plain)]
"""A float that is never -0.0."""


class Document(BaseModel):
    """Base of everything that is written: frozen; unknown fields are ignored, so that an older reader reads a newer file."""

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_inf_nan="constants")


def to_json(document: BaseModel) -> dict[str, Any]:
    """A document as plain JSON values, without the fields that are absent (None)."""
    return document.model_dump(mode="json", exclude_none=True)


def dumps(value: BaseModel | dict[str, Any]) -> bytes:
    """Canonical bytes of a document or of plain JSON values."""
    plain = to_json(value) if isinstance(value, BaseModel) else value
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
