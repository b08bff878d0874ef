"""A setting that is wrong ends the start with one sentence that names it, before anything is made on disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms import env

ROOT = Path(__file__).resolve().parents[2]

WRONG = [
    ("BASE_URL", "nonsense"),
    ("BASE_URL", "https://example.org/"),
    ("BASE_URL", "https://example.org; script-src *"),
    ("BASE_URL", "https://example.org:99999"),
    ("DATABASE_URL", "mysql://x"),
    ("DATABASE_URL", "nonsense"),
    ("DATABASE_URL", "sqlite://db.sqlite3"),
    ("DATABASE_URL", "sqlite:///"),
    ("DATABASE_URL", "postgres://"),
    ("DATABASE_URL", "postgres://[x/name"),
    ("DATABASE_URL", "postgres://user@host:port/name"),
    ("CONTENT_STORE", "s3://"),
    ("CONTENT_STORE", "s3:///prefix"),
    ("CONTENT_STORE", "s3:/bucket"),
    ("CONTENT_STORE", "s3://UPPER/prefix"),
    ("CONTENT_STORE", "s3://key@bucket/prefix"),
    ("CONTENT_STORE", "s3://bucket/prefix?endpoint=https://s3.example.nl"),
    ("CONTENT_STORE", "s3://bucket/prefix?checksums=never"),
    ("CONTENT_STORE", "s3://bucket/../prefix"),
    ("CONTENT_STORE", "gs://bucket/prefix"),
    ("CONTENT_STORE", "   "),
    ("CONTENT_STORE", __file__),
    ("CONTENT_URL", "/content"),
    ("CONTENT_URL", "content/"),
    ("CONTENT_URL", "//cdn.example.org/"),
    ("CONTENT_URL", "ftp://cdn.example.org/"),
    ("CONTENT_URL", "https://cdn.example.org;/"),
    ("MEDIA_STORE", "s3://bucket/originals"),
    ("MEDIA_STORE", "file:///originals"),
    ("TUF_KEYS", "s3://bucket/keys"),
    ("CACHE_URL", "memcached://here"),
    ("TASKS", "celery"),
    ("DEBUG", "perhaps"),
    ("RELEASE_ON_PUBLISH", "sometimes"),
    ("FFMPEG", "/no/such/program"),
    ("PREVIEW_CLIENTS", "front.example.org"),
    ("PREVIEW_CLIENTS", "https://front.example.org, https://other.example.org/"),
    ("PLAYER_ORIGINS", "https://content.example.org/content/"),
    ("PLAYER_ORIGINS", "*"),
    ("EMBED_ALLOWED", "https://school.example; script-src *"),
    ("EMBED_ALLOWED", "https://school.example;script-src"),
    ("EMBED_ALLOWED", "self"),
    ("EMBED_ALLOWED", "'unsafe-inline'"),
    ("EMBED_ALLOWED", "https://school.example/page"),
]

RIGHT = [
    ("BASE_URL", "https://kijkkamer.example.org"),
    ("BASE_URL", "http://[::1]:8000"),
    ("DATABASE_URL", "postgres://user:word@host:5432/name"),
    ("DATABASE_URL", "postgresql:///name"),
    ("DATABASE_URL", "sqlite:////srv/db.sqlite3"),
    ("CONTENT_STORE", "/srv/content"),
    ("CONTENT_STORE", "content"),
    ("CONTENT_STORE", "s3://bucket"),
    ("CONTENT_STORE", "s3://bucket/prefix?endpoint_url=http://127.0.0.1:9000&region=eu"),
    ("CONTENT_URL", "/"),
    ("CONTENT_URL", "https://cdn.example.org/root/"),
    ("MEDIA_STORE", "/srv/media"),
    ("TUF_KEYS", "/srv/keys"),
    ("CACHE_URL", "redis://127.0.0.1/0"),
    ("TASKS", "immediate"),
    ("DEBUG", "on"),
    ("FFMPEG", sys.executable),
]

LISTS = [
    ("PREVIEW_CLIENTS", "https://a.example, http://127.0.0.1:3000", ("https://a.example", "http://127.0.0.1:3000")),
    ("PLAYER_ORIGINS", "https://content.example.org", ("https://content.example.org",)),
    ("EMBED_ALLOWED", "*", ("*",)),
    ("EMBED_ALLOWED", "'self' https://school.example", ("'self'", "https://school.example")),
    ("EMBED_ALLOWED", "'none'", ("'none'",)),
]


@pytest.fixture(autouse=True)
def _nothing_else_is_set(monkeypatch, tmp_path):
    for name in env.Environment.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setitem(env.Environment.model_config, "env_file", None)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_refused_in_one_sentence(monkeypatch, tmp_path, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as refused:
        env.load()
    sentence = str(refused.value)
    assert sentence.startswith(f"The setting {name} is wrong: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    for foreign in ("Value error", "pattern", "Input should", "Scheme", "urllib"):
        assert foreign not in sentence
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "value"), RIGHT)
def test_a_right_value_is_taken(monkeypatch, tmp_path, name, value):
    monkeypatch.setenv(name, value)
    taken = getattr(env.load(), name.lower())
    assert taken is True if name == "DEBUG" else taken == value
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "value", "words"), LISTS)
def test_a_right_list_is_taken(monkeypatch, name, value, words):
    monkeypatch.setenv(name, value)
    assert getattr(env.load(), name.lower()) == words


def test_the_sentence_says_how_it_should_look_and_what_it_is(monkeypatch):
    monkeypatch.setenv("BASE_URL", "nonsense")
    with pytest.raises(ImproperlyConfigured) as refused:
        env.load()
    assert str(refused.value) == (
        "The setting BASE_URL is wrong: it must look like https://example.org, without a slash at the end; it is 'nonsense'."
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://user:hush@host/name"),
        ("CACHE_URL", "memcached://user:hush@host"),
        ("CONTENT_STORE", "s3://user:hush@bucket/prefix"),
        ("CONTENT_STORE", "s3://bucket?endpoint_url=https://user:hush@s3.example.nl"),
        ("MEDIA_STORE", "s3://user:hush@bucket/prefix"),
    ],
)
def test_a_password_is_never_repeated(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as refused:
        env.load()
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize(
    ("arguments", "name", "value"),
    [
        (("manage.py", "check"), "DATABASE_URL", "mysql://x"),
        (("manage.py", "release"), "MEDIA_STORE", "s3://bucket/originals"),
        (("-m", "uvicorn", "cms.asgi:application", "--port", "0"), "CONTENT_STORE", "s3://"),
    ],
)
def test_the_start_ends_with_one_sentence_and_makes_nothing(tmp_path, arguments, name, value):
    settings = {"VAR_DIR": str(tmp_path / "var"), "DJANGO_SETTINGS_MODULE": "cms.settings.dev", name: value}
    ended = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    lines = ended.stderr.strip().splitlines()
    assert len(lines) == 1, ended.stderr
    assert lines[0].startswith(f"The setting {name} is wrong: ")
    assert list(tmp_path.iterdir()) == []
