"""The customer's page beyond response times, section by section."""

from datetime import date

from dashboards import alone, selecting
from dashboards.components import heading
from dashboards.components.customer_service import service_words, tickets_to_see
from dashboards.components.figures import Figure, figures
from dashboards.components.shares import share_text
from dashboards.components.told_table import told_table
from dashboards.markup import together
from dashboards.selecting import FIRST, REPLIED, leading_if_any, part_of
from dashboards.view import View
from pipeline import marts
from pipeline.exporting.pages import MOST_LISTED
from pipeline.marts.beside_targets import ByTheWall, LateUpdate, Updates
from pipeline.marts.contacts import UnkeptContact
from pipeline.marts.readings import ReadingLine, side_by_side
from pipeline.marts.responses import SelectionCounts
from pipeline.marts.selection import YES, Selection
from pipeline.marts.service import Contacts, Escalation, Meetings, ServiceMonth
from pipeline.marts.silences import Silence
from pipeline.reports.telling import promise as told_promise
from pipeline.reports.telling import service_tables as told
from pipeline.reports.telling.service import median_of_all
from pipeline.statistics.shares import Share


def readings(view: View, customer_id: str, month: date) -> None:
    """What the month would be, were the promise read to the letter."""
    rows = side_by_side(view.ask(ReadingLine, marts.readings, month, customer_id))
    if rows:
        heading.section(service_words.readings(view, rows))
        told_table(view, told_promise.readings_table(view.tell, rows), "reading-rows")
        heading.note(view.say("service.readings_note"), view.say("contract.readings_severity"))


def service(view: View, customer_id: str, month: date, of: Selection) -> None:
    """Agents, the wall, contacts, escalations, calls, updates, silences, what the fee bought."""
    found = view.ask(ServiceMonth, marts.service_by_customer, month, customer_id)
    if not found:
        heading.section(view.say("service.not_covered", month=view.month(month)))
        return
    figures_of = found[0]
    with alone.section(view.say):
        _agents(view, figures_of, of)
    with alone.section(view.say):
        _by_the_wall(view, customer_id, month)
    with alone.section(view.say):
        _contacts(view, figures_of, customer_id, month)
    with alone.section(view.say):
        heading.section(
            service_words.escalations(view, figures_of), service_words.resolved(view, figures_of)
        )
        escalations = view.ask(Escalation, marts.escalated_tickets, month, customer_id)
        tickets_to_see.escalations_table(view, escalations)
    with alone.section(view.say):
        heading.section(service_words.calls(view, figures_of))
        meetings = view.ask(Meetings, marts.meetings_by_kind, month, customer_id)
        told_table(view, told.meetings_table(view.tell, meetings, is_internal=True), "calls")
    with alone.section(view.say):
        _updates(view, customer_id, month)
    with alone.section(view.say):
        _silences(view, customer_id, month)
    with alone.section(view.say):
        _fee(view, figures_of, of)


def _agents(view: View, month: ServiceMonth, of: Selection) -> None:
    say, shared = view.say, month.others_of_agent
    replied, owed = of.narrowed(REPLIED), of.narrowed(FIRST)
    dedicated = replied.narrowed({"dedicated": (YES,)})
    # no filter is for days on which nobody was dedicated
    rostered = replied if month.rostered_reply_count == month.reply_count else None
    heading.section(service_words.agents(view, month, dedicated))
    figures(
        [
            Figure(
                say("service.figure_dedicated"),
                share_text(view, month.dedicated),
                _details(view, month.dedicated, dedicated, rostered),
            ),
            Figure(
                say("report.service.agents"),
                view.show.number(month.involved_agent_count),
                (say("service.shared", count=shared),) if shared else (),
            ),
            Figure(
                say("report.service.instantly"),
                median_of_all(view.tell, month),
                (
                    leading_if_any(
                        say("service.of_first_responses", count=month.first_response_owed_count),
                        month.first_response_owed_count,
                        owed,
                    ),
                ),
            ),
            Figure(
                say("service.figure_at_once"),
                share_text(view, month.at_once),
                _details(view, month.at_once, None, owed),
            ),
        ]
    )
    heading.note(say("service.agents_note"), say("service.at_once_note"))


def _details(
    view: View, share: Share, part: Selection | None, whole: Selection | None
) -> tuple[str, ...]:
    if not share.whole:
        return ()
    if not share.is_telling:
        return (view.say("verdict.few"),)
    counts = part_of(view, share, part, whole)
    return (together(counts, f" · {view.show.interval(share)}"),)


def _by_the_wall(view: View, customer_id: str, month: date) -> None:
    found = view.ask(ByTheWall, marts.first_responses_by_the_wall, month, customer_id)
    heading.section(service_words.by_the_wall(view, found), view.say("service.wall_named_note"))
    told_table(view, told.by_the_wall_table(view.tell, found), "by-the-wall")


def _contacts(view: View, month_told: ServiceMonth, customer_id: str, month: date) -> None:
    heading.section(
        service_words.contacts(view, month_told), service_words.unanswered_calls(view, month_told)
    )
    contacts = view.ask(Contacts, marts.contacts_by_channel, month, customer_id)
    told_table(view, told.contacts_table(view.tell, contacts), "contacts")
    unkept = view.ask(UnkeptContact, marts.unkept_contacts, month, customer_id)
    if unkept:
        heading.note(view.say("service.unkept", count=len(unkept)))
    tickets_to_see.unkept_table(view, unkept)
    if month_told.contact_out_of_hours_count:
        heading.note(view.say("service.contacts_note"), view.say("service.wall_note"))


def _updates(view: View, customer_id: str, month: date) -> None:
    found = view.ask(Updates, marts.updates_by_severity, month, customer_id)
    heading.section(service_words.updates(view, found), view.say("service.updates_note"))
    told_table(view, told.updates_table(view.tell, found), "updates")
    late = view.ask(LateUpdate, marts.late_updates, month, customer_id, MOST_LISTED)
    told_table(view, told.late_updates_table(view.tell, late), "late-updates")


def _silences(view: View, customer_id: str, month: date) -> None:
    found = view.ask(Silence, marts.longest_silences, month, customer_id, MOST_LISTED)
    heading.section(service_words.silences(view, found), view.say("service.silences_note"))
    tickets_to_see.silences_table(view, found, view.say("service.silences_caption"))
    running = view.ask(Silence, marts.running_silences, customer_id, MOST_LISTED)
    if running:
        heading.note(view.say("service.silent_now"))
    tickets_to_see.silences_table(view, running, view.say("service.silent_now_caption"))


def _fee(view: View, month: ServiceMonth, of: Selection) -> None:
    say, number = view.say, view.show.number
    firsts = of.narrowed({**REPLIED, **FIRST})
    [found] = view.ask(SelectionCounts, marts.response_counts, firsts)
    count = found.counts.owed_count
    heading.section(service_words.fee(view, month), say("service.fee_note"))
    figures(
        [
            Figure(say("service.figure_days"), number(month.covered_day_count)),
            Figure(say("service.figure_hours"), number(month.covered_open_seconds // 3600)),
            Figure(
                say("team.replies"),
                selecting.number(view, month.reply_count, of.narrowed(REPLIED)),
                (leading_if_any(say("service.of_them_first", count=count), count, firsts),),
            ),
            Figure(
                say("service.figure_calls"),
                number(month.meeting_held_count),
                (say("service.of_booked", count=month.meeting_booked_count),),
            ),
        ]
    )
