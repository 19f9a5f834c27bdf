"""Whether what a run published can be told in other languages: by the English phrases, exactly."""

from collections.abc import Iterable
from itertools import product

from pipeline.wording.catalogues import SHARED, Entry, entries
from pipeline.wording.retold import ENGLISH, Said, recognised


def untold(published: Iterable[str]) -> list[str]:
    """Sentences that no English phrase makes, letter by letter."""
    found = ((text, recognised(text)) for text in published)
    return [text for text, said in found if said is None or text not in rendered(said)]


def rendered(said: Said) -> set[str]:
    """What the English phrase makes of the values as they were published, in every number."""
    choices = [
        {value} if isinstance(value, str) else rendered(value) for value in said.values.values()
    ]
    return {
        phrase.format(**dict(zip(said.values, chosen, strict=True)))
        for phrase in phrases(f"retold.{said.group}.{said.variant}")
        for chosen in product(*choices)
    }


def phrases(key: str) -> list[str]:
    """An English phrase in every number."""
    entry: Entry = entries(ENGLISH, SHARED)[key]
    return [entry] if isinstance(entry, str) else list(entry.values())
