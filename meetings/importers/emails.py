"""Whether a text can be an e-mail address, and which addresses are one."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 254
LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
DOMAIN = re.compile(rf"({LABEL}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]")


def email_problem(address: str) -> str:
    """A sentence without its subject that says what is wrong; empty for a good address.

    A domain in other letters than a to z is refused with the way mail servers write it.
    Source: RFC 5321, without quoted names and addresses in numbers.
    """
    local, _at, domain = address.rpartition("@")
    if not domain.isascii():
        return _in_ascii(domain)
    if (
        len(address) > LONGEST
        or len(local) > 64
        or not LOCAL.fullmatch(local)
        or not DOMAIN.fullmatch(domain)
    ):
        return "is not an e-mail address."
    return ""


def _in_ascii(domain: str) -> str:
    try:
        written = domain.encode("idna").decode()
    except UnicodeError:
        return "is not an e-mail address."
    return f"has a domain in other letters. Write it as {written}."


def same_email(address: str) -> str:
    """What two ways to write one address have in common: neither case nor Unicode form counts."""
    return unicodedata.normalize("NFKC", address.strip()).casefold()
