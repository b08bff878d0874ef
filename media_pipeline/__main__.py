"""``python -m media_pipeline``."""

import sys

from media_pipeline.stopping import end_at_once, interrupt_work

if __name__ == "__main__":
    end_at_once()
    from media_pipeline.cli import main  # a third of a second of imports, in which somebody may press Ctrl-C

    interrupt_work()
    sys.exit(main())
