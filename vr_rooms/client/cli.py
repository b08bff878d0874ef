"""The sync client's command line. Exit status: 0 done, 1 failed, 2 wrong usage. Errors are one sentence on stderr."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from media_pipeline.errors import PipelineError
from vr_rooms.client import check, player
from vr_rooms.client.choice import Choice
from vr_rooms.client.errors import WrongUsage
from vr_rooms.client.origin import open_origin
from vr_rooms.client.sync import sync
from vr_rooms.client.terminal import Terminal
from vr_rooms.format.manifest import PROFILE_NAMES


def parser() -> argparse.ArgumentParser:
    """The arguments of all commands."""
    top = argparse.ArgumentParser(prog="python -m vr_rooms.client", description="Keep a folder in step with a content root.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    one = commands.add_parser("sync", help="refresh, verify, fetch what is missing, switch over")
    one.add_argument("origin", metavar="ORIGIN", help="https address of a content root, or a folder that is one")
    one.add_argument("folder", metavar="FOLDER", type=Path)
    one.add_argument(
        "--root", metavar="FILE", type=Path, help="root metadata to trust; without it the first is, over https or here"
    )
    one.add_argument("--profile", choices=PROFILE_NAMES, default="headset")
    one.add_argument("--sector", metavar="SLUG", action="append", default=[], help="only this sector; may be given again")
    one.add_argument("--room", metavar="ID", action="append", default=[], help="this room; may be given again")
    one.add_argument("--videos", action="store_true", help="the promo videos too")
    one.add_argument("--ca-file", metavar="FILE", type=Path, help="certificate of the authority that inspects this network")
    one.add_argument("--json", action="store_true", help="the answer as JSON on stdout")
    for name, what in (("verify", "read everything back"), ("status", "tell what is there")):
        other = commands.add_parser(name, help=what)
        other.add_argument("folder", metavar="FOLDER", type=Path)
        other.add_argument("--json", action="store_true", help="the answer as JSON on stdout")
    shown = commands.add_parser("player", help="lay the browser player beside the rooms, for any web server")
    shown.add_argument("folder", metavar="FOLDER", type=Path)
    shown.add_argument(
        "--content", metavar="URL", help="a content root elsewhere; without it the player shows the folder's rooms"
    )
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; gives back the exit status. argparse itself ends wrong usage with 2."""
    given = parser().parse_args(arguments)
    command = {"sync": _sync, "verify": _verify, "status": _status, "player": _player}[given.command]
    try:
        return command(given)
    except PipelineError as error:
        return _fail(str(error), error.exit_status)
    except KeyboardInterrupt:
        return _fail("Stopped; what was fetched is kept, sync again to go on.", 1)
    except OSError as error:
        return _fail(f"{error.filename or given.folder} gives an error of the disk ({error.strerror or error}).", 1)
    except Exception as error:
        # Nobody in a classroom can use a traceback; what is active is untouched whatever happened here.
        return _fail(f"This went wrong in a way that was not foreseen ({type(error).__name__}: {error}); please report it.", 1)


def _fail(sentence: str, status: int) -> int:
    print(" ".join(sentence.split()), file=sys.stderr)
    return status


def _sync(given: argparse.Namespace) -> int:
    origin = open_origin(given.origin, ca_file=given.ca_file)
    root = _root(given.root) if given.root is not None else None
    choice = Choice(given.profile, tuple(given.sector), tuple(given.room), given.videos)
    terminal = Terminal(sys.stderr)
    try:
        done = sync(origin, given.folder, choice, root=root, reporter=terminal)
    finally:
        terminal.end()
    if given.json:
        plain = {name: value for name, value in asdict(done).items() if name != "active"}
        print(json.dumps({**plain, "active": done.active.model_dump(mode="json", exclude_none=True)}))
    elif done.changed:
        print(
            f"Release {done.release} is active: {done.active.blobs} files, {done.active.bytes / 1e6:.1f} MB; "
            f"{done.files} files, {done.bytes / 1e6:.1f} MB fetched."
        )
    else:
        print(f"Release {done.release} is active; nothing has changed.")
    return 0


def _root(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WrongUsage(f"{path} can't be read ({error.strerror}); give the publisher's 1.root.json.") from None


def _verify(given: argparse.Namespace) -> int:
    checked = check.verify(given.folder)
    if given.json:
        print(
            json.dumps({"release": checked.release, "blobs": checked.blobs, "wrong": checked.wrong, "warnings": checked.warnings})
        )
    for sentence in checked.warnings:
        print(sentence, file=sys.stderr)
    if checked.wrong:
        if not given.json:
            print("\n".join(checked.wrong))
        mend = "; sync again to mend it" if checked.bad else ""
        return _fail(f"{len(checked.wrong)} things are wrong in {given.folder}{mend}.", 1)
    if not given.json:
        what = (
            f"release {checked.release}, {checked.blobs} files read"
            if checked.release is not None
            else "all that the release names"
        )
        print(f"All is well: {what}.")
    return 0


def _status(given: argparse.Namespace) -> int:
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    found = check.status(given.folder, now)
    print(found.as_json() if given.json else "\n".join(found.lines()))
    return 0


def _player(given: argparse.Namespace) -> int:
    page = player.lay(given.folder, given.content)
    print(f"The player is {page}; serve {given.folder} with any web server and open {page.parent.name}/ there.")
    return 0
