"""``python -m vr_rooms.client``."""

import sys

from vr_rooms.client.cli import main

sys.exit(main())
