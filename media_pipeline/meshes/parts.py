"""The files that a 3D file names: found among the input's own files, and nowhere else."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from media_pipeline.errors import Refused
from media_pipeline.inputs import files_in


@dataclass(frozen=True)
class Parts:
    """The 3D file ``main`` and the folder that it came in; None where it came alone."""

    main: Path
    folder: Path | None

    def named(self, reference: str) -> Path:
        """The file that a glTF names. Refused: an address or path that leads out of the input, or a file that is not there.

        Names stand there as addresses (%20 for a space); where no file is called so, as they are: not every exporter knows that.
        """
        found = self._at(reference, unquote(reference)) or self._at(reference, reference)
        if found is None:
            raise self._missing(reference)
        return found

    def _at(self, reference: str, name: str) -> Path | None:
        path = PurePosixPath(name)
        if ":" in reference.split("/")[0] or path.is_absolute() or "\\" in str(path) or "\0" in str(path):
            raise self._outside(reference)
        if self.folder is None:
            if ".." in path.parts:
                raise self._outside(reference)
            return None
        steps = list(self.main.parent.relative_to(self.folder).parts)
        for part in path.parts:
            if part != "..":
                steps.append(part)
            elif not steps:
                raise self._outside(reference)
            else:
                steps.pop()
        wanted = composed("/".join(steps))
        for found in files_in(self.folder):
            if composed(found.relative_to(self.folder).as_posix()) == wanted:
                return found
        return None

    def like(self, reference: str) -> Path | None:
        """The file that an OBJ or MTL means: these often carry the path that it had on somebody's disk, so its name decides."""
        if self.folder is None:
            return None
        parts = PurePosixPath(reference.replace("\\", "/")).parts
        files = files_in(self.folder)
        for many in range(len(parts), 0, -1):
            ending = tuple(composed(part).casefold() for part in parts[-many:])
            found = [path for path in files if tuple(composed(part).casefold() for part in path.parts[-many:]) == ending]
            if len(found) == 1:
                return found[0]
        return None

    def _outside(self, reference: str) -> Refused:
        return Refused("outside_reference", name=self.main.name, reference=_shown(reference))

    def _missing(self, reference: str) -> Refused:
        return Refused("missing_part", name=self.main.name, reference=_shown(unquote(reference)))


def composed(name: str) -> str:
    """With each accent in its letter (NFC): macOS takes them apart in names of files, a text that names these does not."""
    return unicodedata.normalize("NFC", name)


def _shown(reference: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in reference)[:80]
