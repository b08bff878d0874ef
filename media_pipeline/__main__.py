"""``python -m media_pipeline``."""

import sys

from media_pipeline.cli import main

if __name__ == "__main__":
    sys.exit(main())
