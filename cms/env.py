"""Everything that is set from outside: environment variables and .env, checked at start-up by name."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import Annotated, Literal

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from pydantic import ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from media_pipeline.store.address import check_address

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var")
"""Where everything lies that a setting below does not put elsewhere."""

Words = Annotated[tuple[str, ...], NoDecode]
"""A list that is written with commas or spaces."""

_ORIGIN = re.compile(r"https?://(?:[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?")
_FOLDERS = re.compile(r"/(?:[A-Za-z0-9._~%-]+/)*")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")  # one slash is enough: s3:/bucket would become a folder named "s3:"
_NOT_OF_TYPE = {
    "bool_parsing": "it must be on or off",
    "literal_error": "it must be db or immediate",
}


def _but(must: str, value: str) -> ValueError:
    """The sentence's second half. The value is repeated unless a password may be in it."""
    return ValueError(must if "@" in value else f"{must}; it is {value!r}")


def _is_origin(value: str) -> bool:
    """Scheme, host and perhaps a port, and no character that could end the place in a header where it is put."""
    match = _ORIGIN.fullmatch(value)
    return bool(match) and 0 < int(match["port"] or 80) < 65536


def _folder(value: str, must: str) -> str:
    if not value.strip() or _SCHEME.match(value) or Path(value).is_file():
        raise _but(must, value)
    return value


class Environment(BaseSettings):
    """One field a setting; docs/operations.md has a row for each."""

    model_config = SettingsConfigDict(env_file=BASE_DIR / ".env", extra="ignore", env_ignore_empty=True)

    secret_key: str = ""
    debug: bool = False
    allowed_hosts: Words = ("127.0.0.1", "localhost", "[::1]")
    base_url: str = "http://127.0.0.1:8000"
    csrf_trusted_origins: Words = ()
    database_url: str = ""
    content_store: str = str(VAR_DIR / "content")
    content_url: str = "/content/"
    media_store: str = str(VAR_DIR / "media")
    cache_url: str = ""
    tasks: Literal["db", "immediate"] = "db"
    tuf_keys: str = str(VAR_DIR / "keys")
    preview_clients: Words = ()
    player_origins: Words = ()
    embed_allowed: Words = ("*",)
    release_on_publish: bool = True
    ffmpeg: str = ""

    @field_validator(
        "allowed_hosts",
        "csrf_trusted_origins",
        "preview_clients",
        "player_origins",
        "embed_allowed",
        mode="before",
    )
    @classmethod
    def _words(cls, value: object) -> object:
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("base_url")
    @classmethod
    def _an_origin(cls, value: str) -> str:
        if not _is_origin(value):
            raise _but("it must look like https://example.org, without a slash at the end", value)
        return value

    @field_validator("preview_clients", "player_origins")
    @classmethod
    def _origins(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        for word in words:
            if not _is_origin(word):
                raise _but("each address must look like https://example.org, without a slash at the end", word)
        return words

    @field_validator("embed_allowed")
    @classmethod
    def _ancestors(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        for word in words:
            if word not in ("*", "'self'", "'none'") and not _is_origin(word):
                raise _but("each word must be *, 'self', 'none' or an address like https://example.org", word)
        return words

    @field_validator("database_url")
    @classmethod
    def _a_database(cls, value: str) -> str:
        must = "it must look like postgres://user:password@host:5432/name or sqlite:////folder/db.sqlite3"
        try:
            known = value.startswith(("postgres://", "postgresql://", "sqlite:///"))
            name = dj_database_url.parse(value)["NAME"] if known else ""
        except ValueError:
            name = ""
        if value and name in ("", ":memory:"):  # every thread would have an empty memory of its own
            raise ValueError(must)  # a password may stand anywhere in what can't be read, so it is not repeated
        return value

    @field_validator("content_store")
    @classmethod
    def _a_store(cls, value: str) -> str:
        # Only the form: opening an S3 store may already ask the network for keys. The rest is told when it is opened.
        check_address(value)
        return value if value.startswith("s3://") else _folder(value, "it must be a folder or s3://bucket/prefix")

    @field_validator("content_url")
    @classmethod
    def _a_base(cls, value: str) -> str:
        origin = value.split("/", 3)[:3] if "://" in value else []
        if not (_FOLDERS.fullmatch(value.removeprefix("/".join(origin))) and (not origin or _is_origin("/".join(origin)))):
            raise _but(
                "it must be a path like /content/ or an address like https://example.org/content/, with a slash at the end", value
            )
        return value

    @field_validator("media_store")
    @classmethod
    def _originals(cls, value: str) -> str:
        return _folder(value, "originals can only be kept in a folder so far")

    @field_validator("tuf_keys")
    @classmethod
    def _keys(cls, value: str) -> str:
        return _folder(value, "it must be a folder")

    @field_validator("cache_url")
    @classmethod
    def _a_cache(cls, value: str) -> str:
        if value and not re.fullmatch(r"rediss?://\S+", value):
            raise ValueError("it must look like redis://host:6379/0")
        return value

    @field_validator("ffmpeg")
    @classmethod
    def _a_program(cls, value: str) -> str:
        if value and not os.access(value, os.X_OK):
            raise _but("it must be the path of a program that can be started", value)
        return value


def load() -> Environment:
    """The environment, or ImproperlyConfigured with one sentence that names the setting which is wrong."""
    try:
        return Environment()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        if first["type"] == "value_error":
            why = str(first["ctx"]["error"])
        else:
            why = str(_but(_NOT_OF_TYPE.get(first["type"], first["msg"]), str(first["input"])))
        raise ImproperlyConfigured(f"The setting {name} is wrong: {why}.") from None


def dev_secret(path: Path = VAR_DIR / "secret-key") -> str:
    """A random key for this machine, made on first use and kept (0600), so that server and workers share it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    key = secrets.token_urlsafe(50)
    with os.fdopen(handle, "w") as file:
        file.write(key)
    return key
