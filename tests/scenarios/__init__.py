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
    waivers: [{response: 1, opened_at: Mon 09:00, approved_on: 2024-03-08}]
    channel: email              # of the ticket's row
    account: K-77               # the source's name for the customer, told apart in accounts.csv
    ticket_row: absent          # the export lacks it

Each story is a ticket and a customer of its own, both named like its file, so one build holds them
all.
"""

from tests.scenarios.help_desk import as_of
from tests.scenarios.story import Story, differences, load_stories
from tests.scenarios.town import town

__all__ = ["Story", "as_of", "differences", "load_stories", "town"]
