"""Who plays: agents, accounts, coverage and roster; the written cast, and what befalls it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pipeline.sample.timeline import Timeline

Language = Literal["de", "en"]


@dataclass(frozen=True)
class Agent:
    """Somebody (or some bot) who writes for the help desk."""

    agent_id: str
    name: str
    tier: int = 1
    is_bot: bool = False


@dataclass(frozen=True)
class Account:
    """A customer's account in the help desk, and how it is to work with."""

    account_id: str
    name: str
    customer_id: str | None
    """Null: nobody ever entered it in the register."""
    volume: float = 1.0
    """Tickets, relative to the others."""
    pace: float = 1.0
    """How long answers take, relative to the others."""
    standard_follow_ups: float = 1.0
    """The same once more, for follow-ups at severity 3 alone."""
    contacts: int = 4


@dataclass(frozen=True)
class Coverage:
    """A row of register/customers.csv."""

    customer_id: str
    name: str
    valid_from: date
    valid_until: date | None = None
    plan: str = "All-Inclusive"
    add_on: Literal["vip", ""] = "vip"
    language: Language = "de"
    report_to: str = ""


@dataclass(frozen=True)
class Duty:
    """A row of register/roster.csv: the customer's dedicated agent, both days included."""

    customer_id: str
    agent_id: str
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True)
class Chapter:
    """Days (both included) on which something befalls a customer."""

    customer_id: str
    first: date
    last: date
    volume: float = 1.0
    pace: float = 1.0
    final_pace: float | None = None
    """Where pace gets to by the last day, day by day; null: it stays."""
    critical: float = 0.0
    """Share of tickets that are severity 1, whatever they would have been."""


@dataclass(frozen=True)
class Cast:
    """Everybody in the story, and what happens to them.

    Positions in `agents` and `accounts` are the numbers that the story's arrays use.
    """

    agents: tuple[Agent, ...]
    accounts: tuple[Account, ...]
    coverage: tuple[Coverage, ...]
    roster: tuple[Duty, ...]
    chapters: tuple[Chapter, ...]

    def agent(self, agent_id: str) -> int:
        """Position of an agent."""
        return next(at for at, agent in enumerate(self.agents) if agent.agent_id == agent_id)

    def account(self, account_id: str) -> int:
        """Position of an account."""
        return next(at for at, one in enumerate(self.accounts) if one.account_id == account_id)

    def pool(self, tier: int) -> tuple[int, ...]:
        """Positions of the human agents of a tier who are nobody's dedicated agent."""
        dedicated = {duty.agent_id for duty in self.roster}
        return tuple(
            at
            for at, agent in enumerate(self.agents)
            if agent.tier == tier and not agent.is_bot and agent.agent_id not in dedicated
        )


WELCOME_BOT, TRIAGE_BOT, CARETAKER_BOT = "bot-empfang", "bot-triage", "bot-pflege"

DEDICATED = (
    Agent("a101", "Jana Kováčová"),
    Agent("a102", "Thomas Wegener"),
    Agent("a103", "Petra Šimková"),
    Agent("a104", "Oliver Grant"),
    Agent("a105", "Lukáš Horňák"),
    Agent("a106", "Sabine Dörfler"),
    Agent("a107", "Miriam Öztürk"),
    Agent("a108", "Andrej Benko"),
    Agent("a109", "Charlotte Hughes"),
    Agent("a110", "Florian Rößler"),
    Agent("a111", "Zuzana Malá"),
    Agent("a112", "Daniel Kröger"),
    Agent("a113", "Eva Hrubá"),
    Agent("a114", "Marek Šťastný"),
)
POOL = (
    Agent("a201", "Anke Lührs"),
    Agent("a202", "Peter Novotný"),
    Agent("a203", "Emily Carter"),
    Agent("a204", "Jürgen Pauli"),
    Agent("a301", "Michal Ďurica", tier=2),
    Agent("a302", "Katharina Weiß", tier=2),
    Agent("a303", "George Palmer", tier=2),
    Agent("a401", "Tomáš Vlk", tier=3),
    Agent("a402", "Ines Faßbender", tier=3),
)
BOTS = (
    Agent(WELCOME_BOT, "Empfang (automatisch)", is_bot=True),
    Agent(TRIAGE_BOT, "Vorsortierung (automatisch)", is_bot=True),
    Agent(CARETAKER_BOT, "Ticketpflege (automatisch)", is_bot=True),
)

ACCOUNTS = (
    Account("K-1001", "Brückner & Söhne Maschinenbau GmbH", "K-1001", 1.2, 0.55, contacts=6),
    Account("K-1002", "Nordlicht Versand GmbH & Co. KG", "K-1002", 2.0, 0.9, contacts=9),
    Account("C-2417", "Nordlicht Versand – Lager Süd", "K-1002", 0.5, 0.9, contacts=3),
    Account("K-1003", "Hanseatische Kühllogistik AG", "K-1003", 1.4, 0.85, contacts=7),
    Account("K-1004", "Stadtwerke Mühlenrode GmbH", "K-1004", 1.0, 0.8, contacts=5),
    Account(
        "K-1005", "Genossenschaftsbank Oberes Ahrntal eG", "K-1005", 1.5, 0.8, 13.0, contacts=8
    ),
    Account("K-1006", "Stiftung Lindenhof", "K-1006", 0.6, 0.7, contacts=2),
    Account("K-1007", "Café Zwölf Röstereien KG", "K-1007", 0.9, 0.9),
    Account("K-1008", "Weingut Rehbächle & Töchter OHG", "K-1008", 0.6, 0.6, contacts=3),
    Account("K-1009", "Jüttner Medizintechnik AG", "K-1009", 1.2, 0.7, contacts=6),
    Account("K-1010", "Reisebüro Fernweh Königstein GmbH", "K-1010", 0.9, 1.0),
    Account("K-1011", "Möbelhaus Sandkrug GmbH & Co. KG", "K-1011", 1.1, 0.8, contacts=5),
    Account("K-1012", "Bildungswerk Südheide e. V.", "K-1012", 0.7, 0.9),
    Account("K-1013", "Klöppel International SE", "K-1013", 1.0, 0.65, contacts=6),
    Account("K-1014", "Dachdeckerei Grünwald e. K.", "K-1014", 0.4, 3.0, contacts=2),
    Account("C-7731", "Schlüsseldienst Äpfelbach UG", None, 0.25, 3.0, contacts=1),
)


