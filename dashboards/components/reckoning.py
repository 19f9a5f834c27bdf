"""How the responses of a month become a share: what counts, and what is left out and why."""

import streamlit as st

from dashboards.components.shares import count_text, share_text
from dashboards.markup import Html, tag
from dashboards.view import View
from pipeline.marts.compliance import Counts
from pipeline.statistics.shares import Share

COUNTED = ("met", "breached")
LEFT_OUT = ("pending", "unanswered", "no_target", "waived", "not_covered", "deleted")


def reckoning(view: View, counts: Counts) -> None:
    """Every response owed, in the line where it went; the lines add up. Nothing for none."""
    if not counts.owed_count:
        return
    st.html(
        tag(
            "table",
            tag("caption", view.say("reckoning.caption"), class_="sla-hidden"),
            tag(
                "tbody",
                *(_line(view, name, counts) for name in COUNTED),
                _share(view, "net", counts.net),
            ),
            tag(
                "tbody",
                *(_line(view, name, counts) for name in LEFT_OUT),
                _share(view, "gross", counts.gross),
            ),
            tag(
                "tfoot",
                tag(
                    "tr",
                    tag("th", view.say("reckoning.owed"), scope="row"),
                    tag("td", view.show.number(counts.owed_count), class_="sla-number"),
                    tag("td"),
                ),
            ),
            class_="sla-table sla-reckoning",
        )
    )


def _line(view: View, name: str, counts: Counts) -> Html:
    count: int = getattr(counts, f"{name}_count")
    detail = view.say(f"reckoning.{name}_meaning")
    if name == "waived" and count:
        detail = view.say(
            "reckoning.waived_split",
            met=view.show.number(counts.waived_met_count),
            breached=view.show.number(counts.waived_breached_count),
        )
    return tag(
        "tr",
        tag("th", view.say(f"reckoning.{name}"), scope="row"),
        tag("td", view.show.number(count), class_="sla-number" + ("" if count else " sla-muted")),
        tag("td", detail, class_="sla-muted"),
    )


def _share(view: View, name: str, share: Share) -> Html:
    return tag(
        "tr",
        tag("th", view.say(f"reckoning.{name}"), scope="row"),
        tag("td", share_text(view, share), class_="sla-number sla-strong"),
        tag(
            "td",
            view.say(f"reckoning.{name}_meaning", counts=count_text(view, share)),
            class_="sla-muted",
        ),
        class_="sla-sum",
    )
