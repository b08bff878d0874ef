"""Files in rows: which extension they keep, their digest, and whether they were replaced."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from typing import Any

from django.db import models
from django.db.models.fields.files import FieldFile


def extension(name: str) -> str:
    ext = PurePosixPath(name).suffix.lower()
    return ext if re.fullmatch(r"\.[a-z0-9]{1,8}", ext) else ".bin"


def digest_of(field_file: FieldFile) -> str:
    """SHA-256 of an uploaded file, read in pieces; a file that is still to be stored stands at its beginning afterwards."""
    digest = hashlib.sha256()
    file = field_file.file
    file.seek(0)
    for piece in file.chunks(1 << 20):
        digest.update(piece)
    if field_file._committed:
        field_file.close()
    else:
        file.seek(0)
    return digest.hexdigest()


class FileWatch(models.Model):
    """Knows whether a file was replaced since the row was read: stored names are never used twice."""

    watched = ""
    _seen_name: str | None = ""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> Any:
        row = super().from_db(db, field_names, values)
        row._seen_name = str(row.__dict__[cls.watched]) if cls.watched in row.__dict__ else None
        return row

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.file_seen()

    def new_file(self) -> FieldFile | None:
        file: FieldFile = getattr(self, self.watched)
        is_new = bool(file) and (not file._committed or (self._seen_name is not None and file.name != self._seen_name))
        return file if is_new else None

    def file_seen(self) -> None:
        self._seen_name = getattr(self, self.watched).name
