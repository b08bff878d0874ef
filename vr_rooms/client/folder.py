"""A synced folder: itself a content root that any web server or player reads, with the client's own notes in ``.sync/``.

``active.json`` is replaced last, so at every moment it names a release that is whole. Notes may be lost at any time; then blobs
are digested again instead of believed.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from media_pipeline.canonical import dumps
from media_pipeline.digests import sha256, sha256_of_file
from media_pipeline.errors import Damaged
from media_pipeline.release.trusted import Trusted
from media_pipeline.store import DiskStore, read
from vr_rooms.client.choice import Choice
from vr_rooms.client.errors import SyncFailed
from vr_rooms.format.active import ActiveRecord, SyncedRelease, read_active
from vr_rooms.format.profiles import Blobs

_JSON = "application/json"


class SyncedFolder:
    """The folder at ``root``, which need not exist yet."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.store = DiskStore(root)
        self.notes = root / ".sync"
        self.parts = self.notes / "parts"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep a second sync out; the lock ends with the process, however that ends. Clears what a killed run half wrote."""
        self.parts.mkdir(parents=True, exist_ok=True)
        with (self.notes / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise SyncFailed(f"Another sync is at work in {self.root}; wait for it.") from None
            for left in (self.root / ".incoming").glob("*"):
                left.unlink()
            yield

    # --- what is active ---

    def record(self) -> ActiveRecord | None:
        """What is active, None before the first sync. Damaged where active.json can't be read."""
        try:
            return read_active(read(self.store, "active.json"), str(self.root / "active.json"))
        except FileNotFoundError:
            return None

    def active(self) -> ActiveRecord | None:
        """As ``record``, and None where active.json is torn: a sync then builds it again."""
        try:
            return self.record()
        except Damaged:
            return None

    def keep_files(self, trusted: Trusted) -> None:
        """Put catalog and metadata where readers of this folder look, the pointer last; files that are the same stay."""
        self._keep(trusted.catalog_path, trusted.catalog)
        for path, data in trusted.files.items():
            self._keep(path, data)

    def switch(self, record: ActiveRecord) -> None:
        """Make a release the active one. All of it must lie safely on the disk already."""
        self._keep("active.json", dumps(record))

    def _keep(self, path: str, data: bytes) -> None:
        at = self.root / path
        if not at.is_file() or at.read_bytes() != data:
            self.store.replace(path, data, media_type=_JSON)

    # --- which blobs are known to be right ---

    def blobs_of(self, release: SyncedRelease) -> Blobs | None:
        """The blobs that were verified for a release, from the notes; None where the note is lost."""
        return self._note(f"lists/{choice_of(release).key(release.catalog.sha256)}.json")

    def keep_blobs(self, key: str, blobs: Blobs) -> None:
        """Note which blobs belong to a release; all of them must be verified and safely on the disk."""
        self._keep(f".sync/lists/{key}.json", dumps(dict(blobs)))

    def damaged(self) -> Blobs:
        """Blobs that a verification found wrong, to be fetched again."""
        return self._note("damaged.json") or {}

    def note_damaged(self, blobs: Blobs) -> None:
        """Note blobs that are wrong; an empty note says that all is mended."""
        if blobs:
            self._keep(".sync/damaged.json", dumps(dict(blobs)))
        else:
            self.store.delete(".sync/damaged.json")

    def known(self) -> Blobs:
        """The blobs that were verified for what is active, and not found damaged since. Not those of the release before:
        ``verify`` reads the active one only, so nobody would have seen them go bad since."""
        record, damaged = self.active(), self.damaged()
        known = (self.blobs_of(record.active) or {}) if record is not None else {}
        return {path: size for path, size in known.items() if path not in damaged}

    def holds(self, path: str, size: int) -> bool:
        """Whether a file of this size lies there. The size is no proof of what is in it."""
        try:
            return (self.root / path).stat().st_size == size
        except FileNotFoundError:
            return False

    def is_right(self, path: str, size: int) -> bool:
        """Whether the file is there with the digest that its name says; reads it."""
        return self.holds(path, size) and sha256_of_file(self.root / path) == Path(path).name.split(".")[0]

    def missing(self, wanted: Mapping[str, int]) -> Blobs:
        """Which of these blobs must be fetched. What was not verified before is digested now: a killed run or a power cut may
        have left a file of the right size with other bytes."""
        known = self.known()
        return {
            path: size
            for path, size in wanted.items()
            if not (self.holds(path, size) if known.get(path) == size else self.is_right(path, size))
        }

    def document(self, path: str) -> bytes:
        """A stored document, its digest checked: Damaged where it is not what its name says."""
        try:
            data = read(self.store, path)
        except FileNotFoundError:
            raise Damaged(f"{path} is missing.") from None
        if sha256(data) != Path(path).name.split(".")[0]:
            raise Damaged(f"{path} has other bytes than its digest says.")
        return data

    def _note(self, name: str) -> Blobs | None:
        try:
            note = json.loads((self.notes / name).read_bytes())
        except (FileNotFoundError, ValueError):
            return None
        return {str(path): int(size) for path, size in note.items()} if isinstance(note, dict) else None

    # --- what is trusted ---

    def trust(self) -> dict[str, bytes]:
        """The state of the last reading of the metadata, empty before the first."""
        try:
            note = json.loads((self.notes / "trust.json").read_bytes())
            return {str(name): str(text).encode() for name, text in note.items()}
        except (FileNotFoundError, ValueError, AttributeError):
            return {}

    def keep_trust(self, state: Mapping[str, bytes]) -> None:
        """Keep it for the next reading: it is what rollback protection remembers. One file, so one wait for the disk."""
        self._keep(".sync/trust.json", dumps({name: data.decode() for name, data in state.items()}))

    # --- what may go ---

    def sweep(self, trusted: Trusted) -> int:
        """Delete blobs, catalogs and metadata that neither the active release nor the one before needs, and count the blobs.

        Nothing is deleted while it is not known what the one before needs.
        """
        record = self.active()
        if record is None:
            return 0
        kept: set[str] = set()
        for release in (record.active, record.previous):
            if release is not None:
                blobs = self.blobs_of(release)
                if blobs is None:
                    return 0
                kept |= blobs.keys() | {
                    release.catalog.path,
                    f".sync/lists/{choice_of(release).key(release.catalog.sha256)}.json",
                }
        gone = [path for path in self.store.keys("blobs/") if path not in kept]
        numbered = [path for path in self.store.keys("metadata/") if path.endswith((".targets.json", ".snapshot.json"))]
        others = [*self.store.keys("targets/"), *self.store.keys(".sync/lists/")]
        for path in [
            *gone,
            *(path for path in others if path not in kept),
            *(path for path in numbered if path not in trusted.files),
        ]:
            self.store.delete(path)
        for part in self.parts.iterdir():
            part.unlink()
        return len(gone)


def choice_of(release: SyncedRelease) -> Choice:
    """What was chosen of a synced release."""
    return Choice(release.profile, release.sectors, release.rooms, release.videos)
