"""What all wire documents share: strict for who writes, forgiving for who reads, and the small types they are made of.

A constructor is a writer: an unknown field is an error there, because it would vanish silently from the bytes. A reader goes
through the ``read_…`` functions, which ignore fields, hotspot kinds and asset kinds of a later format.
"""

from __future__ import annotations

import datetime
import json
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationError, ValidationInfo, model_validator

from media_pipeline.canonical import Document
from media_pipeline.errors import Damaged
from media_pipeline.records import Text

SCHEMA_VERSION = "1.0"

_READER = {"reader": True}


def reading(info: ValidationInfo) -> bool:
    """Whether a document is being read, by rules that a later format may go beyond."""
    return bool(info.context and info.context.get("reader"))


class WireDocument(Document):
    """A part of a wire document. Written strictly, read with unknown fields ignored."""

    @model_validator(mode="before")
    @classmethod
    def _known_fields(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, dict) and not reading(info):
            unknown = sorted(set(value) - set(cls.model_fields))
            if unknown:
                raise ValueError(f"{cls.__name__} has no field {', '.join(unknown)}")
        return value

    @classmethod
    def read(cls, value: dict[str, Any]) -> Self:
        """From plain JSON values, with what is unknown here left out."""
        return cls.model_validate(value, context=_READER)


Model = TypeVar("Model", bound=BaseModel)


def read_as(model: type[Model], data: bytes, name: str) -> Model:
    """Read a wire document from its bytes.

    Raises Damaged with a sentence that names the document (``name``) and the field when it is no such document.
    """
    try:
        return model.model_validate(json.loads(data), context=_READER)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "the document"
        raise Damaged(f"{name} is not a document that this version can read: {field}: {first['msg']}.") from None
    except (ValueError, RecursionError) as error:
        raise Damaged(f"{name} is no JSON ({error}).") from None


def _wrapped(yaw: float) -> float:
    # Rounding comes first: 179.9996 would become 180.0, which is outside [-180, 180).
    return (round(float(yaw), 3) + 180.0) % 360.0 - 180.0 + 0.0


def _yaw(yaw: float) -> float:
    return round(_wrapped(yaw), 3) + 0.0


def _pitch(pitch: float) -> float:
    return round(float(pitch), 3) + 0.0


def _moment(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value


def _said(text: Text, info: ValidationInfo) -> Text:
    if not text.nl.strip() and not reading(info):
        raise ValueError("the Dutch text is empty")
    return text


Said = Annotated[Text, AfterValidator(_said)]
"""A text that may not be empty in Dutch: what a screen reader says when it gets here."""

Id = Annotated[str, BeforeValidator(str), Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
"""A UUID in lower case with hyphens; uuid.UUID is accepted."""

Yaw = Annotated[float, AfterValidator(_yaw), Field(json_schema_extra={"minimum": -180, "exclusiveMaximum": 180})]
"""Degrees in [-180, 180), + to the right; other angles are turned into that range."""

Pitch = Annotated[float, Field(ge=-90, le=90), AfterValidator(_pitch)]
"""Degrees in [-90, 90], + up."""

Moment = Annotated[str, BeforeValidator(_moment), Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
"""A moment in UTC, to the second; an aware datetime is accepted."""

Slug = Annotated[str, Field(min_length=1)]
"""The last part of a page's address; Wagtail allows Unicode in it."""
