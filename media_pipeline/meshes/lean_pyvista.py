"""pyvista without matplotlib's figures, for children that draw: importing those takes 0.3 to 0.5 s of processor time.

pyvista asks for ``matplotlib.pyplot`` where it defines its colours, and uses it for charts and for one theme that is not ours.
Imported by programs that draw and end, never by a process that does anything else.
"""

from __future__ import annotations

import sys
from types import ModuleType

sys.modules.setdefault("matplotlib.pyplot", ModuleType("matplotlib.pyplot", "Left out: nothing here draws a chart."))

import pyvista  # noqa: E402 - it must find the module above

__all__ = ["pyvista"]
