"""Extras: as many more customers and agents as a larger sample needs, with names from parts."""

from datetime import timedelta

from pipeline.sample.cast import (
    ACCOUNTS,
    BOTS,
    DEDICATED,
    POOL,
    Account,
    Agent,
    Cast,
    Coverage,
    Duty,
    chapters,
    coverage,
    roster,
    uncovered,
)
from pipeline.sample.chance import Chance
from pipeline.sample.timeline import Timeline

SURNAMES = (
    "Adler", "Bäumler", "Cordes", "Dünkel", "Ehlers", "Förster", "Göbel", "Hölscher", "Immer",
    "Jäger", "Kühn", "Löffler", "Möhring", "Nüßlein", "Oehme", "Pöschl", "Quandel", "Röder",
    "Schäfer", "Thöne", "Uhlig", "Vössing", "Würfel", "Zöllner",
)  # fmt: skip
TRADES = (
    "Anlagenbau", "Bäckereien", "Chemie", "Druck", "Elektrotechnik", "Feinmechanik", "Gartenbau",
    "Hörgeräte", "Immobilien", "Kältetechnik", "Logistik", "Möbel", "Naturkost", "Optik",
    "Präzisionsteile", "Reisen", "Sägewerke", "Textil", "Verpackung", "Werkzeuge",
)  # fmt: skip
FORMS = (
    "GmbH",
    "AG",
    "KG",
    "GmbH & Co. KG",
    "eG",
    "OHG",
    "UG (haftungsbeschränkt)",
    "SE",
    "Stiftung",
)
FIRST_NAMES = (
    "Anna", "Björn", "Clara", "Dušan", "Elena", "Ľubica", "Günter", "Hannah", "Igor", "Jörg",
    "Kristína", "Liam", "Matúš", "Nora", "Ondrej", "Paul", "Radka", "Sören", "Tereza", "Viktor",
)  # fmt: skip
LAST_NAMES = (
    "Albers", "Baláž", "Clarke", "Dvořák", "Engel", "Fischer", "Gruber", "Hudák", "Jones",
    "Krajčír", "Lindner", "Müller", "Novák", "Polák", "Reuß", "Schröder", "Taylor", "Urban",
    "Vogel", "Žák",
)  # fmt: skip
DEDICATED_MOST, OTHERS_MOST = 300, 200
TICKETS_PER_DEDICATED, TICKETS_PER_OTHER = 3_000, 5_000


def company(number: int) -> str:
    """The name of the extra company with this number (4,320 different ones)."""
    surname = SURNAMES[number % len(SURNAMES)]
    trade = TRADES[number // len(SURNAMES) % len(TRADES)]
    form = FORMS[(number * 5 + number // len(SURNAMES)) % len(FORMS)]
    return f"{surname} {trade} {form}"


def person(number: int) -> str:
    """The name of the extra agent with this number (400 different ones)."""
    first = FIRST_NAMES[number % len(FIRST_NAMES)]
    last = LAST_NAMES[(number // len(FIRST_NAMES) + number * 7) % len(LAST_NAMES)]
    return f"{first} {last}"


def dedicated_extras(
    tickets: int, seed: int, timeline: Timeline
) -> tuple[list[Account], list[Agent], list[Coverage], list[Duty]]:
    """Covered customers beyond the written ones, with an agent each; mostly well served."""
    count = min(tickets // TICKETS_PER_DEDICATED, DEDICATED_MOST)
    chance = Chance(seed, "dedicated extras")
    volume, pace = chance.skewed(1.0, 0.5, count), chance.skewed(0.8, 0.25, count)
    is_struggling, joined = chance.happens(0.04, count), chance.below(900, count)
    accounts, agents, coverage, roster = [], [], [], []
    for number in range(count):
        customer_id, agent_id = f"K-{2001 + number}", f"a{1001 + number}"
        struggle = 3.0 if is_struggling[number] else 1.0
        accounts.append(
            Account(
                customer_id, company(number), customer_id, volume[number], pace[number] * struggle
            )
        )
        agents.append(Agent(agent_id, person(number)))
        since = timeline.first_day - timedelta(days=int(joined[number]) - 200)
        mail = f"sla@kunde-{2001 + number}.example"
        coverage.append(Coverage(customer_id, company(number), since, report_to=mail))
        roster.append(Duty(customer_id, agent_id, since))
    return accounts, agents, coverage, roster


def other_extras(tickets: int, timeline: Timeline) -> tuple[list[Account], list[Coverage]]:
    """Accounts in the register without the add-on."""
    count = min(tickets // TICKETS_PER_OTHER, OTHERS_MOST)
    accounts, coverage = [], []
    for number in range(count):
        customer_id, name = f"K-{5001 + number}", company(DEDICATED_MOST + number)
        accounts.append(Account(customer_id, name, customer_id, 0.5, 3.0, contacts=2))
        since = timeline.month(24)
        coverage.append(Coverage(customer_id, name, since, plan="Large", add_on=""))
    return accounts, coverage


def pool_extras(tickets: int) -> list[Agent]:
    """Deputies and second-line agents to go with the extra customers."""
    count = min(tickets // (TICKETS_PER_DEDICATED * 6), DEDICATED_MOST // 6)
    deputies = [Agent(f"a{5001 + number}", person(320 + number)) for number in range(count)]
    second = [
        Agent(f"a{6001 + number}", person(370 + number), tier=2) for number in range(count // 2)
    ]
    return deputies + second


def cast_for(tickets: int, seed: int, timeline: Timeline) -> Cast:
    """Everybody needed for so many tickets. Below 3,000 tickets the written cast is alone."""
    dedicated, agents, covered, duties = dedicated_extras(tickets, seed, timeline)
    others, uncovered_rows = other_extras(tickets, timeline)
    accounts = (*ACCOUNTS, *dedicated, *others)
    rows = (*coverage(timeline), *covered, *uncovered_rows)
    return Cast(
        agents=(*DEDICATED, *POOL, *BOTS, *agents, *pool_extras(tickets)),
        accounts=accounts,
        coverage=rows,
        roster=(*roster(timeline), *duties),
        chapters=(*chapters(timeline), *uncovered(timeline, accounts, rows)),
    )
