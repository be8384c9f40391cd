"""What was in camera is disposed of: the chain stays whole, and nothing left can be guessed."""

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path

from tests.soak.promises import Outcome

VOTES = ("Yes", "No", "Abstain")
GIVEN = 1_000
FAMILIES = 1_000  # together a million names


def disposed(_where: str, size: int) -> Iterator[Outcome]:
    """In: how many entries; so many texts go, one after the other."""
    from meetings.exports.chain import canonical
    from meetings.models import RegisterEntry
    from meetings.services.disposing import dispose_of
    from meetings.services.register import Kind, Record, register
    from tests import make

    board = make.board("disposed")
    secrets = [*VOTES, *islice(names(), 7, FAMILIES * GIVEN, FAMILIES * GIVEN // size)][:size]
    texts = [canonical({"vote": secret}) for secret in secrets]
    for text in secrets:
        record = Record(Kind.IN_CAMERA, {"vote": text})
        register(board, record=record, at=make.a_save().at)
    entries = list(RegisterEntry.objects.filter(board=board).order_by("seq"))
    whole = 0
    with tempfile.TemporaryDirectory() as folder:
        for entry in entries:
            dispose_of(board, entries=[entry], reason="The time is over.", save=make.a_save())
            whole += verified(board, Path(folder))
        left = b"".join(path.read_bytes() for path in Path(folder).rglob("*") if path.is_file())
    leaked = [text for text in texts if text.encode() in left]
    figures = f"chain whole after {whole} of {len(entries)} disposals, {len(leaked)} texts left"
    yield Outcome("disposal", figures, is_kept=whole == len(entries) and not leaked)
    million = 20_000 if size < 100 else GIVEN * FAMILIES
    yield guessed({entry.commitment for entry in entries}, million, is_salted=True)
    bare = {hashlib.sha256(text.encode()).hexdigest() for text in texts}
    yield guessed(bare, million, is_salted=False)


def names() -> Iterator[str]:
    return (f"Given{one} Family{two}" for one, two in product(range(GIVEN), range(FAMILIES)))


def guessed(left: set[str], million: int, *, is_salted: bool) -> Outcome:
    """By somebody who knows the form of the texts and tries every vote and name."""
    found = tried = 0
    for guess in (*VOTES, *islice(names(), million)):
        text = f'{{"vote":"{guess}"}}'.encode()
        for salt in (b"", bytes(32)):
            tried += 1
            found += hashlib.sha256(salt + text).hexdigest() in left
    figures = f"{tried:,} guesses against {len(left)} commitments, {found} succeed"
    title = "what is left cannot be guessed" + ("" if is_salted else ", commitments without salt")
    return Outcome(title, figures, is_kept=not found, is_twin=not is_salted)


def verified(board: object, folder: Path) -> bool:
    from meetings.exports.register import write_register
    from meetings.models import Board

    if not isinstance(board, Board):
        raise TypeError
    write_register(board, folder)
    command = [sys.executable, "-I", str(folder / "verify.py")]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    return done.returncode == 0
