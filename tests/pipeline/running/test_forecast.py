"""`check` foretells what a run would come to: each way to measure nothing, with its remedy."""

from pathlib import Path

import pytest

from pipeline.running.check import check
from pipeline.workspace import Workspace, create_workspace
from tests.pipeline.command_line import vip_sla
from tests.pipeline.small_desk import CUSTOMERS, EVENT_COLUMNS, export, small_workspace

DEDICATED = "K-1,Erste [alte] GmbH,All-Inclusive,vip,2026-01-01,"


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """Four tickets and their customers, judged as of the newest event."""
    return as_of(small_workspace(tmp_path / "acme"), "latest")


def as_of(workspace: Workspace, moment: str) -> Workspace:
    text = workspace.config_file.read_text(encoding="utf-8")
    workspace.config_file.write_text(text.replace("as_of: now", f"as_of: {moment}"))
    return workspace


def register(workspace: Workspace, old: str, new: str) -> None:
    assert old in CUSTOMERS
    (workspace.register / "customers.csv").write_text(CUSTOMERS.replace(old, new))


def foretold(workspace: Workspace) -> str:
    """The one sentence, or nothing."""
    sentences = check(workspace).forecast
    assert len(sentences) <= 1, sentences
    return sentences[0] if sentences else ""


def test_nothing_to_foretell(small: Workspace) -> None:
    assert foretold(small) == ""


def test_a_new_workspace_has_no_exports_and_nobody_dedicated(tmp_path: Path) -> None:
    said = vip_sla("check", "--workspace", create_workspace(tmp_path / "acme").root)
    assert said.status == 3
    assert "before you run: source helpdesk has no exports" in said.out
    assert "put files into exports/helpdesk, named tickets*, events*" in said.out
    assert "write vip into add_on of every dedicated customer" in said.out


def test_tickets_without_events(small: Workspace) -> None:
    export(small, "events.csv", EVENT_COLUMNS)
    assert "no events, so nobody asked anything" in foretold(small)


def test_rows_pasted_as_printed(small: Workspace) -> None:
    (small.register / "customers.csv").write_text(
        CUSTOMERS.splitlines()[0] + "".join(f"\nK-{n},,,,2000-01-01,,,de," for n in (1, 2, 3))
    )
    assert "no row of register/customers.csv has the add-on" in foretold(small)


def test_ids_that_no_export_knows(small: Workspace) -> None:
    (small.register / "customers.csv").write_text(
        CUSTOMERS.replace("K-1", "First").replace("K-2", "Second")
    )
    assert "their customer_id is none of the accounts in the exports (K-1, K-2, K-3)" in foretold(
        small
    )
    (small.register / "accounts.csv").write_text(
        "source,account_id,customer_id\nhelpdesk,K-1,First\n"
    )
    assert foretold(small) == ""


@pytest.mark.parametrize(
    ("day", "is_told"),
    [("2026-04-02", False), ("2026-04-03", True)],  # a day more than the newest event's
)
def test_coverage_that_begins_later(small: Workspace, day: str, is_told: bool) -> None:
    (small.register / "customers.csv").write_text(CUSTOMERS.replace("2026-01-01", day))
    assert ("2026-03-02 to 2026-04-01; correct valid_from" in foretold(small)) == is_told


def test_an_unknown_plan(small: Workspace) -> None:
    register(small, DEDICATED, DEDICATED.replace("All-Inclusive", "Enterprise"))
    assert 'row 2: K-1 has the add-on on plan "Enterprise"' in foretold(small)
    register(small, DEDICATED, DEDICATED.replace("All-Inclusive", "all inclusive"))
    assert foretold(small) == ""


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-04-08T08:00:00Z", ""),  # a week after the newest event
        ("2026-04-08T08:00:01Z", "the newest event is of 2026-04-01, 7 days before"),
        ("2026-03-02T09:00:00Z", ""),  # the oldest event
        ("2026-03-02T08:59:59Z", "before the first event (2026-03-02)"),
    ],
)
def test_a_moment_that_does_not_fit_the_data(tmp_path: Path, moment: str, words: str) -> None:
    sentence = foretold(as_of(small_workspace(tmp_path / "acme"), moment))
    assert words in sentence
    assert bool(sentence) == bool(words)


def test_now_is_far_behind_old_data(tmp_path: Path) -> None:
    sentence = foretold(small_workspace(tmp_path / "acme"))
    assert sentence.startswith("as_of is now, but the newest event is of 2026-04-01")
    assert "write `as_of: latest` into vip-sla.yml" in sentence


@pytest.mark.parametrize(("day", "is_told"), [("2026-04-02", False), ("2026-04-03", True)])
def test_a_policy_that_begins_later(small: Workspace, day: str, is_told: bool) -> None:
    text = small.policy_file.read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if line.startswith("  - valid_from: "))
    small.policy_file.write_text(text.replace(first, f"  - valid_from: {day}", 1))
    assert (f"promises nothing before {day}" in foretold(small)) == is_told


