"""Two people's edits joined: laws and plain examples."""

import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.notation.merge import Merged, merge

TOKEN = re.compile(r"#\w+")
FILLER = ("", "", "- Agreed", "- Budget, as in March", "ACTION Lars: book the room", "\tx")

EXAMPLES = {
    "both append": ("a", "a\nyours", "a\ntheirs", "a\ntheirs\nyours"),
    "both append after a last line end": ("a\n", "a\nyours", "a\ntheirs\n", "a\ntheirs\nyours"),
    "both begin": ("", "yours", "theirs\n", "theirs\nyours\n"),
    "one writes at the head, one at the end": ("a", "yours\na", "a\ntheirs", "yours\na\ntheirs"),
    "a line end added, a line appended": ("a", "a\n", "a\ntheirs", "a\ntheirs\n"),
    "both fill a blank line": ("a\n\nb", "a\nyours\nb", "a\ntheirs\nb", "a\ntheirs\nyours\nb"),
    "both fill a bare mark": ("a\n- ", "a\n- yours", "a\n- theirs", "a\n- theirs\n- yours"),
    "a blank line deleted and filled": ("a\n\nb", "a\nb", "a\ntheirs\nb", "a\ntheirs\nb"),
    "neighbouring lines changed": ("a\nb", "A\nb", "a\nB", "A\nB"),
    "the same change": ("a\nb\nc", "a\nB\nc\nd", "a\nB\nc", "a\nB\nc\nd"),
    "the same line deleted": ("a\nb\nc", "a\nc\nd", "a\nc", "a\nc\nd"),
    "a line deleted, a line written below it": ("a\nb", "a", "a\nb\ntheirs", "a\ntheirs"),
    "everything deleted, a line appended": ("a\nb", "", "a\nb\ntheirs", "theirs"),
    "a line grown, a line below it": (
        "- Lau", "- Laura will", "- Lau\n- theirs", "- Laura will\n- theirs",
    ),
    "a line grown and left, lines around it": (
        "- Lau", "- Laura will\n- next", "- x\n- Lau\n- y", "- x\n- Laura will\n- y\n- next",
    ),
    "a line edited above, one grown, one between": (
        "pear\nLau",
        "peach\nLaura will\nnext",
        "pear\ntheirs\nLau",
        "peach\ntheirs\nLaura will\nnext",
    ),
    "the same lines at the same point": ("a", "a\nx\ny", "a\nx\ny\n", "a\nx\ny\n"),
    "the same lines and one more": ("a", "a\nx\ny", "a\nx", "a\nx\ny"),
    "an old save arrives late": ("a", "a\nx", "a\nx\ny", "a\nx\ny"),
    "a save repeated after a merge": ("a", "a\nyours", "a\ntheirs\nyours", "a\ntheirs\nyours"),
    "an old save arrives late, and changes another line": (
        "a\nb", "A\nb\nx", "a\nb\nx\ny", "A\nb\nx\ny",
    ),
    "one of two twins deleted, a line appended": ("ok\na\nok", "ok\na", "ok\na\nok\nt", "ok\na\nt"),
    "a merge that deleted a line sent where its lines stand already": (
        "a\nb\nc", "a\nx\ny\nc", "a\nb\nx\ny\nc", "a\nx\ny\nc",
    ),
    "a save repeated with more after a merge": (
        "a", "a\nyours\nmore", "a\ntheirs\nyours", "a\ntheirs\nyours\nmore",
    ),
    "a save repeated after a merge that deleted a line beside it": (
        "a\nb\nc", "a\nb\nx\ny\nc", "a\nx\ny\nc", "a\nx\ny\nc",
    ),
    "the same line at different points": ("a\nb", "x\na\nb", "a\nb\nx", "x\na\nb\nx"),
    "new lines that only share some": ("a", "a\nx\ny", "a\ny\nz", "a\ny\nz\nx\ny"),
    "twins, one more each": ("ok\nok", "ok\nok\nx", "t\nok\nok", "t\nok\nok\nx"),
}  # fmt: skip
CLASHES = {
    "one line, two wordings": ("a\nb\nc", "a\nB\nc\nyours", "a\nbb\nc\ntheirs"),
    "a line deleted and changed": ("a\nb", "a", "a\nb2"),
    "a line changed and deleted": ("a\nb", "a\nb2", "a"),
    "two whole rewritings": ("a", "b", "c"),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_two_edits_are_joined(name):
    base, yours, theirs, joined = EXAMPLES[name]
    assert merge(base, yours, theirs) == Merged(joined, clashes=False)


@pytest.mark.parametrize("name", CLASHES)
def test_what_clashes_leaves_the_text_in_force_as_it_is(name):
    base, yours, theirs = CLASHES[name]
    assert merge(base, yours, theirs) == Merged(theirs, clashes=True)


def chance(seed):
    return random.Random(seed)  # noqa: S311 - nothing here is secret


def edited(rng, lines, label):
    """Lines as one writer leaves them: some grown, some deleted, some new, each with its token.

    About as many in a long text as in one of twenty lines.
    """
    result = []
    crowd = max(1, len(lines) / 20)
    for n, line in enumerate(lines):
        act = rng.random() * crowd
        if act < 0.06:
            result.append(f"{line} #{label}{n}e")
        elif act > 0.1:
            result.append(line)
        if rng.random() * crowd < 0.08:
            result += [f"- written #{label}{n}n{k}" for k in range(rng.randint(1, 3))]
        if rng.random() * crowd < 0.05:
            result.append(rng.choice(FILLER))
    return result


def edit_pair(rng, longest=20):
    """A base text of up to `longest` lines, and what two writers made of it."""
    base = [
        rng.choice(FILLER) if rng.random() < 0.3 else f"- said in the room #b{n}"
        for n in range(rng.randint(0, longest))
    ]
    ends = rng.choice(["", "\n"]), rng.choice(["", "", "\n"]), rng.choice(["", "", "\n"])
    texts = base, edited(rng, base, "y"), edited(rng, base, "t")
    return tuple("\n".join(lines) + end for lines, end in zip(texts, ends, strict=True))


def tokens(text):
    return Counter(TOKEN.findall(text))


def expected_tokens(base, yours, theirs):
    """What either side wrote and neither deleted, each once."""
    old, mine, other = set(tokens(base)), set(tokens(yours)), set(tokens(theirs))
    return Counter((mine & other) | ((mine | other) - old))


@dataclass
class Losses:
    """What became of many merges: `wrong` has those with a token lost, doubled or come back."""

    merges: int = 0
    clashes: int = 0
    wrong: list = field(default_factory=list)
    slowest: float = 0


def count_losses(merges, seed, merge_with=merge, longest=20):
    """Merges random pairs of edits and looks for each token in what comes out."""
    rng = chance(seed)
    losses = Losses(merges)
    for _round in range(merges):
        base, yours, theirs = edit_pair(rng, longest)
        start = time.process_time()
        merged = merge_with(base, yours, theirs)
        losses.slowest = max(losses.slowest, time.process_time() - start)
        losses.clashes += merged.clashes
        is_right = (
            merged.text == theirs
            if merged.clashes
            else tokens(merged.text) == expected_tokens(base, yours, theirs)
        )
        if not is_right:
            losses.wrong.append((base, yours, theirs, merged.text))
    return losses


def last_write_wins(base, yours, theirs):
    return Merged(yours, clashes=False)


def test_no_token_is_lost_doubled_or_comes_back():
    losses = count_losses(merges=300, seed=20)
    assert losses.wrong == []
    assert losses.clashes < 0.1 * losses.merges


def test_the_same_count_sees_what_last_write_wins_loses():
    assert len(count_losses(merges=300, seed=20, merge_with=last_write_wins).wrong) > 100


PIECES = st.sampled_from(["", "a", "b", "c", "- ", "- Lau", "- Laura will", "\t", "x y z"])
TEXTS = st.lists(PIECES | st.text(max_size=5), max_size=9).map("\n".join) | st.text(max_size=30)


@given(TEXTS, TEXTS)
@settings(max_examples=200, deadline=None)
def test_who_changed_nothing_has_nothing_to_merge(base, changed):
    assert merge(base, base, changed) == Merged(changed, clashes=False)
    assert merge(base, changed, base) == Merged(changed, clashes=False)
    assert merge(base, changed, changed) == Merged(changed, clashes=False)


@given(TEXTS, TEXTS, TEXTS)
@settings(max_examples=400, deadline=None)
def test_any_three_texts_merge_or_clash_alike_from_both_sides(base, one, other):
    there, back = merge(base, one, other), merge(base, other, one)
    assert there.clashes == back.clashes
    if there.clashes:
        assert there.text == other
    else:
        assert set(there.text.split()) == set(back.text.split())


@given(TEXTS, TEXTS, TEXTS)
@settings(max_examples=400, deadline=None)
def test_no_line_is_made_up_and_no_new_one_lost(base, yours, theirs):
    merged = merge(base, yours, theirs)
    written = set(merged.text.split("\n"))
    assert written <= {"", *yours.split("\n"), *theirs.split("\n")}
    if not merged.clashes:
        assert {*yours.split("\n"), *theirs.split("\n")} - {*base.split("\n"), ""} <= written


@given(st.integers(0, 10**6))
@settings(max_examples=200, deadline=None)
def test_a_merged_text_sent_again_changes_nothing(seed):
    base, yours, theirs = edit_pair(chance(seed))
    merged = merge(base, yours, theirs)
    if not merged.clashes:
        for older in (base, yours, theirs):
            assert merge(older, merged.text, merged.text) == merged
        again = merge(base, yours, merged.text)
        assert again.clashes or set(tokens(again.text)) == set(tokens(merged.text))


@given(TEXTS, st.text("ab", min_size=1), st.text("cd", min_size=1))
@settings(max_examples=200, deadline=None)
def test_appends_at_the_same_point_keep_both(base, yours, theirs):
    start = base if not base or base.endswith("\n") else base + "\n"
    merged = merge(base, start + yours, start + theirs)
    assert merged == Merged(f"{start}{theirs}\n{yours}", clashes=False)


LARGE = [f"- remark {n % 700}" if n % 3 else "" for n in range(5000)]
HOSTILE = {
    "every second line changed": [x + "!" if n % 2 else x for n, x in enumerate(LARGE)],
    "upside down": LARGE[::-1],
    "all the same": ["x"] * 30_000,
    "two by turns": ["x", "y"] * 15_000,
    "blank": [""] * 60_000,
    "one line": ["x" * 60_000],
}


@pytest.mark.parametrize("yours", HOSTILE)
@pytest.mark.parametrize("theirs", HOSTILE)
def test_sixty_thousand_characters_merge_or_clash_within_a_second(yours, theirs):
    start = time.process_time()
    merge("\n".join(LARGE), "\n".join(HOSTILE[yours]) + "\nyours", "\n".join(HOSTILE[theirs]))
    assert time.process_time() - start < 1
