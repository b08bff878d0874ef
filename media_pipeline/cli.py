"""The pipeline's command line: probe, package, render, verify. JSON on stdout, sentences on stderr, exit statuses of docs."""

from __future__ import annotations

import argparse
import json
import logging
import math
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn, get_args

from media_pipeline import outputs
from media_pipeline.canonical import to_json
from media_pipeline.errors import PipelineError
from media_pipeline.meshes.beside import with_parts
from media_pipeline.names import given, in_words, printable, printable_json
from media_pipeline.progress import Pace, Progress, silent
from media_pipeline.recipes import RECIPES
from media_pipeline.records import Stereo
from media_pipeline.rendering import command
from media_pipeline.stopping import FAILED, STOPPED
from media_pipeline.store.address import open_store
from media_pipeline.troubles import about
from media_pipeline.warned import LOGGER, warn_of
from media_pipeline.wishes import WANTED, AudioRole, Unit, Up, WantedProjection

USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status: 0 done, 1 failed, 2 wrong usage, 3 refused, 4 a tool is missing."""
    outputs.open_closed()
    try:
        return _run(arguments)
    except BrokenPipeError:
        return outputs.READER_GONE
    finally:  # also where argparse ends us after its help
        outputs.let_go()


def _run(arguments: Sequence[str] | None) -> int:
    store: str | None = None
    try:
        with _warnings_on_stderr():
            wish = _parser().parse_args(command.joined(sys.argv[1:] if arguments is None else arguments))
            store = getattr(wish, "store", None)
            status: int = wish.run(wish)
            return status
    except BrokenPipeError:
        raise
    except PipelineError as problem:
        return _say(str(problem), problem.exit_status)
    except ValueError as problem:
        return _say(f"{problem}.", USAGE)
    except FileNotFoundError as problem:
        return _say(f"{problem.filename} is not there; check the path.", USAGE)
    except OSError as problem:
        return _say(about(problem, store), FAILED)
    except MemoryError:
        return _say("There is not enough memory for this file; close other programs or make a smaller export.", FAILED)
    except KeyboardInterrupt:
        return _say(STOPPED, FAILED)


@contextmanager
def _warnings_on_stderr() -> Iterator[None]:
    """Sentences for people are shown, what libraries and children write for developers is not."""
    shown, hidden = logging.StreamHandler(sys.stderr), logging.NullHandler()
    shown.setFormatter(_Printable())
    LOGGER.addHandler(shown)
    logging.getLogger().addHandler(hidden)
    try:
        yield
    finally:
        LOGGER.removeHandler(shown)
        logging.getLogger().removeHandler(hidden)


class _Printable(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return printable(record.getMessage())


def _say(sentence: str, status: int) -> int:
    with suppress(BrokenPipeError):  # the status tells it too
        outputs.say(printable(sentence))
    return status


class _Parser(argparse.ArgumentParser):
    """One sentence for wrong usage, without the whole list of options before it."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"{printable(f'{self.prog}: {message}')}; --help shows how.\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m media_pipeline", description="Looks at media and packages it for headsets and browsers.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)

    look = commands.add_parser("probe", help="say what a file is, as JSON")
    look.add_argument("input", type=given, metavar="INPUT", help="a file, a folder or a zip")
    look.add_argument("--faces", action="store_true", help="look for faces in a 360° photo")
    look.set_defaults(run=_probe)

    make = commands.add_parser("package", help="package a file into a store and print the asset as JSON")
    make.add_argument("input", type=given, metavar="INPUT", nargs="?", help="a file, a folder or a zip")
    make.add_argument("--store", metavar="DIR|s3://bucket/prefix", help="where the blobs go")
    make.add_argument("--kind", choices=WANTED, help="what the file is, where detection is wrong")
    make.add_argument("--projection", choices=get_args(WantedProjection), help="its layout; cubemap: a folder or zip of six")
    make.add_argument("--stereo", choices=get_args(Stereo), help="where its eyes are; a square eye of a photo covers 180°")
    make.add_argument("--captions", metavar="nl=FILE", action="append", default=[], type=_captions, help="captions of a video")
    make.add_argument("--audio", metavar="en=FILE", action="append", default=[], type=_audio, help="a video's other sound")
    make.add_argument("--chapters", metavar="FILE", type=given, help="chapters of a video as WebVTT; else those that it has")
    make.add_argument("--poster-at", metavar="SECONDS", type=_seconds, help="which moment of a video is its poster")
    make.add_argument("--blur", metavar='all|"YAW,PITCH,SIZE;…"', help="faces to blur in a 360° photo, in degrees")
    make.add_argument("--unit", choices=get_args(Unit), help="what an STL, OBJ or PLY counts in; else guessed, with a warning")
    make.add_argument("--up", choices=get_args(Up), help="which axis of an STL, OBJ or PLY is up; else guessed, with a warning")
    make.add_argument("--recipe", metavar="NAME", help="named settings; see --list-recipes")
    make.add_argument("--list-recipes", action="store_true", help="print all recipes as JSON")
    make.add_argument("--progress", choices=("auto", "json", "none"), default="auto", help="auto: a bar on a terminal")
    make.set_defaults(run=_package)

    command.add_to(commands, _render)

    check = commands.add_parser("verify", help="read every blob and the metadata of a store back")
    check.add_argument("store", metavar="STORE", help="a folder or s3://bucket/prefix")
    check.set_defaults(run=_verify)
    return parser