def coverage(timeline: Timeline) -> tuple[Coverage, ...]:
    """The register's rows: somebody joined, left, paused, has the wrong plan, or no add-on."""
    month, end = timeline.month, timeline.month_end
    since = month(24)

    def row(
        customer_id: str,
        mail: str,
        valid_from: date = since,
        valid_until: date | None = None,
        **others: str,
    ) -> Coverage:
        name = next(one.name for one in ACCOUNTS if one.customer_id == customer_id)
        report_to = f"leitung@{mail}.example"
        return Coverage(
            customer_id,
            name,
            valid_from,
            valid_until,
            report_to=report_to,
            **others,  # type: ignore[arg-type]
        )

    return (
        row("K-1001", "brueckner-soehne"),
        row("K-1002", "nordlicht-versand", month(18)),
        row("K-1003", "hanse-kuehl"),
        row("K-1004", "stadtwerke-muehlenrode"),
        row("K-1005", "gb-oberes-ahrntal", month(15)),
        row("K-1006", "stiftung-lindenhof"),
        row("K-1007", "cafe-zwoelf", month(14)),
        row("K-1008", "rehbaechle"),
        row("K-1009", "juettner-medizin", month(2, 17)),
        row("K-1010", "fernweh-koenigstein", since, end(7)),
        row("K-1011", "sandkrug", since, end(9)),
        row("K-1011", "sandkrug", month(6)),
        row("K-1012", "bildungswerk-suedheide", month(13), plan="Large"),
        row("K-1013", "kloeppel-international", month(20), language="en"),
        row("K-1014", "gruenwald-dach", since, plan="Large", add_on=""),
    )


def roster(timeline: Timeline) -> tuple[Duty, ...]:
    """The dedicated agents: K-1006's changed once, and K-1003's has K-1007 to serve too."""
    month, end = timeline.month, timeline.month_end
    since = month(24)
    return (
        Duty("K-1001", "a101", since),
        Duty("K-1002", "a102", month(18)),
        Duty("K-1003", "a103", since),
        Duty("K-1004", "a104", since),
        Duty("K-1005", "a105", month(15)),
        Duty("K-1006", "a106", since, end(6)),
        Duty("K-1006", "a114", month(5)),
        Duty("K-1007", "a107", month(14), end(5)),
        Duty("K-1007", "a103", month(4)),
        Duty("K-1008", "a108", since),
        Duty("K-1009", "a109", month(2, 17)),
        Duty("K-1010", "a110", since, end(7)),
        Duty("K-1011", "a111", since, end(9)),
        Duty("K-1011", "a111", month(6)),
        Duty("K-1012", "a112", month(13)),
        Duty("K-1013", "a113", month(20)),
    )


# Tickets of an account that nobody covers wait like everybody else's.
UNCOVERED_PACE = 3.0


def chapters(timeline: Timeline) -> tuple[Chapter, ...]:
    """The written chapters; where several meet, their numbers multiply."""
    month, end, last = timeline.month, timeline.month_end, timeline.last_day
    outage = month(7, 10)
    return (
        # An agent with a second customer to serve cannot keep up with the first.
        Chapter("K-1003", month(4), last, volume=1.4, pace=2.0, final_pace=9.0),
        Chapter("K-1007", month(4), last, pace=1.2, final_pace=1.6),
        # Three days without service, a month of clearing up, then better than before.
        Chapter("K-1004", outage, outage + timedelta(days=2), 18.0, 14.0, critical=0.7),
        Chapter("K-1004", outage + timedelta(days=3), end(7), 1.6, 6.0, critical=0.1),
        Chapter("K-1004", month(6), last, pace=0.7),
        # Before joining and after leaving there is little to write about.
        Chapter("K-1009", timeline.first_day, month(2, 16), volume=0.12),
        Chapter("K-1010", month(6), month(5), volume=0.25),
        Chapter("K-1010", month(5, 2), last, volume=0.0),
    )


def uncovered(
    timeline: Timeline, accounts: tuple[Account, ...], coverage: tuple[Coverage, ...]
) -> tuple[Chapter, ...]:
    """The slower chapters of customers who have the add-on at times, for the days without it."""
    covered = {row.customer_id for row in coverage if row.add_on}
    customers = dict.fromkeys(one.customer_id for one in accounts)
    return tuple(
        Chapter(customer_id, first, last, pace=UNCOVERED_PACE)
        for customer_id in customers
        if customer_id in covered
        for first, last in _gaps(timeline, customer_id, coverage)
    )


def _gaps(
    timeline: Timeline, customer_id: str, coverage: tuple[Coverage, ...]
) -> list[tuple[date, date]]:
    gaps, free = [], timeline.first_day
    for row in sorted((one for one in coverage if one.customer_id == customer_id), key=_begin):
        if row.valid_from > free:
            gaps.append((free, row.valid_from - timedelta(days=1)))
        free = (row.valid_until or timeline.last_day) + timedelta(days=1)
    if free <= timeline.last_day:
        gaps.append((free, timeline.last_day))
    return gaps


def _begin(row: Coverage) -> date:
    return row.valid_from
