"""What looks odd, kind by kind: what it means for the figures, what to do, and where."""

from collections.abc import Sequence

import streamlit as st

from dashboards import alone
from dashboards.markup import Html, tag
from dashboards.view import View
from pipeline.marts.health import Finding
from pipeline.wording.catalogues import Wording
from pipeline.wording.retold import retold


def findings_list(view: View, kinds: Sequence[Sequence[Finding]]) -> None:
    """A paragraph per kind, and its findings below it; nothing where there is none."""
    if not kinds:
        return
    told = alone.items(view.say, kinds, lambda found: _kind(view, found))
    st.html(tag("div", *told, class_="sla-findings"))


def _kind(view: View, found: Sequence[Finding]) -> Html:
    first = found[0]
    title, advice = words(view.say, first.kind)
    more = first.kind_count - len(found)
    return tag(
        "section",
        tag(
            "h3",
            tag("span", view.show.number(first.kind_count), class_="sla-finding-count"),
            title,
        ),
        tag("p", advice) if advice else None,
        tag(
            "ul",
            *(tag("li", f"{each.source} · ", published(view, each.message)) for each in found),
            tag("li", view.say("data_health.more", count=more)) if more else None,
        ),
    )


def words(say: Wording, kind: str) -> tuple[str, str | None]:
    """What a kind is called, and what to do about it; its bare name where nobody told yet."""
    try:
        return say(f"data_health.kind.{kind}"), say(f"data_health.advice.{kind}")
    except KeyError:  # a snapshot of a newer version
        return kind, None


def published(view: View, text: str, class_: str | None = None) -> Html:
    """A sentence in the viewer's language; else as it was published, marked as English."""
    known = retold(view.say, view.show, text)
    return tag("span", known or text, class_=class_, lang=None if known else "en")
