"""The calculator: one JSON object a line in, one verdict a line out (domain rules, section 13)."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from meetings.rules.cases import Impossible, as_json, read_case
from meetings.rules.verdict import decide


def answers(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """An answer for each line that is not blank, in their order."""
    for line in lines:
        if not line.strip():
            continue
        try:
            rule, counts = read_case(json.loads(line))
            yield as_json(decide(rule, counts))
        except Impossible as no:
            yield {"error": str(no)}
        except (ValueError, RecursionError):
            yield {"error": "this line is no JSON object"}


def main() -> int:
    failed = False
    for answer in answers(sys.stdin.buffer):
        failed = failed or "error" in answer
        sys.stdout.write(json.dumps(answer) + "\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
