"""pandaclient reads its addresses when it is imported, and looks the cache server up unless told not to."""

import os

NOWHERE = "http://127.0.0.1:9/server/panda"


def set_up():
    os.environ["PANDA_BEHIND_REAL_LB"] = "1"
    for name in ("PANDA_URL", "PANDA_URL_SSL", "PANDACACHE_URL"):
        os.environ.setdefault(name, NOWHERE)
