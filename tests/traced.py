"""Coverage within the processes that read files from outside:

    coverage run --branch -m pytest -p tests.traced tests/texts && coverage combine

They are killed when nobody needs them, and what was counted in them would go with them; here they may end first.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from subprocess import TimeoutExpired

from comity.texts import sandbox

_FILE = str(Path(os.environ.get("COVERAGE_FILE", ".coverage")).absolute())
_TRACE = (
    f"import coverage, atexit; _ = coverage.Coverage({_FILE!r}, data_suffix=True, branch=True, source=['comity']);"
    " _.start(); atexit.register(lambda: (_.stop(), _.save())); "
)
_killed = sandbox.Child.end


def _end(child: sandbox.Child) -> None:
    with suppress(BrokenPipeError):
        child._requests.close()
    with suppress(TimeoutExpired):
        child.process.wait(3)
    _killed(child)


sandbox._START = _TRACE + sandbox._START
sandbox.Child.end = _end  # type: ignore[method-assign]
