"""``manage.py work``: the background work of one machine."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.supervisor import Supervisor, workers


class Command(BaseCommand):
    help = "Runs a process for queue default, one for queue media, and the clock, until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        supervisor = Supervisor(workers())
        supervisor.start()
        self.stdout.write("Working: queue default, queue media, clock. Stop with Ctrl-C.")
        supervisor.run()
