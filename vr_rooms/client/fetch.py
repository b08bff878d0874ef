"""Fetches blobs side by side into a synced folder: resumed where they broke off, digested while they are written."""

from __future__ import annotations

import errno
import hashlib
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from pathlib import Path

from vr_rooms.client.errors import OriginProblem, SyncFailed
from vr_rooms.client.folder import SyncedFolder
from vr_rooms.client.limits import Limits
from vr_rooms.client.origin import PIECE, RESTART, Origin, with_retries
from vr_rooms.format.profiles import Blobs

Meter = Callable[[int], None]
"""Told how many bytes came in, by several threads; a negative number takes back what has to come again."""


def fetch_blobs(origin: Origin, folder: SyncedFolder, wanted: Blobs, limits: Limits, meter: Meter) -> None:
    """Fetch blobs (path -> size) and put them in their places once their digest is right. They are not safe from a power cut yet.

    The first failure that no retry heals ends the run: OriginProblem or SyncFailed with its sentence. What was fetched stays.
    """
    if not wanted:
        return
    stop = threading.Event()
    with ThreadPoolExecutor(min(limits.workers, len(wanted))) as pool:
        # Smallest first: documents and posters are there soon, and the big ones fill the line at the end.
        runs = [
            pool.submit(_fetch_one, origin, folder, path, size, limits, meter, stop)
            for path, size in sorted(wanted.items(), key=lambda item: (item[1], item[0]))
        ]
        try:
            wait(runs, return_when=FIRST_EXCEPTION)
        finally:
            stop.set()
            pool.shutdown(cancel_futures=True)
    failed = [error for run in runs if not run.cancelled() and (error := run.exception()) is not None]
    if failed:
        raise next((error for error in failed if not isinstance(error, _Stopped)), failed[0])


class _Stopped(SyncFailed):
    """Another fetch failed for good; this one gave up."""


def _fetch_one(
    origin: Origin, folder: SyncedFolder, path: str, size: int, limits: Limits, meter: Meter, stop: threading.Event
) -> None:
    digest = Path(path).name.split(".")[0]
    part = folder.parts / f"{digest}.part"
    mismatches = 0

    def attempt() -> None:
        nonlocal mismatches
        if _bring(origin, path, size, part, meter, stop) == digest:
            return
        part.unlink(missing_ok=True)
        meter(-size)
        mismatches += 1
        # Once may be a line that turns bits over; twice is the origin.
        raise OriginProblem(
            f"{path} from {origin.name} is not what the signed release names: it was tampered with or damaged.",
            retry=mismatches < 2,
        )

    try:
        if stop.is_set():
            raise _Stopped(f"{path} was not begun.")
        with_retries(attempt, limits, stop)
        target = folder.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        part.replace(target)
    except FileNotFoundError:
        stop.set()
        raise SyncFailed(f"{origin.name} does not have {path}, which its release names.") from None
    except OSError as error:
        stop.set()
        raise local_failure(error, folder.root) from None
    except BaseException:
        stop.set()
        raise


def _bring(origin: Origin, path: str, size: int, part: Path, meter: Meter, stop: threading.Event) -> str:
    """Bring a part up to ``size`` bytes and give back its digest."""
    digest = hashlib.sha256()
    with part.open("a+b") as file:
        have = 0

        def start_again() -> None:
            nonlocal have, digest
            meter(-have)
            file.truncate(0)
            have, digest = 0, hashlib.sha256()

        def take(piece: bytes) -> None:
            nonlocal have
            digest.update(piece)
            have += len(piece)
            meter(len(piece))

        file.seek(0)
        while piece := file.read(PIECE):
            take(piece)
        if have > size:
            start_again()
        for piece in origin.stream(path, have) if have < size else ():
            if stop.is_set():
                raise _Stopped(f"{path} was not finished.")
            if piece == RESTART:
                start_again()
            elif have + len(piece) > size:
                start_again()
                raise OriginProblem(f"{origin.name} sends more for {path} than the release says.", retry=True)
            else:
                file.write(piece)
                take(piece)
        if have < size:
            sentence = f"{origin.name} sent {have} of the {size} bytes of {path}."
            raise OriginProblem(sentence, retry=True)
        return digest.hexdigest()


def local_failure(error: OSError, folder: Path) -> SyncFailed:
    """The sentence for what this machine's own disk refuses."""
    if error.errno == errno.ENOSPC:
        return SyncFailed(f"The disk of {folder} is full; make room and sync again, it goes on where it stopped.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return SyncFailed(f"{error.filename or folder} can't be written ({error.strerror}); choose a folder of your own.")
    return SyncFailed(f"{error.filename or folder} gives an error of the disk ({error.strerror or error}).")
