"""Take up packaging and releases that a killed worker left behind."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from vr_rooms.services import reconcile
from vr_rooms.tasks import package_asset


class Command(BaseCommand):
    help = "Enqueue again what a killed worker left behind: packaging and releases. The clock runs it every 30 s."

    def handle(self, *args: Any, **options: Any) -> None:
        closed = reconcile.close_dead_tasks()
        waiting = reconcile.waiting()
        for asset_id in waiting:
            package_asset.enqueue(asset_id)
        for dead in reconcile.dead_releases():
            dead.task.enqueue(*dead.args_kwargs["args"], **dead.args_kwargs["kwargs"])
            closed += 1
        if options["verbosity"] > 1 or waiting or closed:
            self.stdout.write(f"{len(waiting)} files enqueued again, {closed} dead tasks closed")
