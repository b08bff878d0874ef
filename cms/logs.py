"""What is worth a line in the log."""

import logging

QUIET = ("django_tasks", "django_tasks_db")


class OnlyTroubleOfTasks(logging.Filter):
    """Drops what the task workers say of every task. Their command sets its loggers to INFO itself, so a level in the
    settings does not hold."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.ERROR or record.name not in QUIET
