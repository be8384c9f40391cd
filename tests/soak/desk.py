"""The secretary's desk: votes are opened, recorded and closed over HTTP, as a page does it."""

import http.client
import json
import re
import urllib.parse
from dataclasses import dataclass, field
from typing import Any

from tests.soak.site import Site
from tests.soak.writers import SignedIn

HASH = re.compile(r'name="hash" value="([0-9a-f]{64})"')
SEAT = re.compile(r'name="seat-(\d+)"')
SEEN = re.compile(r'name="seen" value="([0-9a-f]+)"')
LOST = "lost"


@dataclass(frozen=True)
class Answer:
    """`text` is LOST where no answer came."""

    status: int
    text: str
    location: str = ""
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def error(self) -> str:
        return str(self.told.get("error", ""))


@dataclass(frozen=True)
class Open:
    """An open ballot: its key, its address, its hash, the keys of its seats."""

    pk: int
    path: str
    hash: str
    seats: list[int]


@dataclass(frozen=True)
class Desk:
    """`port` is the server's, or that of something between."""

    site: Site
    slug: str
    who: SignedIn
    port: int

    def ask(
        self, method: str, path: str, sent: dict[str, Any] | None = None, accept: str = "text/html"
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
        headers = {
            "Accept": accept,
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": self.who.cookies,
            "X-CSRFToken": self.who.token,
        }
        try:
            connection.request(method, path, urllib.parse.urlencode(sent or {}), headers)
            response = connection.getresponse()
            raw = response.read().decode()
        except (http.client.HTTPException, OSError):
            return Answer(0, LOST)
        finally:
            connection.close()
        is_json = "json" in response.headers.get("Content-Type", "")
        told = json.loads(raw) if is_json else {}
        return Answer(response.status, raw, response.headers.get("Location", ""), told)

    def send(self, path: str, sent: dict[str, Any]) -> Answer:
        return self.ask("POST", path, sent, "application/json")

    def open(self, motion: str) -> Open:
        opened = self.ask("POST", f"/boards/{self.slug}/resolutions/{motion}/vote/")
        page = self.ask("GET", opened.location).text
        seats = dict.fromkeys(int(seat) for seat in SEAT.findall(page))
        pk = int(opened.location.rstrip("/").rsplit("/", 1)[1])
        return Open(pk, opened.location, HASH.findall(page)[0], list(seats))

    def vote(self, ballot: Open, choices: dict[int, str], key: str) -> Answer:
        chosen = {f"seat-{seat}": choice for seat, choice in choices.items()}
        sent = {"key": key, "hash": ballot.hash} | chosen
        return self.send(f"{ballot.path}votes/", sent)

    def look(self, ballot: Open) -> str:
        """The mark of what closing would record now; none once it is closed."""
        form = {"key": "only-a-look", "hash": ballot.hash, "method": "roll_call"}
        found = SEEN.findall(self.ask("POST", f"{ballot.path}review/", form).text)
        return found[0] if found else ""

    def close(self, ballot: Open, seen: str) -> Answer:
        form = {"key": "only-closing", "hash": ballot.hash, "method": "roll_call", "seen": seen}
        return self.send(f"{ballot.path}close/", form)

    def rows(self, columns: str, tables: str, ballot: Open) -> list[Any]:
        """What the database has of a ballot, asked past the server."""
        sql = f"SELECT {columns} FROM {tables} WHERE ballot_id = {ballot.pk}"  # noqa: S608 - ours
        with self.site.connection() as connection:
            return list(connection.execute(sql).fetchall())

    def votes_of(self, ballot: Open) -> list[int]:
        """The seats of the votes that are stored."""
        joined = "meetings_vote v JOIN meetings_ballotseat s ON s.id = v.seat_id"
        return [seat for (seat,) in self.rows("v.seat_id", joined, ballot)]

    def tallied(self, ballot: Open) -> list[set[int]]:
        """For each result of the ballot, the seats whose votes it counts."""
        keys = dict(self.rows("seat_id, id", "meetings_ballotseat", ballot))
        kept = [sheet for (sheet,) in self.rows("sheet", "meetings_ballotresult", ballot)]
        sheets = [json.loads(sheet) if isinstance(sheet, str) else sheet for sheet in kept]
        return [{keys[line["seat"]] for line in sheet if line["choice"]} for sheet in sheets]
