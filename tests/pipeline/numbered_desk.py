"""Two help desks whose tickets have numbers, one number in both; the second tells no addresses."""

from pathlib import Path

from pipeline.workspace import Workspace, create_workspace

AS_OF = "2026-03-04T10:00:00Z"
ODD_ID = "B/2 ä?{code}"
SETTINGS = """\
as_of: {as_of}
language: en
sources:
  - {{name: helpdesk, kind: generic, path: exports/helpdesk, time_zone: UTC}}
  - name: branch
    kind: generic
    path: exports/branch
    time_zone: UTC
    ticket_url: "https://branch.example/#/t/{{id}}?n={{code}}"
"""
CUSTOMERS = """\
customer_id,name,plan,add_on,valid_from,valid_until,monthly_fee_eur,language,report_to
K-1,Erste GmbH,All-Inclusive,vip,2026-01-01,,1000,de,
K-2,Zweite AG,All-Inclusive,vip,2026-01-01,,1000,de,
"""
TICKETS = {
    "helpdesk": """\
ticket_id,customer_id,subject,code,url
t1,K-1,Offline,QT-1,https://desk.example/one
t2,K-1,Slow,SAME-7,javascript:alert(1)
t3,K-1,Without a number,,
t4,K-1,Called like an id,t1b,
t1b,K-1,Has an id like that,QT-9,
""",
    "branch": f"""\
ticket_id,customer_id,subject,code,url
{ODD_ID},K-2,Odd,SAME-7,
b3,K-2,No number,,
""",
}
EVENTS = "event_id,ticket_id,occurred_at,kind,value,previous_value,actor_kind,actor_id\n"


def numbered_workspace(root: Path) -> Workspace:
    """A new workspace of both, on whose every ticket a first response came late."""
    workspace = create_workspace(root)
    workspace.config_file.write_text(SETTINGS.format(as_of=AS_OF), encoding="utf-8")
    (workspace.register / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    for source, tickets in TICKETS.items():
        folder = workspace.root / "exports" / source
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tickets.csv").write_text(tickets, encoding="utf-8")
        ids = [line.split(",")[0] for line in tickets.splitlines()[1:]]
        rows = [
            f"{number}-{kind},{ticket_id},{at},message,,,{kind},{kind}\n"
            for number, ticket_id in enumerate(ids)
            for kind, at in (
                ("customer", "2026-03-02T09:00:00Z"),
                ("agent", "2026-03-03T15:00:00Z"),
            )
        ]
        severities = [
            f"{number}-severity,{ticket_id},2026-03-02T09:00:00Z,severity,1,,,\n"
            for number, ticket_id in enumerate(ids)
        ]
        (folder / "events.csv").write_text(EVENTS + "".join(rows + severities), encoding="utf-8")
    return workspace
