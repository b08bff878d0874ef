"""The form of a room. Imported by the model, so it imports no models."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks.stream_block import StreamBlockValidationError

from vr_rooms import checks, facts

SCENES = "scenes"


class RoomForm(WagtailAdminPageForm):
    """A room's form: publishing runs the checks that the manifest is built with, so that what goes live can be released."""

    def _post_clean(self) -> None:
        # Not in clean(): only here does the page hold what was typed.
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        found: dict[str | None, list[ValidationError]] = {}
        for problem in checks.blocking(checks.room(facts.of_room(self.instance))):
            field = problem.field if problem.field in self.fields else None
            found.setdefault(field, []).append(ValidationError(problem.sentence, code=problem.code))
        for field, errors in found.items():
            # A StreamField shows the first error only, so that all of them go into one.
            self.add_error(field, StreamBlockValidationError(non_block_errors=errors) if field == SCENES else errors)
