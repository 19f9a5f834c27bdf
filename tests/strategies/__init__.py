"""Made-up workspaces, nasty on purpose: in memory, and written out as real ones.

    luck.py        choices, drawn by Hypothesis or of a seed
    world.py       the help desks, their agents, `as_of`
    calendars.py   opening hours with traps
    policies.py    policies and overrides
    customers.py   what is settled with each customer
    teller.py      one ticket's tale, its times aimed at boundaries
    tickets.py     tickets, and workspaces of few or thousands of them
    smaller.py     a ticket that is judged differently, cut down
    batch.py       what a made-up workspace holds, and `write_workspace`, with
        register_files.py, export_files.py, files.py

Everything is told by a luck. `workspaces()` is a small workspace in one example of Hypothesis,
which shrinks it; `many_tickets(seed, n)` are thousands of tickets of a seed in one workspace, so
that one build judges them all.
"""

from tests.strategies.batch import Batch, write_workspace
from tests.strategies.luck import many
from tests.strategies.tickets import batch_of, many_tickets, numbered, tale, tales, town, workspaces

__all__ = [
    "Batch",
    "batch_of",
    "many",
    "many_tickets",
    "numbered",
    "tale",
    "tales",
    "town",
    "workspaces",
    "write_workspace",
]
