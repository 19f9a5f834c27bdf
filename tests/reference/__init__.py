"""What is measured, worked out the slow way: an independent reference for what the marts publish.

It reads a workspace's own files and walks every ticket event by event, in plain Python, with
`zoneinfo` for wall time. It shares no code with the pipeline or the models, and prefers a loop that
can be checked by eye to one that is fast. Each rule cites the sentence that it carries out; the
paragraph signs are the sections of the measuring rules: §1 promise, §2 events, §3 responses owed,
§4 severity, §5 time, §6 verdict, §7 the rest of the promise, §8 what may be contested, §9
completeness.

    workspace.py   files of a workspace -> records
    records.py     the records: tickets, events, agents, register
    hours.py       opening hours: which seconds are open
    clocks.py      business, wall, wall_from_opening; elapsed and due
    walk.py        the order of events; what opens and what closes a response
    pauses.py      the pauses of a response
    severity.py    severity in force, and the legs that its changes make
    terms.py       the policy version and override that apply to a response
    register.py    coverage, waivers, the dedicated agent
    verdict.py     outcome, reported leg, exclusion
    responses.py   all of it together: one dict per response
    figures.py     §6, percentiles and a month's counts
    contest.py     §8
    contest_beside.py   what else may be contested: the rest of the promise
    completeness.py §9
    service.py     all of them, and §7, table by table, made of
        service_tickets.py   each ticket walked once
        service_escalations.py, service_contacts.py, service_silences.py, service_meetings.py
        service_months.py    per customer and month, by channel, by kind of call, with
            service_figures.py
        service_updates.py, service_wall.py
        service_team.py      per agent, and by hour

Where the text leaves room, the reference takes the following.

Walk (§2, §3)
- The rules by which a status closes have only the actor restrictions that they name: a bot's
  `resolved` and `waiting_customer` close nothing, `deleted` closes whoever made the change, and
  the system's, the customer's own or nobody's `resolved` closes. A bot's status is no part of one
  action with a reply either, as it would close nothing anyway.
- A status is one action with a reply if the next message of a customer or human agent, in the
  ticket's order, is a human agent's and lies at most 60 seconds later. A message after `as_of`
  does not exist, so a later run may see the reply where an earlier one saw the resolution. A
  `deleted` in between still closes, as the first of the closers left.
- The first status event of a ticket is a change: there is no previous status. The
  `previous_value` of a status is not read. A bot's or a superseded status still is the ticket's
  status, and a change, so it may begin or end a pause.
- Whoever acts under an id marked as a bot is a bot even where the export calls it a customer.
- An agent that the agents file does not know is human, and has no tier.

Accounts (§2)
- A row without an account tells nothing of it: a ticket that gets its first one had it always, and
  one that loses it keeps it.
- A row whose `updated_at` is that of the row before tells another account without saying since
  when: then the file's modification time does.
- What belongs to a ticket at another moment than an opening (a message, an escalation) belongs to
  the account that it had then.

Severity (§4)
- Changes count in (opened_at, end]. Several at one instant collapse to the last one; before the
  first change holds the `previous_value` of the first. A change to the same value makes nothing.
- Unclassified (0) is less urgent than 5.
- A leg ended by a lowering did not last to the end, even if that lowering is at the very end.
- A severity value that is not 1 to 5 is as good as empty, a previous one too.
- Severity settings of a source map the ticket row's text; else the text is the number, else 0.

Policy (§5)
- The default calendar is `dedicated_support` if defined, else the first in the file.
- Before the first version: no targets, no override, the default calendar, `policy_version` None.
- An override starts at 00:00 in its own calendar's zone; where it names none, in the zone of the
  base version whose dates hold that day (of the default calendar before the first version).
- Base and override are chosen independently, at the opening; "latest" is the latest date. Only
  the latest override applies: earlier ones of the same customer are not mixed in.
- `policy_version` is the base version's date, also where an override applies.
- A date entry of a calendar wins over a country's holiday on that day. A holiday takes the hours
  that begin on it; the night shift of the day before still ends on its morning.
- Opening hours are local wall times, each turned into an instant by itself (§2: in a fold the
  earlier, in a gap shifted forward). Hours that thereby overlap are counted once; hours that
  thereby end before they begin are none.

Clocks (§5)
- `leg_started_at` is the moment from which the leg is owed, also where `wall_from_opening` waits.
  That clock subtracts only the part of a pause after its start.
- `due_at` is None while the response is paused at `as_of` and the target not yet reached; once
  reached it stays.

Register (§1, §6)
- A ticket whose row is missing or has no account: customer_id `(unknown)`, not covered.
- `accounts.csv` decides the customer_id, even where `customers.csv` lacks it; else the account is
  the customer_id. A plan other than All-Inclusive does not end coverage: it is a finding.
- Coverage is looked up by the opening's day in the default calendar's zone.
- The dedicated agent is the one at the closing's local day (while owed: that of `as_of`); of
  several the latest `valid_from`, then the smallest agent_id.
- A waiver counts if approved on or before the local day of `as_of`. These two local days, and the
  month, are in the zone of the response's calendar.
- An empty `valid_from` or `valid_until` is open. A waiver without `approved_on` is not approved.

The rest of the promise (§7)
- A thing's calendar is that of the customer's terms at its instant; months are local to it.
- A contact's fate is that of the response that it opened or fell into: deleted, answered by the due
  time, closed without a word by then, late, or pending, in that order.
- A silence is open time less what the ticket was resolved or deleted; agents' messages do not
  reopen it. One without a next message is running while the ticket is open, none once it is closed;
  only ended ones count in a month.
- A time without an update is a silence that counts from the first customer message on; calendar,
  severity, target, month and coverage are those of the message that it begins with. One without a
  next message counts once it is longer than the target, unless the ticket waits for the customer.
- By the wall: of the severity reported. What was closed without a word, or is owed for longer, was
  not within it; what is owed and not for as long is pending.
- `closed_at` of an escalation is the last change of status, if that is one to `resolved`.

What may be contested (§8)
- "Outside opening hours" is where the opening lies outside them; the channel is the response's.
- A severity is lowered before the closing if that is at an earlier second; the first lowering is
  told, with who made it. At `as_of` itself it still counts for what is owed.
- Late is a deletion whose outcome is breached. A waiver is one that applies; of several the first
  approved, since that local day's first second in the response's calendar.
- The rest of the promise may be contested too, and never counts against us: a reply in time behind
  which a late update begins; a first response in time, but not by the wall; a reply by another than
  the dedicated agent; a follow-up whose opening finds the ticket resolved, unbroken by another
  status or a customer's message, for more than the policy's days.
- Who is not covered at the opening has rows, but they are not counted against us.

Is it all there? (§9)
- The month is local to the default calendar. A ticket without a time of creation, or that never
  came, is of the month of its oldest event; one without any time, of that of `as_of`.
- "No message of a person" is no public message of a human agent; the status is the exported one,
  if that row is not of later than `as_of`, else that of the last status event.

Columns
- `channel` is the opening event's, else the ticket's.
- With `no_target`: clock `business`, leg from the opening, no target and no due_at, pauses not
  subtracted (paused_seconds 0).
- `is_dedicated_responder` is None unless closed by a reply; False where no agent is on the roster.
- `business_seconds` and `wall_seconds` run from the opening to the closing, or `as_of`.
"""

from tests.reference.responses import responses
from tests.reference.workspace import reference_responses

__all__ = ["reference_responses", "responses"]
