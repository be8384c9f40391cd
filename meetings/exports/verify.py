"""Checks a register that was exported, with nothing but Python: verify.py [--head NUMBER:HASH]

It reads register.jsonl beside itself. Each line is an entry: number (seq), board, kind, time,
hash of the entry before (prev), commitment, its own hash; and, unless they were disposed of, the
salt and the text that the commitment was made of. It names what is wrong and goes on with the
rest. Given the number and hash of any entry that somebody wrote down earlier (from a print, a
mail), it also finds a register that was written anew or cut short since.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Entry = dict[str, Any]
START = "0" * 64
CHAINED = ("seq", "board", "kind", "time", "prev", "commitment")


def canonical(found: Any) -> str:
    return json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def own_hash(entry: Entry) -> str:
    return sha256(canonical({name: entry.get(name) for name in CHAINED}).encode())


def read(path: Path) -> Iterator[Entry]:
    """Entries in the order of the file; each line is canonical, or it was touched."""
    for line in path.read_bytes().split(b"\n"):
        if not line:
            continue
        try:
            entry = json.loads(line.decode())
            is_ours = isinstance(entry, dict) and canonical(entry).encode() == line
        except (ValueError, RecursionError):
            entry, is_ours = {}, False
        yield entry if is_ours else {**(entry if isinstance(entry, dict) else {}), "touched": 1}


def faults_of(entry: Entry) -> Iterator[str]:
    """What is wrong with an entry by itself."""
    if entry.get("touched"):
        yield "its line is not as it was written"
    if set(entry) - {"touched", "text", "salt"} != {*CHAINED, "hash"}:
        yield "something is missing or was added"
    if own_hash(entry) != entry.get("hash"):
        yield "its hash is not that of its content"
    if ("text" in entry) != ("salt" in entry):
        yield "text and salt are kept or disposed of together"
    elif "text" in entry and not is_committed_to(entry):
        yield "its text is not what was committed to"


def is_committed_to(entry: Entry) -> bool:
    try:
        salted = bytes.fromhex(entry["salt"]) + entry["text"].encode()
    except (ValueError, TypeError, AttributeError):
        return False
    return sha256(salted) == entry.get("commitment")


def disposed_by(entry: Entry) -> set[int]:
    """The numbers that a disposal speaks of."""
    try:
        return set(json.loads(entry["text"])["entries"])
    except (KeyError, ValueError, TypeError):
        return set()


def faults_of_place(entry: Entry, number: int, prevs: set[Any], board: Any) -> Iterator[str]:
    """What is wrong with where an entry stands."""
    if entry.get("seq") != number:
        yield f"number {number} is expected here"
    if entry.get("prev") not in prevs:
        yield "it does not follow the entry before it"
    if entry.get("board") != board:
        yield "it belongs to another board"


def check(entries: list[Entry]) -> Iterator[str]:
    """Every fault of a register, in order, as sentences; none if it is whole."""
    number, prevs = 0, {START}
    disposed: set[int] = set()
    gone = []
    for entry in entries:
        number += 1
        broken = [
            *faults_of(entry),
            *faults_of_place(entry, number, prevs, entries[0].get("board")),
        ]
        yield from (f"entry {entry.get('seq', number)}: {fault}" for fault in broken)
        if entry.get("kind") == "disposal" and not broken:
            disposed |= disposed_by(entry)
        if "text" not in entry:
            gone.append(number)
        # The next one is measured by what stands here, so that one bad entry is one fault.
        prevs = {str(entry.get("hash")), own_hash(entry)}
        number = entry["seq"] if type(entry.get("seq")) is int else number
    for place in gone:
        if place not in disposed:
            yield f"entry {place}: its text is gone, and no entry says that it was disposed of"


def check_head(entries: list[Entry], head: str) -> Iterator[str]:
    """Whether the register is the one of which somebody wrote a number and a hash down."""
    number, _, known = head.strip().partition(":")
    if not number.isdecimal() or int(number) < 1 or len(known) != len(START):
        yield "the head is written NUMBER:HASH, the hash in 64 letters and digits"
    elif int(number) > len(entries):
        yield f"the register was cut short: entry {number} was there and is not"
    elif entries[int(number) - 1].get("hash") != known.lower():
        yield f"the register was written anew: entry {number} is not the one that was handed out"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--head", help="NUMBER:HASH of an entry that you wrote down earlier")
    asked = parser.parse_args()
    entries = list(read(Path(__file__).resolve().parent / "register.jsonl"))
    faults = [*check(entries), *(check_head(entries, asked.head) if asked.head else ())]
    bad = {fault.split(":")[0] for fault in faults if fault.startswith("entry ")}
    told = [*faults, f"{len(entries)} entries, {max(0, len(entries) - len(bad))} of them whole"]
    if entries:
        told.append(f"head {len(entries)}:{entries[-1].get('hash')}")
    sys.stdout.write("\n".join([*told, ""]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
