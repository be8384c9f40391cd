"""Checks a register that was exported, with nothing but Python: verify.py [--head NUMBER:HASH]

It reads register.jsonl beside itself, and texts/ if that is there. Each line is an entry: number
(seq), board, kind, time, hash of the entry before (prev), commitment, its own hash; and the salt
and the text that the commitment was made of, unless they were disposed of or are not for the
reader of this copy (withheld). It names what is wrong and goes on with the rest. Given the number
and hash of any entry that somebody wrote down earlier, it also finds a register that was written
anew or cut short since. A bad line is mended by that of another copy.
"""

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

CHAINED = ("seq", "board", "kind", "time", "prev", "commitment")


class Entry(NamedTuple):  # what is kept of a line once its text was looked at
    fault: str = "its line is not as it was written"
    seq: int = 0
    board: str = ""
    prev: str = ""
    hashes: frozenset[str] = frozenset()
    gone: frozenset[int] = frozenset()
    missing: str = ""


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def canonical(found: Any) -> str:
    return json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def as_written(line: dict[str, Any]) -> str:
    """Its canonical form; a text, being canonical itself, has only these two signs to escape."""
    if type(line.get("text")) is not str:
        return canonical(line)
    text = line["text"].replace("\\", "\\\\").replace('"', '\\"')
    return canonical(line | {"text": ""}).replace('"text":""', f'"text":"{text}"', 1)


def looked_at(raw: bytes, texts: Path) -> Entry:
    try:
        line = json.loads(typed := raw.decode())
        return measured(line, texts) if as_written(line) + "\n" == typed else Entry()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Entry()


def measured(line: dict[str, Any], texts: Path) -> Entry:
    own = sha256(canonical({name: line[name] for name in CHAINED}).encode())
    text = line["text"].encode() if "text" in line else None
    fault = fault_of(line, own, text) or fault_of_file(line, text, texts)
    missing = "" if text is not None else "withheld" if "withheld" in line else "gone"
    hashes = frozenset({own, str(line["hash"])})
    is_disposal = line["kind"] == "disposal" and text is not None
    gone = frozenset(json.loads(line["text"])["entries"] if is_disposal else ())
    return Entry(fault, int(line["seq"]), line["board"], line["prev"], hashes, gone, missing)


def fault_of(line: dict[str, Any], own: str, text: bytes | None) -> str:
    """What is wrong with an entry by itself, or nothing."""
    if set(line) - {*CHAINED, "hash"} not in (set(), {"text", "salt"}, {"withheld"}):
        return "something is missing or was added"
    if own != line["hash"]:
        return "its hash is not that of its content"
    salt = bytes.fromhex(line.get("salt", ""))
    if text is None or (salt.hex() == line["salt"] and sha256(salt + text) == line["commitment"]):
        return ""
    return "its text is not what was committed to"


def fault_of_file(line: dict[str, Any], text: bytes | None, texts: Path) -> str:
    """The texts lie in files, too, for reading; a copy may do without them."""
    path = texts / f"{line['seq']}.json"
    kept = path.read_bytes() if path.is_file() else None if texts.is_dir() else text
    return "" if text == kept else f"texts/{path.name} is not its text"


def check(entries: list[Entry]) -> Iterator[tuple[int, str]]:
    """Number and fault of each entry that is not whole, so that one bad entry is one fault."""
    board = Counter(entry.board for entry in entries if not entry.fault).most_common(1)
    sayings = [(number, entry) for entry in entries if not entry.fault for number in entry.gone]
    disposed = {number for number, entry in sayings if number < entry.seq}
    low = high = 1  # a bad line is an entry's or one too many: what follows tells
    prevs = frozenset({"0" * 64})
    for entry in entries:
        if entry.fault or entry.board != board[0][0]:
            yield high, entry.fault or "it belongs to another board"
            high += 1
            continue
        if entry.seq < low:
            prevs |= entry.hashes if entry.seq == low - 1 else frozenset()
            yield entry.seq, "it stands here once more, or not in its place"
            continue
        if entry.seq > high:
            yield high, "it is missing" + f", and all before {entry.seq}" * (entry.seq - high > 1)
        if entry.seq == low and entry.prev not in prevs:
            yield entry.seq, "it does not follow the entry before it: one of the two was changed"
        elif entry.missing == "gone" and entry.seq not in disposed:
            yield entry.seq, "its text is gone, and no entry says that it was disposed of"
        low = high = entry.seq + 1
        prevs = entry.hashes


def check_head(entries: list[Entry], head: str) -> Iterator[str]:
    """Whether the register is the one of which somebody wrote a number and a hash down."""
    number, _, known = head.strip().partition(":")
    if not (number[:18] == number and number.isascii() and number.isdecimal()) or len(known) != 64:
        yield "the head is written NUMBER:HASH, the hash in 64 letters and digits"
    elif int(number[:18]) > max((entry.seq for entry in entries), default=0):
        yield f"the register was cut short: entry {number} was there and is not"
    elif not any(known.lower() in entry.hashes for entry in entries if entry.seq == int(number)):
        yield f"the register was written anew: entry {number} is not the one that was handed out"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--head", help="NUMBER:HASH of an entry that you wrote down earlier")
    asked, folder = parser.parse_args(), Path(__file__).resolve().parent
    try:
        with (folder / "register.jsonl").open("rb") as lines:
            entries = [looked_at(line, folder / "texts") for line in lines]
    except OSError as no:
        sys.exit(f"{no.filename} cannot be read: {no.strerror}")
    faults = list(check(entries))
    told = [f"entry {number}: {fault}" for number, fault in faults]
    told += () if asked.head is None else check_head(entries, asked.head)
    known = {f"{entry.seq}.json" for entry in entries}
    strays = {path.name for path in (folder / "texts").glob("*")} - known
    told += [f"texts/{name} belongs to no entry" for name in sorted(strays) if not faults]
    status = 1 if told else 0
    told.append(f"{len(entries)} entries, {max(0, len(entries) - len(faults))} of them whole")
    for kind, words in (("gone", "were disposed of"), ("withheld", "are not in this copy")):
        numbers = [str(entry.seq) for entry in entries if entry.missing == kind and not entry.fault]
        told += [f"texts that {words}: {', '.join(numbers)}"] * bool(numbers)
    told += [f"head {entry.seq}:{min(entry.hashes)}" for entry in entries[-1:] if not entry.fault]
    sys.stdout.write("\n".join([*told, ""]))
    return status


if __name__ == "__main__":
    sys.exit(main())
