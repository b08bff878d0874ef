"""The pipeline's command, called in this process."""

from __future__ import annotations

import pytest

from media_pipeline import cli


def called(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """(exit status, standard output, standard error)."""
    try:
        status = cli.main([str(argument) for argument in arguments])
    except SystemExit as end:  # argparse
        status = int(end.code or 0)
    shown = capsys.readouterr()
    return status, shown.out, shown.err
