"""How long a page takes while many people look: `python -m tests.bench_sessions WORKSPACE`.

Each of them goes from page to page and reads for some seconds between. A page takes from the click
until the server has told all of it; what a browser then draws is not in it. A measurement, not a
test.
"""

import random
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.bench_pages import path_of
from tests.dashboards.asking import Page
from tests.dashboards.browser import served
from tests.dashboards.looking import PAGES

PEOPLE, CLICKS = 20, 6
READS_SECONDS = (10.0, 30.0)


def main(folder: Path) -> None:
    """Measure one at work and then all of them, and print a line each."""
    paths = [path_of(page, folder).strip("/") for page in PAGES]
    with served(folder) as address:
        for people in (1, PEOPLE):
            seconds = times(address, paths, people)
            print(
                f"{people} at work: half of {len(seconds)} pages within "
                f"{statistics.median(seconds):.2f} s, 95 % within {p95(seconds):.2f} s"
            )


def times(address: str, paths: Sequence[str], people: int) -> list[float]:
    """What each page took, in seconds."""
    with ThreadPoolExecutor(people) as crowd:
        looked = crowd.map(lambda seed: _looked(address, paths, seed), range(people))
        return [seconds for each in looked for seconds in each]


def p95(seconds: list[float]) -> float:
    """What 95 % of them stay within."""
    return statistics.quantiles(seconds, n=20, method="inclusive")[-1]


def _looked(address: str, paths: Sequence[str], seed: int) -> list[float]:
    drawn = random.Random(seed)
    time.sleep(drawn.uniform(0, READS_SECONDS[1]))
    found = []
    with Page(address, {}) as page:
        for _ in range(CLICKS):
            time.sleep(drawn.uniform(*READS_SECONDS))
            asked = time.monotonic()
            page.run(drawn.choice(paths))
            found.append(time.monotonic() - asked)
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "data"))
