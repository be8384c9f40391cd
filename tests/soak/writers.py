"""Twenty writers save at the same moment, from one base, round after round, over HTTP."""

import http.client
import http.cookiejar
import json
import random
import re
import threading
import urllib.parse
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from tests.soak.site import Site

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
MOST_RESENDS = 30
ACCOUNTS = ("secretary", "chair")


@dataclass(frozen=True)
class SignedIn:
    """What a page of this person sends with each save."""

    cookies: str
    token: str


def sign_in(site: Site, name: str) -> SignedIn:
    cookies = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    opener.addheaders = [("Referer", site.address)]
    door = f"{site.address}/accounts/login/"
    token = TOKEN.findall(opener.open(door).read().decode())[0]
    form = {"login": name, "password": "demo", "csrfmiddlewaretoken": token}
    opener.open(door, urllib.parse.urlencode(form).encode()).read()
    page = opener.open(site.address + site.draft).read().decode()
    sent = "; ".join(f"{cookie.name}={cookie.value}" for cookie in cookies)
    return SignedIn(sent, TOKEN.findall(page)[0])


@dataclass
class Race:
    """What the writers wrote, what the server answered, and the text at the end."""

    site: Site
    writers: int
    rounds: int
    written: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    text: str = ""
    base: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def found(self) -> Counter[str]:
        return Counter(line for line in self.text.split("\n") if " says no. " in line)

    @property
    def is_kept(self) -> bool:
        return self.found == self.written and set(self.statuses) <= {200, 409}

    def figures(self) -> str:
        lost, doubled = self.written - self.found, self.found - self.written
        answers = ", ".join(f"{n} x {status}" for status, n in sorted(self.statuses.items()))
        return (
            f"{self.writers} writers x {self.rounds} rounds from one base: "
            f"{self.written.total()} lines acknowledged ({answers}), "
            f"{(self.found & self.written).total()} found, {doubled.total()} doubled, "
            f"{lost.total()} lost"
        )

    def run(self) -> "Race":
        people = [sign_in(self.site, name) for name in ACCOUNTS]
        item = self.site.items[0]
        barrier = threading.Barrier(self.writers, timeout=120)
        with ThreadPoolExecutor(self.writers) as pool:
            for number in range(self.rounds):
                tasks = [
                    pool.submit(self._write, barrier, people[who % 2], f"W{who:02}", number)
                    for who in range(self.writers)
                ]
                for task in tasks:
                    task.result()
                self._read(item)
        return self

    def _read(self, item: int) -> None:
        with self.site.connection() as connection:
            sql = "SELECT id, notes, revision FROM meetings_agendaitem"
            rows = {pk: (text, head) for pk, text, head in connection.execute(sql).fetchall()}
        self.text, self.base = rows[item]

    def _write(self, barrier: Any, who: SignedIn, name: str, number: int) -> None:
        """A line somewhere in the text; where it clashes, it goes into the text in force."""
        line = f"- {name} says no. {number}"
        lines = self.text.split("\n") if self.text else []
        rng = random.Random(f"{name} {number}")  # noqa: S311 - nothing here is secret
        lines.insert(rng.choice((len(lines), rng.randint(0, len(lines)))), line)
        text, base = "\n".join(lines), self.base
        barrier.wait()
        for _try in range(MOST_RESENDS):
            status, answer = self._post(who, text, base)
            with self.lock:
                self.statuses[status] += 1
                self.written[line] += status == 200
            if status != 409:
                return
            text, base = f"{answer['theirs']}\n{line}", answer["revision"]

    def _post(self, who: SignedIn, text: str, base: int) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        path = self.site.draft.replace("/draft/", f"/items/{self.site.items[0]}/notes/")
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": who.cookies,
            "X-CSRFToken": who.token,
        }
        body = urllib.parse.urlencode({"text": text, "base": base})
        try:
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            raw = response.read()
        finally:
            connection.close()
        is_json = "json" in response.headers.get("Content-Type", "")
        return response.status, json.loads(raw) if is_json else {}
