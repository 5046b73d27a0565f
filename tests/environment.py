"""Set before Django reads its settings (`-p tests.environment`): a home of its own for every test process."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="comity-test-")
os.mkdir(os.path.join(_home, "static"))  # whitenoise warns of a missing folder
atexit.register(shutil.rmtree, _home, ignore_errors=True)

os.environ["COMITY_HOME"] = _home
os.environ["COMITY_DEMO"] = "1"
os.environ["COMITY_API_LIMIT"] = "0"  # the walks ask for every address within one minute
for name in (
    "COMITY_MAIL_URL",
    "COMITY_REDIS_URL",
    "COMITY_CLAMAV",
    "COMITY_OIDC_ADDRESS",
    "COMITY_DEBUG",
    "COMITY_EMBEDDING",
    "COMITY_DRAFTING",
    "COMITY_STREAM_PORT",
    "COMITY_STREAM_ADDRESS",
):
    os.environ.pop(name, None)
