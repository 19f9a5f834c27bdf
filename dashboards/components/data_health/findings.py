"""What looks odd, kind by kind: what it means for the figures, what to do, and where."""

from collections.abc import Sequence

import streamlit as st

from dashboards import alone
from dashboards.components.data_health.published import published
from dashboards.markup import Html, tag
from dashboards.view import View
from pipeline.marts.health import Finding
from pipeline.wording.catalogues import Wording


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
