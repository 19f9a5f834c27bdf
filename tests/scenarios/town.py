"""All stories in one workspace."""

from __future__ import annotations

from tests.reference.records import Account, Export, Register, Source
from tests.scenarios import help_desk
from tests.scenarios.story import SOURCE, Story
from tests.strategies.batch import Batch


def town(stories: tuple[Story, ...]) -> Batch:
    """The workspace in which every story is a ticket of a customer of its own."""
    policy = help_desk.policy()
    policy["customers"] = {
        story.name: list(story.overrides) for story in stories if story.overrides
    }
    register = Register(
        customers=tuple(row for story in stories for row in story.coverage),
        accounts=tuple(
            Account(SOURCE, story.account_id, story.name)
            for story in stories
            if story.account_id != story.name
        ),
        roster=tuple(row for story in stories for row in story.roster),
        absences=tuple(row for story in stories for row in story.absences),
        waivers=tuple(row for story in stories for row in story.waivers),
        meetings=tuple(row for story in stories for row in story.meetings),
    )
    export = Export(
        source=Source(SOURCE),
        tickets=tuple(story.ticket for story in stories if story.ticket),
        events=tuple(event for story in stories for event in story.events),
        agents=help_desk.agents(),
    )
    return Batch(policy, register, (export,), help_desk.as_of())
