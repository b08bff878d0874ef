"""Whether the process is up, and whether what it needs can be reached."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_the_process_answers(client):
    assert client.get("/healthz").content == b"ok\n"


def test_a_bare_file_has_no_icon(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.content) == (204, b"")


def test_ready_when_all_can_be_reached(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "store": True, "queue": True})


@pytest.mark.parametrize("name", ["database", "store", "queue"])
def test_not_ready_when_one_can_not(client, monkeypatch, name):
    def broken():
        raise OSError("secret detail")

    monkeypatch.setattr(f"cms.health._{name}", broken)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()[name] is False
    assert b"secret" not in answer.content
