"""Fifty spoiled files of each kind: an asset or a refusal comes of each, and nothing else happens. ``make fuzz`` tries 2,000."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.media_pipeline.seeds import all_seeds

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the fuzzer's nursery needs Linux")


@pytest.mark.timeout(1200)
def test_fifty_of_each_kind() -> None:
    """All are probed; until one of its kind has been packaged whole, what can be read is: encoders and renderers take seconds."""
    args = [sys.executable, "-m", "tests.fuzz", "--seed", "1", "--count", "50", "--whole", "1"]
    done = subprocess.run(args, cwd=ROOT, capture_output=True, text=True, timeout=1190)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [line.split() for line in done.stdout.splitlines() if "/" in line.split()[0]]
    assert {row[0] for row in rows} == set(all_seeds())
    assert {row[1] for row in rows} == {"50"}
