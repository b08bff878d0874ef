"""``manage.py release``: release all that is live."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.catalog import build_catalog
from cms.management.sentences import in_one_sentence
from vr_rooms.services import releases


class Command(BaseCommand):
    help = "Releases all that is live, unless nothing has changed since the last release."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be released, write nothing")
        parser.add_argument("--above", type=int, metavar="N", help="give the release a number higher than N")
        parser.add_argument("--json", action="store_true", help="answer for a program")

    def handle(self, *args: Any, dry_run: bool, above: int | None, **options: Any) -> None:
        with in_one_sentence():
            outcome = releases.make(build_catalog, above=above, dry_run=dry_run)
        if options["json"]:
            answer = {"number": outcome.number, "made": outcome.made, "rooms": outcome.rooms, "problems": _problems(outcome)}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        for room, sentences in _problems(outcome).items():
            for sentence in sentences:
                self.stderr.write(f"{room}: {sentence}")
        self.stdout.write(_sentence(outcome, dry_run))


def _problems(outcome: releases.Outcome) -> dict[str, list[str]]:
    return {outcome.titles.get(room, room): [one.sentence for one in found] for room, found in outcome.problems.items()}


def _sentence(outcome: releases.Outcome, dry_run: bool) -> str:
    rooms = f"{outcome.rooms} room{'' if outcome.rooms == 1 else 's'}"
    if dry_run:
        return f"A release would hold {rooms}." if outcome.made else f"Nothing has changed since release {outcome.number}."
    return f"Release {outcome.number} holds {rooms}." if outcome.made else f"Nothing has changed since release {outcome.number}."
