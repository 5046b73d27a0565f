"""What the help of the machine is worth: `make bench-finding`, or parts: `python -m bench.finding effort stop`."""

from __future__ import annotations

import sys

from bench import finding_desk, finding_group, finding_suggest


def main(parts: list[str]) -> int:
    data = finding_suggest.data()
    if not data.is_dir():
        print("COMITY_DATA is not there: nothing to measure.")
        return 0
    both = (finding_suggest, finding_group)
    asked = [(one, [part for part in parts if part in one.PARTS]) for one in both]
    met = [reached for one, some in asked if some or not parts for reached in one.measured(data, some)]
    if not parts or "desk" in parts:
        finding_desk.main()
    print(f"{sum(met)} of {len(met)} targets met")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
