"""Real minutes of fifteen organisations, read and scored against labels made by hand."""

import json
import subprocess
import sys

import pytest

from meetings.importers.corpus import to_schema
from meetings.importers.document import Fate
from meetings.importers.reader import read_minutes
from meetings.importers.source import decode

LIMIT = 5_000_000
LEAST_F1 = {"attendees": 0.95, "items": 0.85, "actions": 0.85, "resolutions": 0.80}
LEAST_FIELD = 0.85


@pytest.fixture
def texts(corpus):
    return [
        (path.stem, decode(path.read_bytes(), limit=LIMIT))
        for path in sorted((corpus / "dev").iterdir())
        if path.suffix in (".txt", ".md", ".wiki") and path.stem != "SOURCES"
    ]


def test_every_line_of_every_document_has_exactly_one_fate(texts):
    for name, text in texts:
        filled = [n for n, line in enumerate(text.split("\n"), start=1) if line.strip()]
        assert [fate.number for fate in read_minutes(text).fates] == filled, name


def test_the_four_fates_add_up_for_every_document(texts):
    for name, text in texts:
        document = read_minutes(text)
        assert sum(document.count(fate) for fate in Fate) == len(document.fates), name


def test_the_scores_are_as_good_as_promised(corpus, texts, tmp_path):
    for name, text in texts:
        parsed = json.dumps(to_schema(read_minutes(text)))
        (tmp_path / f"{name}.json").write_text(parsed)
    figures = tmp_path / "figures"
    scorer = [sys.executable, str(corpus / "score.py"), str(corpus / "dev"), str(tmp_path)]
    printed = subprocess.run(
        [*scorer, "--json", str(figures)], check=True, capture_output=True, text=True
    ).stdout
    total = next(row for row in printed.splitlines() if row.startswith("ALL, micro"))
    scores = [int(part.strip(" /").split("/")[-1]) for part in total.split("  ") if "/" in part]
    named = dict(
        zip(("attendees", "items", "actions", "text", "resolutions"), scores, strict=False)
    )
    assert {part: named[part] / 100 >= least for part, least in LEAST_F1.items()} == dict.fromkeys(
        LEAST_F1, True
    )
    fields = [row for row in printed.splitlines() if row.endswith("%") and " / " in row]
    weak = [row for row in fields if float(row.split()[-1][:-1]) < 100 * LEAST_FIELD]
    assert [row for row in weak if "body" not in row] == []
