"""What vip-sla.yml has to say about made-up LiveAgent exports, because they cannot say it."""

from pipeline.sample.cast import Cast
from pipeline.sample.liveagent import SEVERITY_TAGS

TEMPLATE = """\
# The settings of made-up exports of a LiveAgent account, over a year of them.

# What is owed is judged as of the newest event, so that it stays alive on any day.
as_of: latest

language: de

sources:
  - name: {source}
    kind: liveagent
    path: {path}
    time_zone: {time_zone}  # of the account: its timestamps carry no offset
    severity:                   # LiveAgent has no severities: here they are tags
{severity}
    # Users that are programs: what they write answers nobody.
    bots: [{bots}]
    # Where the help desk shows a ticket.
    ticket_url: "https://acme.example/agent/#/tickets/{{id}}"
    # The support tiers of agents.
    tiers:
{tiers}
"""


def liveagent_settings(cast: Cast, source: str, path: str, time_zone: str) -> str:
    """A whole vip-sla.yml for exports in the folder `path` of its workspace."""
    tiers: dict[int, list[str]] = {}
    for agent in cast.agents:
        if not agent.is_bot:
            tiers.setdefault(agent.tier, []).append(agent.agent_id)
    return TEMPLATE.format(
        source=source,
        path=path,
        time_zone=time_zone,
        severity="\n".join(
            f"      - {{tag: {name}, level: {level}}}"
            for level, (_, name) in enumerate(SEVERITY_TAGS, start=1)
        ),
        bots=", ".join(agent.agent_id for agent in cast.agents if agent.is_bot),
        tiers="\n".join(f"      {tier}: [{', '.join(ids)}]" for tier, ids in sorted(tiers.items())),
    )
