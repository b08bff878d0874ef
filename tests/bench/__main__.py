"""``make bench``: every bench_*.py of this folder, a table of ratios, and build/bench.json."""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from pathlib import Path
from typing import Any

import tests.bench

RESULT = Path(__file__).resolve().parents[2] / "build" / "bench.json"


def main() -> int:
    """Measure all, or the ones named on the command line."""
    names = sys.argv[1:] or sorted(m.name for m in pkgutil.iter_modules(tests.bench.__path__) if m.name.startswith("bench_"))
    results: list[dict[str, Any]] = []
    for name in names:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        results.append(importlib.import_module(f"tests.bench.{name}").measure())
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(results, indent=2) + "\n")
    for result in results:
        print(f"{result['bench']:<28} {result['ratio']!s:>14}  {result.get('peer_name', 'peer absent')}; {result['input']}")
    print(f"all figures: {RESULT.relative_to(Path.cwd()) if RESULT.is_relative_to(Path.cwd()) else RESULT.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
