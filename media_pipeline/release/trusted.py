"""Reads a release the way a headset must: through python-tuf's own client, from wherever the bytes come from.

One place for the store's own check, for a synced folder's and for the sync client, so that all of them believe the same things
and say the same sentences.
"""

from __future__ import annotations

import datetime
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp
from tuf.api.serialization import DeserializationError
from tuf.ngclient import Updater
from tuf.ngclient.fetcher import FetcherInterface

from media_pipeline.errors import Damaged

CATALOG = "catalog.json"
_BASE = "root:/"

Source = Callable[[str], Iterable[bytes]]
"""Gives the bytes at a path below a content root, in pieces; FileNotFoundError where there is nothing."""


class Untrusted(Damaged):
    """Metadata that is forged, expired, older than what was seen, or no metadata. The message is a whole sentence.

    ``state`` is what may be kept all the same: newer roots and timestamps that were verified before the failure, which protect
    against going back behind them.
    """

    def __init__(self, sentence: str, state: Mapping[str, bytes]) -> None:
        super().__init__(sentence)
        self.state = state


@dataclass(frozen=True)
class Trusted:
    """A release whose signatures hold. ``state`` is to be handed in at the next reading; ``files`` (path -> bytes) are the
    metadata files that a copy of this content root needs, the pointer last."""

    catalog_path: str
    catalog_sha256: str
    catalog: bytes
    timestamp: int
    expires: datetime.datetime
    state: Mapping[str, bytes]
    files: Mapping[str, bytes]


class _Fetcher(FetcherInterface):
    """Hands python-tuf's client the bytes of a source; the base class keeps the length limits."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.last = ""

    def _fetch(self, url: str) -> Iterator[bytes]:
        # A generator on purpose: errors of the source then pass through python-tuf unwrapped, with their own sentence.
        self.last = url.removeprefix(_BASE)
        try:
            yield from self._source(self.last)
        except FileNotFoundError:
            raise DownloadHTTPError(f"{self.last} is not there", 404) from None


def read_release(source: Source, *, bootstrap: bytes, state: Mapping[str, bytes], catalog: bytes | None = None) -> Trusted:
    """Refresh the metadata and give back the catalog that it names.

    ``bootstrap`` is the root metadata that is trusted beforehand, ``state`` what an earlier reading gave back (empty the first
    time), ``catalog`` a catalog that is at hand and spares a request if it is still the one.
    Raises Untrusted with a sentence about the file at fault; errors of the source pass through.
    """
    fetcher = _Fetcher(source)
    # In a folder of its own: python-tuf keeps a symbolic link in there, which a USB stick's file system refuses.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, data in state.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_bytes(data)
        at_hand = folder / "catalog"
        if catalog is not None:
            at_hand.write_bytes(catalog)
        try:
            updater = Updater(name, f"{_BASE}metadata/", None, f"{_BASE}targets/", fetcher=fetcher, bootstrap=bootstrap)
            updater.refresh()
            target = updater.get_targetinfo(CATALOG)
            if target is None:
                raise Untrusted(f"The signed metadata names no {CATALOG}; this is no content root.", _state(folder))
            if updater.find_cached_target(target, str(at_hand)) is None:
                updater.download_target(target, str(at_hand))
        except (RepositoryError, DownloadError) as error:
            raise Untrusted(explain(error, fetcher.last), _state(folder)) from error
        return _trusted(_state(folder), target.hashes["sha256"], at_hand.read_bytes())


def _state(folder: Path) -> dict[str, bytes]:
    names = ["timestamp.json", "snapshot.json", "targets.json"]
    paths = [folder / name for name in names] + sorted((folder / "root_history").glob("*.json"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def _trusted(state: dict[str, bytes], digest: str, catalog: bytes) -> Trusted:
    timestamp = Metadata[Timestamp].from_bytes(state["timestamp.json"]).signed
    snapshot = Metadata[Snapshot].from_bytes(state["snapshot.json"]).signed
    targets = Metadata[Targets].from_bytes(state["targets.json"]).signed
    files = {f"metadata/{name.removeprefix('root_history/')}": data for name, data in state.items() if "/" in name}
    files[f"metadata/{targets.version}.targets.json"] = state["targets.json"]
    files[f"metadata/{snapshot.version}.snapshot.json"] = state["snapshot.json"]
    files["metadata/timestamp.json"] = state["timestamp.json"]
    return Trusted(
        catalog_path=f"targets/{digest}.{CATALOG}",
        catalog_sha256=digest,
        catalog=catalog,
        timestamp=timestamp.version,
        expires=min(timestamp.expires, snapshot.expires, targets.expires),
        state=state,
        files=files,
    )


def newest_root(state: Mapping[str, bytes]) -> bytes | None:
    """The newest root metadata of a state, to be handed in as bootstrap; None before the first reading."""
    roots = {int(name.split("/")[1].split(".")[0]): data for name, data in state.items() if name.startswith("root_history/")}
    return roots[max(roots)] if roots else None


def is_root(data: bytes) -> bool:
    """Whether these bytes are root metadata at all (whether to trust it is another question)."""
    try:
        return isinstance(Metadata[Root].from_bytes(data).signed, Root)
    except (RepositoryError, ValueError):
        return False


def explain(error: Exception, path: str) -> str:
    """One sentence about why metadata was not believed. ``path`` is the file that was read last."""
    if isinstance(error, ExpiredMetadataError):
        return (
            f"The signature of {path} is no longer valid by this clock ({datetime.datetime.now(datetime.UTC):%Y-%m-%d}): "
            "the date here is wrong, or the origin has not been renewed."
        )
    if isinstance(error, BadVersionNumberError):
        return f"{path} is older than, or not the one that goes with, what was seen before ({_plain(error)}): not going back."
    if isinstance(error, UnsignedMetadataError):
        return f"{path} is not signed by the keys that are trusted: it was tampered with, or the origin is another one."
    if isinstance(error, LengthOrHashMismatchError | DownloadLengthMismatchError):
        return f"{path} is not the file that the signed metadata names: it was tampered with or cut off."
    if isinstance(error, DeserializationError):
        return f"{path} is no release metadata; is this the address of a content root?"
    if isinstance(error, DownloadHTTPError):
        return f"{path} is not there; is this the address of a content root?"
    return f"{path} was not believed ({_plain(error)})."


def _plain(error: Exception) -> str:
    return str(error).rstrip(".") or type(error).__name__


def catalog_release(catalog: bytes) -> tuple[int, str]:
    """The number of a catalog's release and when it was made."""
    try:
        document = json.loads(catalog)
        return int(document["release"]), str(document["released_at"])
    except (ValueError, KeyError, TypeError):
        raise Damaged(f"{CATALOG} lacks the number of its release.") from None
