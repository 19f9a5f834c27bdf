import pytest

from pipeline.wording.catalogues import Language, Wording
from pipeline.wording.promised import promised


@pytest.mark.parametrize(
    ("count", "unit", "german", "english"),
    [
        (1.0, "hour", "1 Stunde oder weniger", "1 hour or less"),
        (4.0, "hour", "4 Stunden oder weniger", "4 hours or less"),
        (1.0, "working_day", "1 Werktag oder weniger", "1 working day or less"),
        (2.0, "working_day", "2 Werktage oder weniger", "2 working days or less"),
        (1.5, "hour", "1,5 Stunden oder weniger", "1.5 hours or less"),
        (90.0, "minute", "90 Minuten oder weniger", "90 minutes or less"),
        (90.0, "second", "90 Sekunden oder weniger", "90 seconds or less"),
        (None, None, "kein Ziel", "no target"),
    ],
)
def test_the_contract_s_own_words(
    count: float | None, unit: str | None, german: str, english: str
) -> None:
    said: dict[Language, str] = {"de": german, "en": english}
    for language, words in said.items():
        assert promised(Wording(language), count, unit) == words
