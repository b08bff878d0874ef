"""How commands end: an error is one sentence on stderr and an exit status (1 failed, 3 refused, 4 a tool is missing)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from django.core.management.base import CommandError
from django.db import DatabaseError

from media_pipeline.errors import PipelineError
from vr_rooms.errors import NotReleasable, VrRoomsError


@contextlib.contextmanager
def in_one_sentence() -> Iterator[None]:
    """Turns what a service raises into a CommandError with the sentence and the status."""
    try:
        yield
    except NotReleasable as error:
        raise CommandError(str(error), returncode=3) from error
    except PipelineError as error:
        raise CommandError(str(error), returncode=error.exit_status) from error
    except VrRoomsError as error:
        raise CommandError(str(error), returncode=1) from error
    except OSError as error:
        what = error.filename or "the store"
        raise CommandError(f"{what} can't be read or written: {error.strerror or error}.", returncode=1) from error
    except DatabaseError as error:
        raise CommandError(f"The database does not answer as expected ({error}); has it been migrated?", returncode=1) from error
