from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.settings.config import Config, SeverityRule, Source, load_config, parse_as_of

TEMPLATE = Path(__file__).parents[3] / "pipeline" / "template" / "vip-sla.yml"
WHY_A_ZONE = (
    "a timestamp without an offset would be guesswork; write the zone in which the exports tell "
    "time, e.g. Europe/Berlin or UTC"
)
A_PATTERN = 'write e.g. "https://acme.example/agent/#/tickets/{id}"'


def source(**changes: str | None) -> str:
    keys: dict[str, str | None] = {
        "name": "helpdesk",
        "kind": "generic",
        "path": "exports/helpdesk",
        "time_zone": "UTC",
        **changes,
    }
    return ", ".join(f"{key}: {value}" for key, value in keys.items() if value is not None)


def with_source(**changes: str | None) -> str:
    return f"language: en\nsources:\n  - {{{source(**changes)}}}\n"


def loaded(folder: Path, text: str) -> Config:
    path = folder / "vip-sla.yml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def mistakes_in(folder: Path, text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        loaded(folder, text)
    return str(caught.value).splitlines()


def test_the_template() -> None:
    assert load_config(TEMPLATE) == Config(
        as_of="now",
        language="de",
        sources=(
            Source(name="helpdesk", kind="generic", path="exports/helpdesk", time_zone="UTC"),
        ),
    )


def test_the_examples_in_comments_hold_when_uncommented(tmp_path: Path) -> None:
    keys = (
        *("severity:", "  - {field", "  - {default", "bots:", "tiers:", "columns: {", "values:"),
        *("  kind: {", "  status: {", "  actor_kind: {", "time_format:", "account:", "encoding:"),
        "ticket_url:",
    )
    lines = TEMPLATE.read_text(encoding="utf-8").splitlines()
    text = "\n".join(
        line.replace("# ", "", 1) if line.strip().removeprefix("# ").startswith(keys) else line
        for line in lines
    )
    (helpdesk,) = loaded(tmp_path, text).sources
    assert helpdesk.severity == (
        SeverityRule(field="severity", value="Blocker", level=1),
        SeverityRule(field="severity", value="High", level=2),
        SeverityRule(field="severity", value="", level=5),
        SeverityRule(default=3),
    )
    assert [each.column for each in helpdesk.mapping.columns] == [
        *("ticket_id", "occurred_at", "actor_id"),
    ]
    assert len(helpdesk.mapping.values) == 5
    assert helpdesk.mapping.time_format == "%d.%m.%Y %H:%M"
    assert [each.way for each in helpdesk.mapping.account] == ["column", "domain_of"]
    assert helpdesk.mapping.encoding == "cp1252"
    assert helpdesk.bots == ("autoresponder",)
    assert helpdesk.tiers == {2: ("agent07", "agent08")}
    assert helpdesk.ticket_url == "https://acme.example/agent/#/tickets/{id}"


def test_defaults(tmp_path: Path) -> None:
    config = loaded(tmp_path, f"sources: [{{{source()}}}]")
    assert (config.as_of, config.language) == ("now", "de")
    assert (config.sources[0].severity, config.sources[0].bots) == ((), ())
    assert config.sources[0].tiers == {}


