"""A Zendesk account behind the same HTTP server: streams by cursor, audits ticket by ticket."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

from tests.dbt_project.zendesk_story import Story
from tests.pipeline.fetching.account import KEY, Account, Row

USER = "me@acme.example"


class ZendeskAccount(Account):
    """What a story's account holds, by the API's rules."""

    @classmethod
    def of(cls, story: Story, now: datetime) -> ZendeskAccount:
        account = cls(entities=story.entities(), now=now, most_rows=50)
        for user in account.entities["users"]:
            user["updated_at"] = "2026-01-01T00:00:00Z"
        return account

    def refusal(self, headers: dict[str, str]) -> tuple[int, Any] | None:
        token = b64encode(f"{USER}/token:{KEY}".encode()).decode()
        if headers.get("authorization") == f"Basic {token}":
            return None
        return 200, {"user": {"id": None, "name": "Anonymous user"}}

    def answer(self, path: str, params: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        match path.split("/"):
            case ["users", "me.json"]:
                return 200, {"user": {"id": 901}}, {}
            case ["incremental", entity, "cursor.json"]:
                return 200, self._stream(entity, params), {}
            case ["organizations.json"]:
                return 200, self._listed("organizations", self._rows("organizations"), params), {}
            case ["tickets", ticket, "audits.json"]:
                return self._audits(ticket, params)
            case [entity, "count.json"]:
                return 200, {"count": {"value": len(self._rows(entity))}}, {}
        return 404, {"error": "RecordNotFound"}, {}

    def _stream(self, entity: str, params: dict[str, str]) -> Row:
        """By the moment of change, but for the last minute; a cursor is a moment and an id."""
        rows = sorted(self._rows(entity), key=lambda row: (row["updated_at"], row["id"]))
        latest = datetime.fromtimestamp(self.now.timestamp() - 60, UTC)
        rows = [row for row in rows if _moment(row) <= latest]
        if "cursor" in params:
            moment, _, number = params["cursor"].partition("|")
            rows = [row for row in rows if (row["updated_at"], row["id"]) > (moment, int(number))]
        else:
            start = datetime.fromtimestamp(int(params["start_time"]), UTC)
            rows = [row for row in rows if _moment(row) >= start]
        answered = rows[: self.most_rows]
        last = answered[-1] if answered else {"updated_at": "", "id": 0}
        return {
            entity: answered,
            "after_cursor": f"{last['updated_at']}|{last['id']}",
            "end_of_stream": len(answered) == len(rows),
        }

    def _listed(self, entity: str, rows: list[Row], params: dict[str, str]) -> Row:
        size = min(int(params.get("page[size]", 100)), self.most_rows)
        start = int(params.get("page[after]", 0))
        meta = {"has_more": start + size < len(rows), "after_cursor": str(start + size)}
        return {entity: rows[start : start + size], "meta": meta}

    def _audits(self, ticket: str, params: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        [row] = self._by("tickets", "id")[int(ticket)]  # type: ignore[call-overload]
        if row["status"] == "gone":
            return 404, {"error": "RecordNotFound"}, {}
        audits = self._by("ticket_audits", "ticket_id").get(int(ticket), [])  # type: ignore[call-overload]
        return 200, self._listed("audits", audits, params), {}


def _moment(row: Row) -> datetime:
    return datetime.fromisoformat(row["updated_at"])
