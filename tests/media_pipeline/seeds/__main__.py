"""All seeds on standard output, marshalled: made in a process of their own, because what makes them starts threads."""

import marshal
import sys

from tests.media_pipeline.seeds import all_seeds

sys.stdout.buffer.write(marshal.dumps({kind: make() for kind, make in all_seeds().items()}))
