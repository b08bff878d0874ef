"""``manage.py demo``: the demo programme through the real pipeline, a signed release, and the site with its workers."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections
from django.utils import translation
from wagtail.models import Locale

from cms.demo import load, programme, real_media
from cms.env import VAR_DIR
from cms.supervisor import Program, Supervisor, workers
from vr_rooms.models import MediaAsset, RoomPage

FINAL = ("ready", "refused", "failed", "cancelled")


class Command(BaseCommand):
    help = "Loads the demo programme, makes a signed release and serves it with workers beside it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_false", dest="serve", help="stop after the release")
        parser.add_argument("--media", type=Path, help="a folder of real photos, videos and meshes to add")

    def handle(self, *args: Any, port: int, serve: bool, media: Path | None, **options: Any) -> None:
        if media is not None and not media.is_dir():
            raise CommandError(f"{media} is no folder; give MEDIA= a folder of photos, videos and GLBs.")
        if serve and not _is_free(port):
            raise CommandError(f"Port {port} is taken; stop what listens there, or choose another with PORT=.")
        started = time.monotonic()
        translation.activate("en")  # what a terminal says is English, whatever the site's language
        self.say("Setting up the database and the pages' own files")
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        word = load.password(VAR_DIR)
        supervisor = Supervisor(workers())
        try:
            # One release of the whole at the end, none of every page on the way: an empty one could be rolled back to.
            with _no_automatic_releases():
                supervisor.start()
                self.fill(media, word, supervisor)
                supervisor.stop()
            self.say(f"Ready after {time.monotonic() - started:.0f} s")
            if serve:
                supervisor = Supervisor([*workers(), _server(port)])
                supervisor.start()
                end = time.monotonic() + 60
                while _is_free(port) and time.monotonic() < end:  # who reads an address may click on it at once
                    supervisor.tick()
                    time.sleep(0.1)
                supervisor.run(ready=lambda: self.addresses(port, word))
        except KeyboardInterrupt:
            self.say("Stopping")
        finally:
            supervisor.stop()

    def fill(self, media: Path | None, word: str, supervisor: Supervisor) -> None:
        """Pages, files and the release. The workers package meanwhile."""
        locales = load.ensure_languages()
        english = locales["en"]
        home = load.ensure_home(locales["nl"])
        sectors = {sector.key: load.ensure_sector(home, sector, order, english) for order, sector in enumerate(programme.SECTORS)}
        load.ensure_people(word)
        uploads = list(load.uploads())
        found = real_media.uploads(media) if media else []
        self.say(f"Uploading {len(uploads) + len(found)} files")
        assets = {upload.path.name: load.ensure_asset(upload) for upload in uploads}
        real = [load.ensure_asset(upload) for upload in found]
        self.wait([*assets.values(), *real], supervisor)
        assets = {name: MediaAsset.objects.get(pk=asset.pk) for name, asset in assets.items()}
        if bad := [asset for asset in assets.values() if asset.state != "ready"]:
            raise CommandError(f"{bad[0].original_name} could not be packaged: {bad[0].message}")

        self.say("Making pages")
        partners = {partner.key: load.ensure_partner(partner) for partner in programme.PARTNERS}
        offers = {offer.key: load.ensure_offer(offer, sectors, partners, locales) for offer in programme.OFFERS}
        self.rooms(sectors, assets, offers, english)
        for sector in programme.SECTORS:
            load.ensure_promo(sectors[sector.key], sector.promo, assets[f"{sector.promo.key}.mp4"], english)
        if media is not None:
            found_there = MediaAsset.objects.filter(pk__in=[asset.pk for asset in real]).order_by("pk")
            real_media.add(home, media, list(found_there), english)
        self.say("Making a signed release")
        call_command("release", stdout=self.stdout, stderr=self.stderr)

    def rooms(self, sectors: dict[str, Any], assets: dict[str, MediaAsset], offers: dict[str, Any], english: Locale) -> None:
        """All rooms as drafts first, so that they can lead to each other, then published."""
        places = {place["key"]: place for place in load.places()}
        todo = [(sectors[sector.key], room) for sector in programme.SECTORS for room in sector.rooms]
        library = load.Library(assets, offers, {})
        pages: dict[str, RoomPage] = {}
        for sector, room in todo:
            pages[room.key] = load.ensure_room(sector, room, places[room.key], library)
            library.rooms[room.key] = pages[room.key].pk
        for _, room in todo:
            load.finish_room(pages[room.key], room, places[room.key], library, english)

    def wait(self, assets: Sequence[MediaAsset], supervisor: Supervisor) -> None:
        """Until every asset is packaged or refused, telling what happens."""
        told: dict[int, str] = {}
        while True:
            supervisor.tick()
            close_old_connections()
            now = list(MediaAsset.objects.filter(pk__in=[asset.pk for asset in assets]))
            for asset in now:
                state = asset.state if asset.state in (*FINAL, "packaging") else ""
                if told.get(asset.pk, "") != state and state:
                    told[asset.pk] = state
                    if state != "packaging" or sys.stdout.isatty():
                        self.say(f"  {asset.original_name}: {asset.get_state_display()} {asset.message}".rstrip())
            if all(asset.state in FINAL for asset in now):
                return
            time.sleep(0.2)

    def addresses(self, port: int, word: str) -> None:
        """Where everything is, and who can sign in."""
        base = f"http://127.0.0.1:{port}"
        room = RoomPage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE).order_by("path").first()
        rows = [("website", f"{base}/"), ("in English", f"{base}/en/"), ("rooms", f"{base}/play/")]
        if room is not None:
            rows.append(("a room", f"{base}/play/{room.room_id}/"))
        rows += [
            ("admin", f"{base}/admin/"),
            ("API", f"{base}/api/v3/docs/"),
            ("content", f"{base}/content/metadata/timestamp.json"),
        ]
        self.say("")
        for name, address in rows:
            self.say(f"  {name:<11} {address}")
        self.say(f"  sign in as  {', '.join(load.PEOPLE)} with the password {word}")
        self.say(f"  headset     .venv/bin/python -m vr_rooms.client sync {base}/content/ build/headset")
        self.say("Stop with Ctrl-C.")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


@contextlib.contextmanager
def _no_automatic_releases() -> Iterator[None]:
    """In this process and in those that it starts meanwhile."""
    before, own = settings.RELEASE_ON_PUBLISH, os.environ.get("RELEASE_ON_PUBLISH")
    settings.RELEASE_ON_PUBLISH, os.environ["RELEASE_ON_PUBLISH"] = False, "off"
    try:
        yield
    finally:
        settings.RELEASE_ON_PUBLISH = before
        if own is None:
            del os.environ["RELEASE_ON_PUBLISH"]
        else:
            os.environ["RELEASE_ON_PUBLISH"] = own


def _is_free(port: int) -> bool:
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _server(port: int) -> Program:
    options = ("--host", "127.0.0.1", "--port", str(port), "--log-level", "warning", "--no-access-log")
    return Program("server", ("-m", "uvicorn", "cms.asgi:application", *options))
