"""Where releases come from: an http address or a folder. One place owns the guards, for metadata and blobs alike.

An origin streams a file from an offset. It promises nothing about what the bytes are; digests and signatures are checked by who
asks. What it does promise: it ends. Every silence, every slow line and every answer has a bound, and every failure a sentence.
"""

from __future__ import annotations

import secrets
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import (
    HTTPError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ProxyError,
    ReadTimeoutError,
    ResponseError,
    SSLError,
)
from urllib3.exceptions import TimeoutError as Urllib3TimeoutError
from urllib3.util import Retry, Timeout

from vr_rooms.client.errors import OriginProblem, SyncFailed, WrongUsage
from vr_rooms.client.limits import LIMITS, Limits

PIECE = 1 << 16
_LOOPBACK = ("localhost", "127.0.0.1", "::1")

Result = TypeVar("Result")


class Origin(ABC):
    """A content root somewhere. ``name`` is what messages call it."""

    name: str

    @abstractmethod
    def stream(self, path: str, offset: int = 0) -> Iterator[bytes]:
        """The bytes of a file from an offset on, in pieces. Where the origin can't start there, it starts at 0 and the first
        piece is the marker RESTART.

        Raises FileNotFoundError where there is nothing, OriginProblem for all else.
        """

    @property
    @abstractmethod
    def trustworthy(self) -> bool:
        """Whether a first root may be taken from here without one given beforehand: https, loopback, this machine's disk."""


RESTART = b""
"""Said first by ``stream`` when it begins at 0 although another offset was asked for."""


