"""Made-up workspaces, nasty on purpose: in memory, and written out as real ones.

    batch.py       what a made-up workspace holds, and `write_workspace`
    world.py       calendars, policy, customers and register, drawn at random
    tickets.py     tickets and their events, drawn at random; `many_tickets` and `workspaces`

One generator serves both ways in. It draws from a `random.Random`: a seeded one makes the same big
batch every time (`many_tickets(seed, n)`), and Hypothesis's own makes small ones that it can shrink
(`workspaces()`).
"""

from tests.strategies.batch import Batch, write_workspace
from tests.strategies.tickets import many_tickets, workspaces

__all__ = ["Batch", "many_tickets", "workspaces", "write_workspace"]
