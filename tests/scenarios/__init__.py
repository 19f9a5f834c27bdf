"""Stories: one ticket's tale each, in the domain's words, and what is owed at its end.

A story is a file here. `world/` holds what all of them share: the help desk, its policy, `as_of`.

    story: what it shows, in a line
    rule: the sentences that it shows, quoted
    week: 2024-03-04            # a Monday; times are Berlin wall time
    severity: 3                 # of the ticket's row; left out: unclassified
    events:
      - Mon 09:00: customer writes
      - Mon 09:30: anna sets severity 2 (was 3)
      - next Mon 10:15: anna replies
    expect:                     # every response owed, in order; only the columns that matter
      - opened_at: Mon 09:00
        outcome: breached
        elapsed_seconds: 41h 15m

Times are `Mon 09:00`, `next Mon 09:00:30` (the week after), `2024-03-31 09:00` or
`2024-10-27 02:30 +01:00`. Someone writes, replies, notes, sets a status, sets a severity, assigns,
escalates; who they are stands in `world/help_desk.yml`. `expect` is under the reading `default`;
`expect_literal` and `expect_strict` may stand beside it. What else a story may say:

    override: [...]             # the customer's entry in policy.yml
    covered: [{from: 2024-01-01, until: 2024-06-30}]    # left out: always; []: never
    dedicated: [{agent: anna, from: 2024-01-01, until: 2024-06-30}]
    away: [{agent: emil, from: 2024-03-05, until: 2024-03-06, stand_in: ben}]
                                # for all customers of that agent; without `stand_in` nobody does
    fee: 1000                   # a month; a period of `covered` may have its own
    waivers: [{response: 1, opened_at: Mon 09:00, approved_on: 2024-03-08}]
    meetings: [{booked: Mon 09:00, scheduled: Tue 10:00, held: Tue 10:02, status: held}]
                                # with anna and a review, if not `agent:` and `kind:`
    channel: email              # of the ticket's row
    status: resolved            # of the ticket's row
    moves: [{at: Wed 12:00, to: K-78}]  # to another account, says a later export
    account: K-77               # the source's name for the customer, told apart in accounts.csv
    ticket_row: absent          # the export lacks it

And what comes of it in other tables, on the reading `default` (`TABLES` in story.py):
`expect_escalations`, `expect_contacts`, `expect_silences`, `expect_updates`, `expect_late_updates`,
`expect_by_the_wall`, `expect_meetings` and `expect_months`, `expect_channels`, `expect_calls`,
`expect_compliance`, `expect_contested` (whose `response` is a number), `expect_team`,
`expect_team_hours`.

`world/sentences.yml` holds every sentence of the rules, and a test that each has its story.

Each story is a ticket and a customer of its own, both named like its file, so one build holds them
all.
"""

from tests.scenarios.help_desk import as_of
from tests.scenarios.story import (
    TABLES,
    Story,
    differences,
    load_stories,
    published_differences,
)
from tests.scenarios.town import town

__all__ = [
    "TABLES",
    "Story",
    "as_of",
    "differences",
    "load_stories",
    "published_differences",
    "town",
]
