"""What the pages say, from the catalogue beside this file."""

from pathlib import Path

from pipeline.wording.catalogues import Language, Wording

CATALOGUE = Path(__file__).parent / "catalogue"


def wording(language: Language) -> Wording:
    """The pages' words in a language."""
    return Wording(language, CATALOGUE)