def test_severities_that_no_rule_knows(small: Workspace) -> None:
    """Two of four are told by nothing, which is not most of them; three are."""
    tickets = small.root / "exports" / "helpdesk" / "tickets.csv"
    text = tickets.read_text().replace(",email,3,", ",email,Mittel,")
    tickets.write_text(text)
    assert foretold(small) == ""
    tickets.write_text(text.replace(",chat,5,", ",chat,,"))
    sentence = foretold(small)
    assert sentence.startswith("3 of 4 tickets of source helpdesk have no severity")
    assert "marked with severity mittel;" in sentence
    config = small.config_file.read_text(encoding="utf-8")
    rule = "    severity: [{field: severity, value: MITTEL, level: 3}]\n    time_zone: UTC"
    small.config_file.write_text(config.replace("    time_zone: UTC", rule, 1))
    assert foretold(small) == ""
    small.config_file.write_text(
        config.replace("    time_zone: UTC", "    severity: [{default: 3}]\n    time_zone: UTC", 1)
    )
    assert foretold(small) == ""


def without_targets(workspace: Workspace, *severities: int) -> str:
    """Take the targets of some severities out of policy.yml; what it says then."""
    lines = workspace.policy_file.read_text(encoding="utf-8").splitlines(keepends=True)
    starts = tuple(f"{severity}: {{first_response" for severity in severities)
    text = "".join(line for line in lines if not line.lstrip().startswith(starts))
    workspace.policy_file.write_text(text, encoding="utf-8")
    return text


def graded(workspace: Workspace, rules: str) -> None:
    text = workspace.config_file.read_text(encoding="utf-8")
    rules = f"    severity: {rules}\n    time_zone: UTC"
    workspace.config_file.write_text(text.replace("    time_zone: UTC", rules, 1))


def test_severities_without_targets(small: Workspace) -> None:
    """Of a default, of a rule, and as exported; one customer's are some, later ones none."""
    tickets = small.root / "exports" / "helpdesk" / "tickets.csv"
    known = tickets.read_text()
    tickets.write_text(known.replace(",email,1,", ",email,,").replace(",email,3,", ",email,,"))
    graded(small, "[{default: 5}]")
    policy = without_targets(small, 4, 5)
    told = "4 of 4 tickets of source helpdesk have a severity for which nothing is promised (5)"
    assert foretold(small).startswith(told)
    customer = "customers: {K-1: [{valid_from: %s, targets: {5: {first_response: 1 hour}}}]}\n"
    assert "\ncustomers: {}\n" in policy
    own = customer % "2026-01-01"
    small.policy_file.write_text(policy.replace("customers: {}\n", own), encoding="utf-8")
    assert foretold(small) == ""
    own = customer % "2027-01-01"
    small.policy_file.write_text(policy.replace("customers: {}\n", own), encoding="utf-8")
    assert foretold(small).startswith(told)
    tickets.write_text(known)  # one of 1, two of 3, one of 5
    assert foretold(small) == ""
    without_targets(small, 3)
    assert foretold(small).startswith("3 of 4 tickets")
    assert "nothing is promised (3, 5), so no target; write its targets" in foretold(small)


def test_a_rule_for_a_severity_without_targets(small: Workspace) -> None:
    """Where half of the rest is known by nothing, both are told."""
    graded(small, "[{field: severity, value: '3', level: 4}]")
    without_targets(small, 4)
    assert foretold(small) == ""  # two of four
    tickets = small.root / "exports" / "helpdesk" / "tickets.csv"
    tickets.write_text(tickets.read_text().replace(",chat,5,", ",chat,?,"))
    unknown, unpromised = check(small).forecast
    assert unknown.startswith("1 of 4 tickets of source helpdesk have no severity that policy.yml")
    assert unpromised.startswith("2 of 4 tickets of source helpdesk have a severity for which")


def test_a_desk_without_severities(demo_workspace: Workspace, tmp_path: Path) -> None:
    """LiveAgent has none of its own: they are tags, fields or departments, or nothing."""
    sentences = " ".join(check(demo_workspace).forecast)
    assert "severity" not in sentences
    copy = Workspace(tmp_path)
    for name in ("policy.yml", "register", "exports"):
        (tmp_path / name).symlink_to(demo_workspace.root / name)
    text = demo_workspace.config_file.read_text(encoding="utf-8")
    copy.config_file.write_text(text.replace("tag: SEV-", "tag: P"))
    [sentence] = [each for each in check(copy).forecast if "severity" in each]
    assert "of source liveagent have no severity that policy.yml knows" in sentence
    assert "sev-3" in sentence