def test_ids_and_values_stay_as_they_were_written(tmp_path: Path) -> None:
    rules = "[{field: severity, value: NO, level: 1}, {field: severity, value: 2, level: 2}]"
    text = with_source(bots="[0071, 1_000, NO, 2026-01-01]", tiers="{2: [007]}", severity=rules)
    (helpdesk,) = loaded(tmp_path, text).sources
    assert helpdesk.bots == ("0071", "1_000", "NO", "2026-01-01")
    assert helpdesk.tiers == {2: ("007",)}
    assert [rule.value for rule in helpdesk.severity] == ["NO", "2"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"time_zone": None}, f"sources[0].time_zone: is missing; {WHY_A_ZONE}"),
        ({"time_zone": ""}, f"sources[0].time_zone: is empty; {WHY_A_ZONE}"),
        (
            {"time_zone": "Berlin"},
            "sources[0].time_zone: 'Berlin' is not an IANA time zone; "
            "did you mean 'Europe/Berlin'?",
        ),
        (
            {"kind": "jira"},
            "sources[0].kind: 'jira' is not known; write 'generic' or 'liveagent' or 'zendesk'",
        ),
        (
            {"kind": None},
            "sources[0].kind: is missing; write what exported it; "
            "generic, liveagent, zendesk are known",
        ),
        (
            {"name": "help desk"},
            "sources[0].name: 'help desk' cannot begin an id; "
            "write letters, digits, '-' and '_' only",
        ),
        (
            {"name": "'help:desk'"},
            "sources[0].name: 'help:desk' cannot begin an id; "
            "write letters, digits, '-' and '_' only",
        ),
        (
            {"path": ""},
            "sources[0].path: is empty; write the folder of its exports, e.g. exports/helpdesk",
        ),
        (
            {"timezone": "UTC"},
            "sources[0].timezone: unknown key; did you mean 'time_zone'?",
        ),
        ({"bots": "bot01"}, "sources[0].bots: must be a list, e.g. [a, b]"),
        ({"bots": "['']"}, "sources[0].bots[0]: is empty"),
        ({"bots": "[{id: x}]"}, "sources[0].bots[0]: must be text, not a list or a block"),
        (
            {"tiers": "{two: [a]}"},
            "sources[0].tiers.two: 'two' is not a support tier; write a number from 1",
        ),
        (
            {"tiers": "{0: [a]}"},
            "sources[0].tiers.0: '0' is not a support tier; write a number from 1",
        ),
        (
            {"tiers": "{2: [a, b], 3: [c, b]}"},
            "sources[0].tiers.3[1]: 'b' is on tier 2 already; an agent has one tier",
        ),
        (
            {"severity": "[{field: severity, value: x, level: 0}]"},
            "sources[0].severity[0].level: '0' is not a severity; "
            "write its number, 1 for the most urgent",
        ),
        (
            {"severity": "[{field: severity, value: x}]"},
            "sources[0].severity[0].level: is missing; "
            "write the number of the severity that this means",
        ),
        (
            {"severity": "[{level: 1}]"},
            "sources[0].severity[0]: needs exactly one of tag, department, or field with value",
        ),
        (
            {"severity": "[{tag: x, field: severity, value: x, level: 1}]"},
            "sources[0].severity[0]: needs exactly one of tag, department, or field with value",
        ),
        (
            {"severity": "[{field: severity, level: 1}]"},
            "sources[0].severity[0]: field and value go together, "
            "e.g. {field: severity, value: high, …}",
        ),
        (
            {"severity": "[{tag: SEV-1, level: 1}]"},
            "sources[0].severity[0]: generic exports tell severity in one column; "
            "write {field: severity, value: …, level: …}",
        ),
        (
            {"severity": "[{field: priority, value: x, level: 1}]"},
            "sources[0].severity[0]: generic exports tell severity in one column; "
            "write {field: severity, value: …, level: …}",
        ),
        *(
            (
                {"ticket_url": f"'{address}'"},
                f"sources[0].ticket_url: '{address}' is not a web address; {A_PATTERN}",
            )
            for address in (
                "acme.example/{id}",
                "javascript:alert({id})",
                "ftp://acme.example/{id}",
                "https:///{id}",
                "https://{id}.example/",
                "https://user:secret@acme.example/{id}",
                "https://acme.example/ {id}",
                "https://[::1/{id}",
            )
        ),
        (
            {"ticket_url": "'https://acme.example/{ticket_id}'"},
            "sources[0].ticket_url: '{ticket_id}' is not known in an address; {id} and {code} are",
        ),
        (
            {"ticket_url": "'https://acme.example/{}'"},
            "sources[0].ticket_url: '{}' is not known in an address; {id} and {code} are",
        ),
        (
            {"ticket_url": "'https://acme.example/{id}/{'"},
            "sources[0].ticket_url: 'https://acme.example/{id}/{' has a brace without its "
            f"partner; {A_PATTERN}",
        ),
        (
            {"ticket_url": "https://acme.example/tickets"},
            "sources[0].ticket_url: 'https://acme.example/tickets' is the same address for every "
            "ticket; write {id} where the ticket's id belongs, or {code} for its number, "
            'e.g. "https://acme.example/agent/#/tickets/{id}"',
        ),
        (
            {"ticket_url": "''"},
            f"sources[0].ticket_url: '' is not a web address; {A_PATTERN}",
        ),
    ],
)
def test_a_mistake_in_a_source(
    tmp_path: Path, changes: dict[str, str | None], message: str
) -> None:
    assert f"vip-sla.yml, line 3: {message}" in mistakes_in(tmp_path, with_source(**changes))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "as_of: yesterday",
            "as_of: 'yesterday' is not a moment; write now, latest or a timestamp",
        ),
        (
            "as_of: 2026-11-01 10:00:00",
            "as_of: '2026-11-01 10:00:00' has no offset, so it could be any of a day's instants; "
            "write e.g. 2026-12-24T09:30:00+01:00, or 2026-12-24T08:30:00Z for UTC",
        ),
        ("as_of:", "as_of: is empty"),
        ("language: fr", "language: 'fr' is not known; write 'de' or 'en'"),
        ("langauge: de", "langauge: unknown key; did you mean 'language'?"),
    ],
)
def test_a_mistake_in_the_first_lines(tmp_path: Path, line: str, message: str) -> None:
    text = f"{line}\nsources: [{{{source()}}}]\n"
    assert mistakes_in(tmp_path, text) == [f"vip-sla.yml, line 1: {message}"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: sources: is missing; name at least one folder of exports"),
        ("sources: []", "line 1: sources: is empty; write at least one"),
        ("\nsources:", "line 2: sources: is empty; name at least one folder of exports"),
    ],
)
def test_no_sources(tmp_path: Path, text: str, message: str) -> None:
    assert mistakes_in(tmp_path, text) == [f"vip-sla.yml, {message}"]


