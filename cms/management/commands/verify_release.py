"""``manage.py verify_release``: read the last release back, every blob of it."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.management.sentences import in_one_sentence
from media_pipeline.release.state import current
from media_pipeline.release.verify import verify_store
from vr_rooms.services.stores import content_store


class Command(BaseCommand):
    help = "Reads the metadata and every blob of the last release back and says what is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="answer for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        store = content_store()
        with in_one_sentence():
            release = current(store)
            problems = verify_store(store) if release else []
        if release is None:
            raise CommandError("There is no release yet; make one with manage.py release.", returncode=1)
        if options["json"]:
            self.stdout.write(json.dumps({"release": release.version, "problems": problems}))
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"Release {release.version} is not whole: {len(problems)} thing(s) are wrong.", returncode=1)
        if not options["json"]:
            self.stdout.write(f"Release {release.version} is whole.")
