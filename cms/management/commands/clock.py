"""``manage.py clock``: recurring work; started by ``manage.py work``, once for a site."""

import logging
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from cms.clock import DAY_S, HOUR_S, MINUTE_S, Clock, Job
from cms.tasks import release_soon

logger = logging.getLogger(__name__)

JOBS: dict[str, tuple[float, Job]] = {
    "reconcile": (30.0, lambda: call_command("reconcile", verbosity=0)),
    "publish_scheduled": (MINUTE_S, lambda: call_command("publish_scheduled", verbosity=0)),
    # What is over by date leaves the release too, though nobody publishes then.
    "release": (HOUR_S, release_soon),
    "resign": (DAY_S, lambda: call_command("keys", "resign", verbosity=0)),
    "prune": (DAY_S, lambda: call_command("prune_db_task_results", "--min-age-days", "14", verbosity=0)),
}


class Command(BaseCommand):
    help = (
        "Runs recurring work: reconcile (30 s), scheduled publishing (60 s), releasing (hourly), re-signing and pruning (daily)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        clock = Clock({name: period for name, (period, _) in JOBS.items()})
        while True:
            for name in clock.due(time.monotonic()):
                try:
                    JOBS[name][1]()
                except Exception:  # one job that fails must not stop the others, nor itself the next time
                    logger.exception("The recurring job %s failed; it is tried again", name)
                close_old_connections()
            time.sleep(clock.wait_s(time.monotonic()))