def test_a_name_that_is_taken_and_whatever_else_is_wrong(tmp_path: Path) -> None:
    text = f"as_of: soon\nsources:\n  - {{{source()}}}\n  - {{{source(time_zone=None)}}}\n  - 5\n"
    assert mistakes_in(tmp_path, text) == [
        "vip-sla.yml, line 1: as_of: 'soon' is not a moment; write now, latest or a timestamp",
        "vip-sla.yml, line 4: sources[1].name: 'helpdesk' is taken by another source; "
        "ids would clash",
        f"vip-sla.yml, line 4: sources[1].time_zone: is missing; {WHY_A_ZONE}",
        "vip-sla.yml, line 5: sources[2]: must be a block of 'key: value' lines",
    ]


def test_moments() -> None:
    assert parse_as_of(" now ") == "now"
    assert parse_as_of("latest") == "latest"
    assert parse_as_of("2026-11-01T01:00:00+01:00") == datetime(2026, 11, 1, tzinfo=UTC)


def test_a_timestamp_stays_as_it_was_written(tmp_path: Path) -> None:
    text = f"as_of: 2026-11-01T01:00:00+01:00\nsources: [{{{source()}}}]\n"
    assert loaded(tmp_path, text).as_of == "2026-11-01T01:00:00+01:00"


def test_levels_are_among_the_severities_of_the_policy(tmp_path: Path) -> None:
    rules = "[{field: severity, value: x, level: 6}, {default: 7}]"
    path = tmp_path / "vip-sla.yml"
    path.write_text(with_source(severity=rules), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_config(path, severities=[1, 2, 6])
    assert str(caught.value) == (
        "vip-sla.yml, line 3: sources[0].severity[1].default: 7 is not one of the severities of "
        "policy.yml (1, 2, 6); name it there first"
    )
