"""Files to take away are there for the browser that was told of them, while its page is open.

Streamlit hands its files to whoever knows their address.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_NAMED = re.compile(rb"/media/(\w+)")


class Links:
    """The files' addresses that open pages were told, by browser."""

    def __init__(self) -> None:
        self._told: Counter[tuple[str, str]] = Counter()

    @contextmanager
    def of_a_page(self, browser: str | None) -> Iterator[Callable[[bytes], None]]:
        """While one page is open: takes down what it is told, and forgets it at the end."""
        told: set[tuple[str, str]] = set()

        def note(message: bytes) -> None:
            for name in _NAMED.findall(message):
                link = (browser or "", name.decode())
                if browser and link not in told:
                    told.add(link)
                    self._told[link] += 1

        try:
            yield note
        finally:
            self._told -= Counter(told)

    def were_told(self, browser: str | None, path: str) -> bool:
        """Whether an open page of this browser was told of the file at this path."""
        name = path.removeprefix("/media/").partition(".")[0]
        return bool(browser) and self._told[browser or "", name] > 0
