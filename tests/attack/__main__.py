"""`python -m tests.attack [PART] [--seed S] [--count N]`."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from tests.attack import disk, kills, large, mutations, orders, readers, together
from tests.attack.outcome import Outcome

PARTS: dict[str, tuple[Callable[[int, int], Outcome], int]] = {
    "mutations": (mutations.attack, 10_000),
    "orders": (orders.attack, 100),
    "readers": (readers.attack, 500),
    "together": (together.attack, 5),
    "disk": (disk.attack, len(disk.SIZES)),
    "large": (large.attack, len(large.LARGE)),
    "kills": (kills.attack, 200),
}
"""The parts, and how many of each are usual."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.attack")
    parser.add_argument("part", nargs="?", choices=list(PARTS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int)
    parser.add_argument("--keep", type=Path, default=Path("/tmp/vip-sla-attack"))
    wanted = parser.parse_args()
    is_whole = True
    for name in [wanted.part] if wanted.part else PARTS:
        attack, usual = PARTS[name]
        outcome = attack(wanted.seed, wanted.count or usual)
        outcome.save(wanted.keep)
        print("\n".join(outcome.lines()), flush=True)
        is_whole = is_whole and not outcome.broken
    return 0 if is_whole else 1


if __name__ == "__main__":
    sys.exit(main())
