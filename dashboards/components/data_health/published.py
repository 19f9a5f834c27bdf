"""What a run published in English, in the viewer's language where its words are known."""

from dashboards.markup import Html, tag
from dashboards.view import View
from pipeline.wording.retold import retold


def published(view: View, text: str, class_: str | None = None) -> Html:
    """A sentence in the viewer's language; else as it was published, marked as English."""
    known = retold(view.say, view.show, text)
    return tag("span", known or text, class_=class_, lang=None if known else "en")