_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""As browsers name them (BCP 47): nl, en, pt-BR."""


def _captions(text: str) -> tuple[str, Path]:
    language, _, path = text.partition("=")
    if not _LANGUAGE.fullmatch(language) or not path:
        raise argparse.ArgumentTypeError(f"{text!r} is not LANGUAGE=FILE, for example nl=film.vtt")
    return language, Path(path)


def _audio(text: str) -> tuple[str, AudioRole, Path]:
    label, _, path = text.partition("=")
    language, _, role = label.partition(":")
    if not _LANGUAGE.fullmatch(language) or not path or role not in ("", *get_args(AudioRole)):
        raise argparse.ArgumentTypeError(f"{text!r} is not LANGUAGE=FILE or LANGUAGE:described=FILE")
    return language, "described" if role == "described" else "main", Path(path)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is no time in seconds, for example 12.5")
    return seconds


# What a command needs is imported by the command: packaging brings half a second of decoders that others need not wait for.


def _probe(wish: argparse.Namespace) -> int:
    from media_pipeline.faces.photo import with_faces
    from media_pipeline.probe import probe

    with with_parts(wish.input) as parts, in_words([parts]) as (source,):
        info = probe(source)
        if wish.faces:
            info = with_faces(source, info)
    warn_of(info)
    _print(to_json(info))
    return 0


def _package(wish: argparse.Namespace) -> int:
    from media_pipeline.package import package

    if wish.list_recipes:
        _print({name: {"about": type(recipe).__doc__, **asdict(recipe)} for name, recipe in RECIPES.items()})
        return 0
    if wish.input is None or wish.store is None:
        raise ValueError("package needs an INPUT and --store DIR or --store s3://bucket/prefix")
    texts, sounds = wish.captions, wish.audio
    beside = [path for *_, path in (*texts, *sounds)] + ([wish.chapters] if wish.chapters else [])
    with _Shown(wish.progress) as progress, with_parts(wish.input) as parts, in_words([parts, *beside]) as (source, *others):
        asset = package(
            source,
            open_store(wish.store),
            kind=wish.kind,
            projection=wish.projection,
            stereo=wish.stereo,
            captions=[(language, path) for (language, _), path in zip(texts, others, strict=False)],
            audio=[(language, role, path) for (language, role, _), path in zip(sounds, others[len(texts) :], strict=False)],
            chapters=others[-1] if wish.chapters else None,
            poster_at=wish.poster_at,
            blur=wish.blur,
            unit=wish.unit,
            up=wish.up,
            recipe=wish.recipe,
            progress=progress,
        )
    _print(to_json(asset))
    return 0


def _render(wish: argparse.Namespace) -> int:
    with _Shown(wish.progress) as progress:
        assets = command.rendered(wish, progress)
    _print(assets)
    return 0


def _verify(wish: argparse.Namespace) -> int:
    from media_pipeline.release.verify import verify_everything

    store = open_store(wish.store)
    held, problems = verify_everything(store)
    released = store.exists("metadata/1.root.json")
    if not held and not released:
        records = sum(1 for _ in store.keys("records/"))
        held_instead = f"only records of packaging ({records}), no blobs and no release; package the files again"
        nothing = "neither blobs nor a release; give the folder or address of a store"
        problems = [f"{wish.store} holds {held_instead if records else nothing}."]
    for problem in problems:
        _say(problem, FAILED)
    if problems:
        return FAILED
    what = "the release and all that it names are whole" if released else "no release has been made here yet"
    outputs.say(f"{held} blobs read, each what its name says; {what}.")
    return 0


def _print(value: object) -> None:
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    outputs.answer(printable_json(json.dumps(value, ensure_ascii=plain, indent=2, sort_keys=True)))


class _Shown:
    """Progress on stderr: a bar on a terminal, JSON lines where a program asks for them; at most ten a second."""

    def __init__(self, how: str) -> None:
        self._bar = how == "auto" and sys.stderr.isatty()
        self._json = how == "json"
        self._pace = Pace()
        self._last = 0.0
        self._drawn = False

    def __enter__(self) -> Progress:
        return self._tell if self._bar or self._json else silent

    def __exit__(self, *problem: object) -> None:
        if self._drawn:
            outputs.say("\r\x1b[K", end="")

    def _tell(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        report = self._pace.at(now, stage, done, total)
        if now - self._last < 0.1 and 0 < done < total:
            return
        self._last = now
        if self._json:
            said = {name: value for name, value in asdict(report).items() if value is not None}
            outputs.say(json.dumps(said))
            return
        filled = round(30 * done / total) if total else 0
        left = "" if not report.left_s else f", {report.left_s:.0f} s left"
        bar = f"[{'#' * filled}{' ' * (30 - filled)}]"
        outputs.say(f"\r\x1b[K{stage:10} {bar} {done}/{total}{left}", end="")
        self._drawn = True
