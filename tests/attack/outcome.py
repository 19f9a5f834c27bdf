"""What a part of the attack found: counts, and what broke, each with the seed to repeat it."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

_SHOWN = 3


@dataclass(frozen=True)
class Broken:
    """One promise that did not hold."""

    promise: str  # which one, in a few words
    seed: int
    told: str
    name: str = ""  # of the file, where one is to blame
    content: bytes | None = None


@dataclass
class Outcome:
    """Of one part, as it goes on."""

    part: str
    counts: Counter[str] = field(default_factory=Counter)
    broken: list[Broken] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    skipped: str = ""  # why the part could not be tried here
    started: float = field(default_factory=time.monotonic)

    def breaks(self, promise: str, seed: int, told: str) -> None:
        """Say what broke."""
        self.broken.append(Broken(promise, seed, told))

    def add(self, other: Outcome) -> None:
        """Take in what a helper found."""
        self.counts += other.counts
        self.broken += other.broken
        self.notes += other.notes

    def save(self, folder: Path) -> None:
        """Keep the files that broke something, a few for each promise."""
        for promise in sorted({broken.promise for broken in self.broken}):
            for broken in [it for it in self.broken if it.promise == promise][:_SHOWN]:
                if broken.content is not None:
                    place = folder / f"{self.part}-{broken.seed}" / broken.name
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(broken.content)
                    self.notes.append(f"seed {broken.seed}: {place}")

    def lines(self) -> list[str]:
        """All of it, for people."""
        if self.skipped:
            return [f"{self.part}: skipped, {self.skipped}"]
        seconds = time.monotonic() - self.started
        lines = [f"{self.part}: {seconds:.0f} s, {len(self.broken):,} promises broken"]
        lines += [f"  {count:>9,} {what}" for what, count in sorted(self.counts.items())]
        by_promise = Counter(broken.promise for broken in self.broken)
        for promise, count in by_promise.most_common():
            lines.append(f"  BROKEN {count:,} times: {promise}")
            for broken in [it for it in self.broken if it.promise == promise][:_SHOWN]:
                again = f"python -m tests.attack {self.part} --seed {broken.seed} --count 1"
                lines.append(f"    {again}")
                lines.append(f"      {broken.told[:600]}")
        return lines + [f"  {note}" for note in self.notes]
