"""The province's collector (办件汇聚): records of every case of the city, counted and signed day by day."""

import hashlib
import json
from pathlib import Path
from typing import Any

from sandbox.answers import Problem
from sandbox.journal import Journal
from sandbox.residents.province.signed import digest_of

FORMATS = frozenset({"leyiban-huiju/1"})
FIELDS = {
    "base": {"case", "item", "item_name", "agency", "agency_name", "region", "applicant_kind", "received_at", "channel"},
    "step": {"case", "step", "agency", "happened_at"},
    "result": {"case", "result", "agency", "ended_at"},
}  # fmt: skip


class Collector:
    def __init__(self, path: Path) -> None:
        self.journal = Journal(path)
        self.rows: list[dict[str, str]] = []
        for record in self.journal:
            self._apply(record)

    def take(self, text: str) -> bool:
        """One record; the same one again is none. ``unknown_format``, ``invalid_record``, ``other_content``."""
        record = json.loads(text)
        if record.get("format") not in FORMATS:
            raise Problem(422, "unknown_format", "The format of this record is not known here.")
        if FIELDS.get(record.get("kind", ""), {""}) - set(record.get("fields", {})):
            raise Problem(422, "invalid_record", "Fields of this kind of record are missing.")
        found = [row["body"] for row in self.rows if row["id"] == record["id"]]
        if found == [text]:
            return False
        if found:
            self._keep({"what": "replace", "id": record["id"], "body": text})
            return True
        self._keep({"what": "record", "id": record["id"], "day": record["day"], "body": text})
        return True

    def spoil(self, number: str, how: str, *, name: str = "", value: str = "") -> None:
        """What a careless operator does over there: lose, double or change a record."""
        row = next((each for each in self.rows if each["id"] == number), None)
        if row is None:
            raise Problem(404, "unknown_record")
        if how == "lose":
            self._keep({"what": "lose", "id": number})
        elif how == "double":
            self._keep({"what": "record", **row})
        else:
            said = json.loads(row["body"])
            said["fields"][name] = value
            text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            self._keep({"what": "replace", "id": number, "body": text})

    def statement(self, day: str) -> dict[str, Any]:
        """How many records of the day there are, and a digest over all of them in the order of their names."""
        rows = self.of_day(day)
        lines = "".join(f"{row['id']} {digest_of(row['body'])}\n" for row in rows)
        return {
            "format": "leyiban-statement/1",
            "day": day,
            "count": len(rows),
            "digest": f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}",
        }

    def of_day(self, day: str) -> list[dict[str, str]]:
        return sorted(
            (row for row in self.rows if row["day"] == day), key=lambda row: (row["id"], row["body"])
        )

    def _keep(self, record: dict[str, Any]) -> None:
        self.journal.append(record)
        self._apply(record)

    def _apply(self, record: dict[str, Any]) -> None:
        match record["what"]:
            case "record":
                self.rows.append({key: record[key] for key in ("id", "day", "body")})
            case "lose":
                self.rows = [row for row in self.rows if row["id"] != record["id"]]
            case "replace":
                day = next(row["day"] for row in self.rows if row["id"] == record["id"])
                self.rows = [row for row in self.rows if row["id"] != record["id"]]
                self.rows.append({"id": record["id"], "day": day, "body": record["body"]})
