"""Before torch is imported: one thread. Tiny networks gain nothing by more, and on busy cores wait for each other."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
