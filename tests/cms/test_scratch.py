"""What the tests' settings write lies in a folder of its own, which goes with the process that made it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FORKED = """
import os, pathlib, sys
from cms.settings.test import MEDIA_STORE
pathlib.Path(MEDIA_STORE).mkdir()
child = os.fork()
if not child:
    sys.exit()
os.waitpid(child, 0)
print(pathlib.Path(MEDIA_STORE).is_dir())
"""


def test_the_folder_goes_with_its_process_and_not_with_a_fork_of_it(tmp_path: Path) -> None:
    own = {**os.environ, "TMPDIR": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", FORKED], cwd=ROOT, env=own, capture_output=True, text=True, timeout=60)
    assert (ran.stdout, ran.stderr) == ("True\n", "")
    assert list(tmp_path.iterdir()) == []
