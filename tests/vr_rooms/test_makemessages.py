"""``make messages`` keeps every sentence in its catalogue, the pipeline's too, and a second run changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.management import call_command

from vr_rooms.management.commands.makemessages import CATALOGUE_OF, Command


@pytest.fixture
def project(settings, tmp_path) -> Path:
    """A copy of what sentences are taken from, and of the catalogues."""
    for package in CATALOGUE_OF:
        for file in Path(settings.BASE_DIR, package).rglob("*.*"):
            if file.suffix in (".py", ".html", ".txt", ".po") and "static" not in file.parts:
                place = tmp_path / file.relative_to(settings.BASE_DIR)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, place)
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / package / "locale" for package in ("cms", "vr_rooms")]
    return tmp_path


@pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed")
def test_nothing_is_lost_and_a_second_run_changes_nothing(project, monkeypatch):
    catalogues = [project / package / "locale" / "nl" / "LC_MESSAGES" / "django.po" for package in ("cms", "vr_rooms")]
    before = [_said(file) for file in catalogues]

    monkeypatch.chdir(project)
    _make()
    once = [file.read_bytes() for file in catalogues]
    assert [_said(file) for file in catalogues] == before

    monkeypatch.chdir(project / "vr_rooms")  # where Django's own command sees this package alone
    _make()
    assert [file.read_bytes() for file in catalogues] == once


@pytest.mark.parametrize("folder", [".", "cms", "vr_rooms"])
def test_each_file_goes_into_its_catalogue_from_any_folder(settings, folder, monkeypatch):
    """Up to gettext, which not every machine has."""
    found = {}

    def build_potfiles(self):
        found.update((file.path, Path(file.locale_dir).parent.name) for file in self.find_files("."))
        return []

    monkeypatch.setattr(Command, "build_potfiles", build_potfiles)
    monkeypatch.setattr("django.core.management.commands.makemessages.check_programs", lambda *programs: None)
    monkeypatch.chdir(Path(settings.BASE_DIR, folder))
    _make()
    assert {package: found[f"{package}/{name}"] for package, name in SOME.items()} == CATALOGUE_OF


SOME = {"cms": "models/home.py", "vr_rooms": "checks.py", "media_pipeline": "errors.py"}


def _make() -> None:
    call_command(Command(), locale=["nl"], no_obsolete=True, no_location=True, verbosity=0)


def _said(catalogue: Path) -> dict[object, object]:
    with catalogue.open("rb") as file:
        return {message.id: (message.string, message.fuzzy) for message in read_po(file, locale="nl") if message.id}
