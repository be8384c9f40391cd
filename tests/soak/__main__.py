"""`make soak`: all soaks, or one by name; "sample" runs a small one, as on every change."""

import sys

from tests.soak import drafting, notices, register, votes
from tests.soak.promises import Soak, run

SOAKS: dict[str, Soak] = {
    "drafting": drafting.outcomes,
    "notices": notices.outcomes,
    "votes": votes.outcomes,
    "register": register.outcomes,
}


def main(arguments: list[str]) -> int:
    is_sample = "sample" in arguments
    names = [name for name in arguments if name != "sample"] or list(SOAKS)
    unknown = [name for name in names if name not in SOAKS]
    if unknown:
        sys.exit(f"No soak of that name: {', '.join(unknown)}. There are: {', '.join(SOAKS)}.")
    results = [run(name, SOAKS[name](is_sample)) for name in names]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