class FolderOrigin(Origin):
    """A content root on this machine: a USB stick, a share, the publisher's own folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.name = str(root)

    @property
    def trustworthy(self) -> bool:
        return True

    def stream(self, path: str, offset: int = 0) -> Iterator[bytes]:
        try:
            with (self.root / path).open("rb") as file:
                file.seek(offset)
                while piece := file.read(PIECE):
                    yield piece
        except FileNotFoundError:
            raise
        except OSError as error:
            raise OriginProblem(f"{self.root / path} can't be read ({error.strerror}).", retry=False) from None


class HttpOrigin(Origin):
    """A content root behind http or https. Honours the proxies of the environment; ``ca_file`` replaces the known authorities."""

    def __init__(self, url: str, *, ca_file: Path | None = None, limits: Limits = LIMITS) -> None:
        self.url = url if url.endswith("/") else url + "/"
        self.name = url
        self._limits = limits
        self._left_https = False
        parts = urlsplit(self.url)
        self._host = parts.hostname or ""
        self._scheme = parts.scheme
        proxies = getproxies()
        proxy = proxies.get(parts.scheme) or proxies.get("all")
        plain_loopback = parts.scheme == "http" and self._host in _LOOPBACK  # a proxy elsewhere can't know this machine
        if proxy and (plain_loopback or proxy_bypass(parts.netloc)):
            proxy = None
        settings: dict[str, Any] = {
            "maxsize": limits.workers,
            "timeout": Timeout(connect=limits.connect_s, read=limits.read_s),
            "ca_certs": str(ca_file) if ca_file else None,
            "cert_reqs": "CERT_REQUIRED",
            # The bytes as they lie there: a length that can be compared, and no unpacking of bombs.
            "headers": {"Accept-Encoding": "identity", "User-Agent": "kijkkamer-client/1"},
        }
        try:
            self._pool = urllib3.ProxyManager(proxy, **settings) if proxy else urllib3.PoolManager(**settings)
        except (HTTPError, ValueError) as error:
            raise WrongUsage(f"The proxy {proxy} can't be used ({error}).") from None

    @property
    def trustworthy(self) -> bool:
        return (self._scheme == "https" or self._host in _LOOPBACK) and not self._left_https

    def stream(self, path: str, offset: int = 0) -> Iterator[bytes]:
        limits = self._limits
        headers = {**self._pool.headers, **({"Range": f"bytes={offset}-"} if offset else {})}
        try:
            response = self._pool.request(
                "GET",
                self.url + path,
                headers=headers,
                preload_content=False,
                decode_content=False,
                redirect=True,
                retries=Retry(
                    total=None, connect=0, read=0, status=0, other=0, redirect=limits.redirects, raise_on_redirect=True
                ),
            )
        except (HTTPError, ValueError) as error:
            raise self._unreachable(error, path) from None
        try:
            self._note_redirects(response)
            if response.status == 416 and offset:
                # What is kept is longer than what is there: of another try, or of another file. From the start, then.
                response.drain_conn()
                yield RESTART
                yield from self.stream(path)
                return
            self._check_answer(response, path)
            if offset and not _starts_at(response, offset):
                if response.status == 206:
                    raise OriginProblem(f"{self.name} sent another part of {path} than was asked for.", retry=True)
                yield RESTART
            yield from self._bounded(response, path)
        except (HTTPError, OSError) as error:
            if isinstance(error, FileNotFoundError):
                raise
            raise self._broken(error, path) from None
        finally:
            response.close() if not response.closed else response.release_conn()

    def _bounded(self, response: urllib3.BaseHTTPResponse, path: str) -> Iterator[bytes]:
        limits = self._limits
        since, got = time.monotonic(), 0
        while piece := response.read1(PIECE):
            got += len(piece)
            now = time.monotonic()
            if now - since >= limits.slow_window_s:
                if got < limits.slow_bytes_per_s * (now - since):
                    raise OriginProblem(
                        f"{self.name} sends {path} with {got / (now - since):.0f} bytes a second; that would never end.",
                        retry=True,
                    )
                since, got = now, 0
            yield piece

    def _check_answer(self, response: urllib3.BaseHTTPResponse, path: str) -> None:
        status = response.status
        if status in (200, 206):
            if "text/html" in response.headers.get("Content-Type", ""):
                raise OriginProblem(
                    f"{self.name} sent a web page instead of {path}: perhaps this network wants you to log in first.", retry=False
                )
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise OriginProblem(f"{self.name} sends {path} packed although it was asked not to.", retry=False)
            return
        if status in (404, 410):
            response.drain_conn()
            raise FileNotFoundError(path)
        if status in (429, 500, 502, 503, 504):
            wait = response.headers.get("Retry-After", "")
            seconds = min(float(wait), self._limits.backoff_max_s) if wait.isdigit() else 0.0
            raise OriginProblem(
                f"{self.name} is not able to answer now (status {status} for {path}).", retry=True, wait_s=seconds
            )
        if status == 407:
            raise OriginProblem("The proxy wants a name and password; put them in HTTPS_PROXY.", retry=False)
        raise OriginProblem(f"{self.name} refuses {path} (status {status}).", retry=False, status=status)

    def _note_redirects(self, response: urllib3.BaseHTTPResponse) -> None:
        history = response.retries.history if response.retries is not None else ()
        for step in history:
            target = urlsplit(step.redirect_location or "")
            if target.scheme == "http" and target.hostname not in _LOOPBACK:
                self._left_https = True

    def _unreachable(self, error: Exception, path: str) -> OriginProblem:
        reason = error.reason if isinstance(error, MaxRetryError) and error.reason is not None else error
        if isinstance(reason, SSLError):
            return OriginProblem(
                f"The certificate of {self._host} is not trusted ({_last(reason)}): check the clock here, or give the school's "
                "own authority with --ca-file.",
                retry=False,
            )
        if isinstance(reason, ProxyError):
            return OriginProblem(f"The proxy does not let this through ({_last(reason)}); check HTTPS_PROXY.", retry=True)
        if isinstance(reason, NameResolutionError):
            return OriginProblem(f"{self._host} is not known in this network; check the address and the connection.", retry=True)
        if isinstance(reason, NewConnectionError):
            return OriginProblem(f"{self._host} can't be reached; check the address and the connection.", retry=True)
        if isinstance(reason, Urllib3TimeoutError):
            return OriginProblem(f"{self._host} does not answer; check the connection.", retry=True)
        if isinstance(reason, ResponseError):  # urllib3's word for too many redirects, and for those only
            return OriginProblem(f"{self.name} sends {path} round in circles.", retry=False)
        if isinstance(reason, ProtocolError):  # also a kept connection that the origin has closed meanwhile
            return OriginProblem(f"{self.name} hung up when it was asked for {path}.", retry=True)
        return OriginProblem(f"{path} could not be asked of {self.name} ({_last(reason)}).", retry=True)

    def _broken(self, error: Exception, path: str) -> OriginProblem:
        if isinstance(error, ReadTimeoutError):
            return OriginProblem(f"{self.name} fell silent in the middle of {path}.", retry=True)
        return OriginProblem(f"The connection to {self.name} broke in the middle of {path}.", retry=True)


def _starts_at(response: urllib3.BaseHTTPResponse, offset: int) -> bool:
    return response.status == 206 and response.headers.get("Content-Range", "").startswith(f"bytes {offset}-")


def _last(error: BaseException) -> str:
    """The innermost words of an error, without the object addresses that urllib3 puts in front."""
    words = str(error.args[-1] if error.args else error)
    return words.rsplit(">: ", 1)[-1].strip("()'\" .")[:160] or type(error).__name__


def open_origin(address: str, *, ca_file: Path | None = None, limits: Limits = LIMITS) -> Origin:
    """The origin at an address or in a folder. WrongUsage where it is neither, or where ``ca_file`` is not there."""
    if ca_file is not None and not ca_file.is_file():
        raise WrongUsage(f"{ca_file} is not there; give the file with the authority's certificate.")
    if address.startswith(("http://", "https://")):
        if not urlsplit(address).hostname:
            raise WrongUsage(f"{address} has no host name.")
        return HttpOrigin(address, ca_file=ca_file, limits=limits)
    if "://" in address:
        raise WrongUsage(f"{address} is neither an http address nor a folder.")
    folder = Path(address)
    if not folder.is_dir():
        raise WrongUsage(f"{address} is not there; give an address that begins with https://, or a folder.")
    return FolderOrigin(folder)


def with_retries(attempt: Callable[[], Result], limits: Limits, stop: threading.Event | None = None) -> Result:
    """Call until it works, at most ``limits.attempts`` times, with waits that grow and are random.

    Only an OriginProblem that says so is tried again. ``stop`` cuts a wait short and ends the tries.
    """
    stop = stop or threading.Event()
    chance = secrets.SystemRandom()
    for number in range(1, limits.attempts + 1):
        try:
            return attempt()
        except OriginProblem as problem:
            if not problem.retry or number == limits.attempts:
                raise
            longest = min(limits.backoff_max_s, limits.backoff_s * 2 ** (number - 1))
            if stop.wait(problem.wait_s + chance.uniform(longest / 4, longest)):
                raise
    raise SyncFailed("No attempt was allowed.")
