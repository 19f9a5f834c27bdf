"""The settings of mail, reports and alerts in vip-sla.yml."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.settings.config import Config, load_config
from pipeline.settings.mail import Alerts, Reports, wall_seconds
from pipeline.settings.opening_hours import Interval
from pipeline.settings.webhooks import Webhook

TEMPLATE = Path(__file__).parents[3] / "pipeline" / "template" / "vip-sla.yml"
SOURCES = "sources: [{name: helpdesk, kind: generic, path: exports/helpdesk, time_zone: UTC}]\n"
MAIL = "host: smtp.example.com, from: sla@example.com"


def loaded(folder: Path, text: str) -> Config:
    path = folder / "vip-sla.yml"
    path.write_text(SOURCES + text, encoding="utf-8")
    return load_config(path)


def mistakes_in(folder: Path, text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        loaded(folder, text)
    return [line.removeprefix("vip-sla.yml, line 2: ") for line in str(caught.value).splitlines()]


def test_the_examples_in_the_template_hold_when_uncommented(tmp_path: Path) -> None:
    above, mark, text = TEMPLATE.read_text(encoding="utf-8").partition("# The mail server")
    text = re.sub(r"(?m)^# (?=(mail|reports|alerts):$|  )", "", text)
    path = tmp_path / "vip-sla.yml"
    path.write_text(above + mark + text, encoding="utf-8")
    config = load_config(path)
    assert config.mail is not None
    assert config.mail.sender == "VIP SLA <sla@example.com>"
    assert config.mail.address == "sla@example.com"
    assert (config.mail.known_port, config.mail.user) == (587, "vip-sla")
    assert config.mail.password_variable == "VIP_SLA_MAIL_PASSWORD"
    assert config.reports == Reports(
        grace_working_days=3,
        formats=("pdf",),
        since=date(2026, 10, 1),
        portfolio_to=("management@example.com",),
        approval="required",
        sender="Acme Support GmbH",
        contact="Erika Muster, +49 30 1234567, support@example.com",
        logo="logo.svg",
    )
    assert config.alerts.quiet_hours == Interval(20 * 60, 31 * 60)
    assert config.alerts.agents == {"agent07": "agent07@example.com"}
    assert wall_seconds(config.alerts.due_within) == timedelta(hours=2)
    assert config.alerts.webhooks == (
        Webhook(url_variable="SLACK_ALERTS_URL", format="slack", customers=("K-1001",)),
    )


def test_what_the_template_calls_usual_is_the_default() -> None:
    config = load_config(TEMPLATE)
    assert (config.mail, config.reports, config.alerts) == (None, Reports(), Alerts())
    assert (Reports().grace_working_days, Reports().formats) == (3, ("pdf",))
    assert Reports().approval == "none"
    assert (Alerts().digest_from, Alerts().quiet_hours) == (5, None)
    assert (Alerts().monday_summary, Alerts().webhooks) == (True, ())
    assert wall_seconds(Alerts().stale_after) == timedelta(days=1)


@pytest.mark.parametrize(
    ("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)], ids=str
)
def test_usual_ports(tmp_path: Path, security: str, port: int) -> None:
    mail = loaded(
        tmp_path, f"mail: {{host: 127.0.0.1, security: {security}, from: a@b.example}}"
    ).mail
    assert mail is not None
    assert mail.known_port == port


def test_a_manager_named_twice_is_told_once(tmp_path: Path) -> None:
    alerts = loaded(tmp_path, "alerts: {to: [a@b.example, A@b.example]}").alerts
    assert len(alerts.to) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("mial: {}", "mial: unknown key; did you mean 'mail'?"),
        (
            f"mail: {{{MAIL}, pasword_variable: X}}",
            "mail.pasword_variable: unknown key; did you mean 'password_variable'?",
        ),
        (
            f"mail: {{{MAIL}, form: a@b.example}}",
            "mail.form: unknown key; did you mean 'from'?",
        ),
        ("reports: {format: [pdf]}", "reports.format: unknown key; did you mean 'formats'?"),
        ("alerts: {agent: {}}", "alerts.agent: unknown key; did you mean 'agents'?"),
        (
            "mail: {from: a@b.example}",
            "mail.host: is missing; write the mail server's name, e.g. smtp.example.com",
        ),
        (
            "mail: {host: smtp.example.com, from: me}",
            "mail.from: 'me' is not a sender; write e.g. VIP SLA <sla@example.com>",
        ),
        (
            f"mail: {{{MAIL}, password: geheim}}",
            "mail.password: does not belong in a file; write the name of an environment variable "
            "that holds it, password_variable: VIP_SLA_MAIL_PASSWORD",
        ),
        (
            f"mail: {{{MAIL}, user: me, password_variable: '&7geheim!'}}",
            "mail.password_variable: is not the name of an environment variable; "
            "write e.g. VIP_SLA_MAIL_PASSWORD",
        ),
        (
            f"mail: {{{MAIL}, user: me}}",
            "mail: user and password_variable go together; write both, or neither",
        ),
        (
            f"mail: {{{MAIL}, security: none}}",
            "mail.security: none is for a server on this machine (localhost) only; "
            "write starttls or tls",
        ),
        (
            f"mail: {{{MAIL}, security: ssl}}",
            "mail.security: 'ssl' is not known; write 'starttls', 'tls' or 'none'",
        ),
        (f"mail: {{{MAIL}, port: 0}}", "mail.port: 0 is too small; write at least 1"),
        (
            f"mail: {{{MAIL}, dashboard_url: 'sla.example.com'}}",
            "mail.dashboard_url: 'sla.example.com' is not a web address; "
            "write e.g. https://sla.example.com",
        ),
        (
            f"mail: {{{MAIL}, reply_to: 'A <a@b.example>'}}",
            "mail.reply_to: 'A <a@b.example>' is not an e-mail address; write e.g. sla@example.com",
        ),
        (
            "reports: {formats: [pdf, doc]}",
            "reports.formats[1]: 'doc' is not known; write 'pdf', 'html', 'xlsx' or 'json'",
        ),
        ("reports: {formats: []}", "reports.formats: is empty; write at least one"),
        (
            "reports: {since: 10/2026}",
            "reports.since: '10/2026' is not a month; write e.g. 2026-10",
        ),
        (
            "reports: {grace_working_days: -1}",
            "reports.grace_working_days: -1 is too small; write at least 0",
        ),
        (
            "alerts: {webhooks: [{format: slack}]}",
            "alerts.webhooks[0].url_variable: is missing; write the environment variable that "
            "holds the address, e.g. SLACK_ALERTS_URL",
        ),
        (
            "alerts: {webhooks: [{url_variable: A, format: irc}]}",
            "alerts.webhooks[0].format: 'irc' is not known; write 'slack', 'teams' or 'json'",
        ),
        (
            "alerts: {webhooks: [{url_variable: 'https://x.example/geheim', format: json}]}",
            "alerts.webhooks[0].url_variable: is not the name of an environment variable; "
            "write e.g. SLACK_ALERTS_URL",
        ),
        (
            "alerts: {webhooks: [{url_variable: A, format: json, customers: []}]}",
            "alerts.webhooks[0].customers: is empty; write at least one",
        ),
        (
            "alerts: {webhooks: [{url_variable: A, format: json}, "
            "{url_variable: A, format: slack}]}",
            "alerts.webhooks[1].url_variable: A stands in another webhook; "
            "name all its customers there",
        ),
        (
            "alerts: {due_within: 1 working day}",
            "alerts.due_within: '1 working day' is no time on the wall; write e.g. '2 hours'",
        ),
        (
            "alerts: {quiet_hours: '00:00-24:00'}",
            "alerts.quiet_hours: is the whole day, so nothing would ever be sent; leave alerts out",
        ),
        ("alerts: {digest_from: 1}", "alerts.digest_from: 1 is too small; write at least 2"),
        (
            "alerts: {agents: {a101: a101}}",
            "alerts.agents.a101: 'a101' is not an e-mail address; write e.g. sla@example.com",
        ),
    ],
)
def test_a_mistake(tmp_path: Path, text: str, message: str) -> None:
    assert mistakes_in(tmp_path, text) == [message]
