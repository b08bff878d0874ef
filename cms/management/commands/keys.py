"""``manage.py keys``: the signing keys of releases."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from cms.management.sentences import in_one_sentence
from media_pipeline.release.keys import ROLES
from media_pipeline.release.state import RoleStatus
from vr_rooms.services import signing


class Command(BaseCommand):
    help = "Makes the signing keys, replaces one, renews signatures that get old, or says until when they are valid."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["init", "rotate", "resign", "status"])
        parser.add_argument("role", nargs="?", choices=ROLES, help="whose key to replace; all but root where none is named")

    def handle(self, *args: Any, action: str, role: str | None, verbosity: int, **options: Any) -> None:
        if role is not None and action != "rotate":
            self.stderr.write(f"A role is only named with rotate, not with {action}.")
            raise SystemExit(2)
        with in_one_sentence():
            if action == "init":
                signing.init()
            elif action == "resign":
                renewed = signing.resign()
                if verbosity:
                    self.stdout.write(f"Signed anew: {', '.join(renewed) or 'nothing was due'}.")
                return
            elif action == "rotate":
                # The root key is the one that others know; it may lie elsewhere, and is replaced only when it is named.
                for one in [role] if role else [each for each in ROLES if each != "root"]:
                    number = signing.rotate(one)
                    self.stdout.write(f"The {one} key is replaced; root {number} says so. Clients follow at their next sync.")
            self.tell()

    def tell(self) -> None:
        """Which keys are here, and until when what they signed is valid."""
        until = signing.status()
        self.stdout.write(f"Keys in {settings.TUF_KEYS}:")
        for role in ROLES:
            self.stdout.write(f"  {role}: {'here' if signing.here(role) else 'not here'}{_until(until.get(role))}")


def _until(status: RoleStatus | None) -> str:
    if status is None:
        return ""
    note = " - expired" if status.days_left < 0 else f" - only {status.days_left} days left" if status.warn else ""
    return f", signed until {status.expires:%Y-%m-%d}{note}"
