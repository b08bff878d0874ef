"""How the API speaks: problem+json, ETag and 304, one OpenAPI document in English, Wagtail's own routes closed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cms import programme

pytestmark = pytest.mark.django_db
SNAPSHOT = Path(__file__).parent / "openapi.json"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nothing/here/", 404),
        ("", 404),
        ("rooms/00000000-0000-4000-8000-000000000000/", 404),
        ("sectors/geen/", 404),
        ("rooms/?limit=0", 422),
        ("rooms/?limit=101", 422),
        ("rooms/?level=gymnasium", 422),
        ("rooms/geen-id/", 422),
        ("rooms/?offset=" + "9" * 40, 422),
        ("rooms/?search=%00", 422),
        ("activities/?region=a%00b", 422),
        ("sectors/%00/", 404),
        ("preview/", 422),
    ],
)
def test_every_error_is_a_problem(client, home, path, status):
    answer = client.get(f"/api/v3/{path}")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]


def test_a_wrong_method_is_a_problem_too(client):
    answer = client.post("/api/v3/rooms/", {})
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert "GET" in answer["Allow"]


def test_an_error_on_our_side_is_a_problem_without_a_traceback(client, monkeypatch):
    def broken(*args):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("cms.api.rooms.list_rooms", broken)
    client.raise_request_exception = False
    answer = client.get("/api/v3/rooms/")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert b"secret" not in answer.content


def test_a_forgotten_slash_leads_on(client):
    answer = client.get("/api/v3/rooms?limit=5")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v3/rooms/?limit=5")
    assert client.get("/api/v3/geen").status_code == 404


def test_nothing_new_is_a_304(client, home, techniek):
    first = client.get("/api/v3/sectors/")
    again = client.get("/api/v3/sectors/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    techniek.title = "Techniek en energie"
    techniek.save()
    assert client.get("/api/v3/sectors/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_openapi_document_is_asked_about_and_not_sent_again(client):
    first = client.get("/api/v3/openapi.json")
    assert (first["Content-Language"], first["Cache-Control"]) == ("en", "public, no-cache")
    again = client.get("/api/v3/openapi.json", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_head_answers_as_get_does(client, home):
    got, head = client.get("/api/v3/sectors/"), client.head("/api/v3/sectors/")
    assert (head.status_code, head["ETag"]) == (200, got["ETag"])
    assert client.head("/api/v3/geen/").status_code == 404


def test_an_answer_says_its_language(client, home):
    assert client.get("/api/v3/sectors/")["Content-Language"] == "nl"
    assert client.get("/api/v3/sectors/?locale=en")["Content-Language"] == "en"


def test_anyone_may_read_it_from_anywhere_without_a_cookie(client, home):
    answer = client.get("/api/v3/sectors/")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies


def test_one_openapi_document_in_english(client, settings):
    document = client.get("/api/v3/openapi.json", headers={"Accept-Language": "nl"}).json()
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"] == "Kijkkamer"
    for path in (
        "sectors/",
        "sectors/{slug}/",
        "rooms/",
        "rooms/{room_id}/",
        "videos/",
        "videos/{video_id}/",
        "activities/",
        "preview/",
    ):
        assert f"/api/v3/{path}" in document["paths"]
    english = json.dumps(document)
    assert "Summary" in english
    assert not any(dutch in english for dutch in ("Samenvatting", "Titel", "Kleur", "Volgorde"))


def test_the_typed_part_of_the_document_is_frozen(client):
    """After a change that is meant: UPDATE_SNAPSHOTS=1 pytest tests/cms/test_api_manners.py, and a line in the CHANGELOG."""
    import os

    document = client.get("/api/v3/openapi.json").json()
    typed = {path: methods for path, methods in document["paths"].items() if _is_ours(methods)}
    frozen = {"paths": typed, "schemas": _used(typed, document["components"]["schemas"])}
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(json.dumps(frozen, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    assert frozen == json.loads(SNAPSHOT.read_text())


def _is_ours(methods):
    return any(set(operation.get("tags", ())) & {"content", "drafts"} for operation in methods.values())


def _used(value, schemas):
    found = {}
    waiting = [value]
    while waiting:
        text = json.dumps(waiting.pop())
        for name in [part.split('"')[0] for part in text.split("#/components/schemas/")[1:]]:
            if name not in found:
                found[name] = schemas[name]
                waiting.append(schemas[name])
    return found


def test_wagtails_own_routes_show_the_anonymous_nothing(client, techniek):
    room = programme.room(techniek)
    document = client.get("/api/v3/openapi.json").json()
    stock = [(path, method) for path, methods in document["paths"].items() if not _is_ours(methods) for method in methods]
    assert len(stock) > 15
    for path, method in stock:
        address = path.replace("{page_id}", str(room.pk)).replace("{type_name}", "cms.SectorPage")
        address = address.replace("{type}", "cms.Activity")
        address = re.sub(r"{\w+}", "1", address)
        answer = (
            getattr(client, method)(address, data=b"{}", content_type="application/json")
            if method != "get"
            else client.get(address)
        )
        assert answer.status_code == 401, (method, path, answer.status_code)
        assert answer["Content-Type"] == "application/problem+json"


def test_the_documentation_page_asks_no_other_host(client):
    page = client.get("/api/v3/docs/").content.decode()
    assert "://" not in page.replace("http://www.w3.org", "")
