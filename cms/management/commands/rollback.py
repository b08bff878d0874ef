"""``manage.py rollback N``: release the content of an earlier release again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.management.sentences import in_one_sentence
from vr_rooms.services import releases


class Command(BaseCommand):
    help = "Releases the content of an earlier release under a new number, and holds automatic releases."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, metavar="N", help="the release to go back to")

    def handle(self, *args: Any, number: int, **options: Any) -> None:
        with in_one_sentence():
            outcome = releases.rollback(number)
        self.stdout.write(
            f"Release {outcome.number} holds the content of release {number}. Publishing makes no release now, until somebody"
            f" runs manage.py release."
        )
