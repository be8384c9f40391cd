"""Votes in mails: what is plainly one is read, what is not says why, and nothing goes missing."""

from email.message import EmailMessage

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meetings.importers.bounded import BoundedReader
from meetings.importers.mailed import Mailed, read_messages, read_thread
from meetings.importers.source import Unreadable
from tests.test_notation_laws import growth, most

LIMIT = 1024 * 1024


def mail(body, name="Ada Low", address="ada@orchard.example", subject="Re: [board] Vote", more=""):
    return (
        f"From: {name} <{address}>\nDate: Fri, 6 Mar 2026 18:31:07 +0100\n"
        f"Subject: {subject}\n{more}\n{body}\n"
    )


def votes(text):
    """Of the first message: reference, choice, and why a person has to look."""
    message = read_thread(text)[0]
    return [(v.reference, v.choice, v.why.value if v.why else "") for v in message.votes]


CHOICES = [
    ("+1", "for"),
    ("−1", "against"),
    ("–1, too expensive", "against"),
    ("0", "abstain"),
    ("±0", "abstain"),
    ("+0 from me", "abstain"),
    ("+1 (binding)", "for"),
    ("Hi all,\n\n+1\n\nAda", "for"),
    ("Dear Bo, -1", "against"),
    ("Thanks for the paper.\n\n+1", "for"),
    ("I vote for.", "for"),
    ("We vote to abstain", "abstain"),
    ("I vote against the motion", "against"),
    ("I am in favour of it", "for"),
    ("I abstain", "abstain"),
    ("My vote is yes.", "for"),
    ("VOTE: NO", "against"),
    ("Yes", "for"),
    ("No.", "against"),
    ("For the motion.", "for"),
    ("Abstain, please", "abstain"),
    ("+1\n-- \nAda\n-1 high street", "for"),
    ("+1\nSent from my phone", "for"),
    ("+1\n\nOn Monday Bo wrote:\n> -1", "for"),
    ("+1\n\n-----Original Message-----\nFrom: Bo\nSent: Monday\nSubject: it\n\n-1", "for"),
    ("+1\n\nOn Monday Bo wrote:\n\n-1", "for"),
    ("+1\n\nBest\nAda\n+1 650 555 1234", "for"),
]


@pytest.mark.parametrize(("body", "choice"), CHOICES)
def test_a_vote_is_read(body, choice):
    assert votes(mail(body)) == [("", choice, "")]


NONE = [
    ("", "empty"),
    ("\n  \n", "empty"),
    ("> +1", "quoted"),
    ("On Monday, Bo wrote:\n> I vote yes", "quoted"),
    ("-----Original Message-----\nFrom: Bo\n\n+1", "quoted"),
    ("I am out of the office until Monday.", "automatic"),
    ("Sounds good to me", "unclear"),
    ("No objections", "unclear"),
    ("No problem at all", "unclear"),
    ("Yes, but only if it is cheap", "unclear"),
    ("Yes / No / Abstain", "unclear"),
    ("Vote for the budget!", "unclear"),
    ("For one thing, the roof leaks", "unclear"),
    ("+1 650 555 1234", "unclear"),
    ("+10", "unclear"),
    ("+1.5", "unclear"),
    ("10:30 suits me", "unclear"),
    ("0 comments so far", "unclear"),
    ("Please see below.\n\nyes", "unclear"),
    ("+1\n\n-1", "two_choices"),
    ("I vote for, not against", "two_choices"),
    ("R-2026-01: +1\nR-2026-01: -1", "two_choices"),
]


@pytest.mark.parametrize(("body", "why"), NONE)
def test_what_is_not_plainly_one_vote_has_no_choice_and_says_why(body, why):
    ((_reference, choice, reason),) = votes(mail(body))
    assert (choice, reason) == ("", why)


@pytest.mark.parametrize("body", ["+1 if it is cheap", "+1?", "I vote yes, provided Bo agrees"])
def test_a_vote_with_a_condition_says_so(body):
    assert votes(mail(body)) == [("", "for", "condition")]


SEVERAL = [
    ("1) +1 2) -1", [("1", "for"), ("2", "against")]),
    ("1) Budget: +1\n2) Roof: -1\n3) Fence: 0", [("1", "for"), ("2", "against"), ("3", "abstain")]),
    ("R-2015-03: +1", [("R-2015-03", "for")]),
    ("r-2015-03 yes, R-2015-04 no", [("R-2015-03", "for"), ("R-2015-04", "against")]),
    ("+1 for R-2015-03 and R-2015-04", [("R-2015-03", "for"), ("R-2015-04", "for")]),
    ("I abstain on draft-12", [("draft-12", "abstain")]),
    ("> R-2026-01 roof\n+1\n> draft-2\n-1", [("R-2026-01", "for"), ("draft-2", "against")]),
    ("Motion 2: yes", [("2", "for")]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "found"), SEVERAL)
def test_several_votes_are_split_by_the_motions_they_name(body, found):
    assert votes(mail(body)) == [(*pair, "") for pair in found]


def test_the_subject_names_the_motion_where_the_words_do_not():
    assert votes(mail("+1", subject="Re: [VOTE] R-2026-07 Roof")) == [("R-2026-07", "for", "")]


@pytest.mark.parametrize(
    "more",
    ["Auto-Submitted: auto-replied\n", "X-Autoreply: yes\n", "Precedence: auto_reply\n"],
)
def test_an_automatic_reply_is_no_vote(more):
    assert votes(mail("+1", more=more)) == [("", "", "automatic")]


@pytest.mark.parametrize(
    "subject", ["Automatic reply: Vote", "Out of office", "Undeliverable: Vote"]
)
def test_a_subject_tells_an_automatic_reply(subject):
    assert votes(mail("+1", subject=subject)) == [("", "", "automatic")]


def test_a_thread_is_split_into_its_messages():
    found = read_thread(mail("+1") + "\n" + mail("-1", "Bo Ek", "bo@orchard.example"))
    assert [(m.name, m.address, m.votes[0].choice) for m in found] == [
        ("Ada Low", "ada@orchard.example", "for"),
        ("Bo Ek", "bo@orchard.example", "against"),
    ]
    assert found[0].sent_at == "2026-03-06T17:31:07+00:00"
    assert found[0].content.decode() == mail("+1").strip()


def test_a_mailbox_is_split_and_each_message_is_the_bytes_it_was_sent_as():
    message = EmailMessage()
    message["From"], message["Subject"] = "Zoë Lund <zoe@orchard.example>", "Vote"
    message["Message-ID"] = "<1@orchard.example>"
    message["Date"] = "Fri, 6 Mar 2026 18:31:07 +0100"
    message.set_content("+1\n")
    sent = message.as_bytes()
    box = b"From zoe@orchard.example Fri Mar  6 18:31:07 2026\n" + sent + b"\n"
    found = read_messages(box * 2, limit=LIMIT)
    assert [m.content for m in found] == [sent, sent]
    assert (found[0].name, found[0].message_id) == ("Zoë Lund", "<1@orchard.example>")
    assert read_messages(sent, limit=LIMIT) == found[:1]


def test_a_mail_without_plain_text_is_kept_and_says_so():
    message = EmailMessage()
    message["From"] = "ada@orchard.example"
    message.set_content("<p>+1</p>", subtype="html")
    (found,) = read_messages(message.as_bytes(), limit=LIMIT)
    assert (found.address, found.votes[0].why) == ("ada@orchard.example", "no_text")


def test_a_mail_whose_text_is_encoded_is_read():
    message = EmailMessage()
    message["From"] = "ada@orchard.example"
    message.set_content("+1 für Æther", cte="base64")
    (found,) = read_messages(message.as_bytes(), limit=LIMIT)
    assert (found.own, found.votes[0].choice) == ("+1 für Æther", "for")


def test_a_mail_that_a_server_found_forged_is_marked():
    more = "Authentication-Results: mx.example; spf=pass; dmarc=fail (p=none)\n"
    assert read_thread(mail("+1", more=more))[0].is_forged
    assert not read_thread(mail("+1"))[0].is_forged


@pytest.mark.parametrize(
    ("header", "who"),
    [
        ("Ada Low <Ada@Orchard.example>", ("Ada Low", "ada@orchard.example")),
        ('"Low, Ada" <ada@orchard.example>', ("Low, Ada", "ada@orchard.example")),
        ("ada@orchard.example (Ada Low)", ("Ada Low", "ada@orchard.example")),
        ("ada at orchard.example (Ada Low)", ("Ada Low", "ada@orchard.example")),
        ("bo@calder.example <ada@orchard.example>", ("bo@calder.example", "ada@orchard.example")),
        ("Ada Low", ("Ada Low", "")),
        ("=?utf-8?q?Zo=C3=AB?= <zoe@orchard.example>", ("Zoë", "zoe@orchard.example")),
    ],
)
def test_a_sender_has_a_name_and_one_address(header, who):
    found = read_thread(f"From: {header}\nSubject: x\n\n+1")[0]
    assert (found.name, found.address) == who


def test_two_addresses_are_nobody_s():
    assert read_thread("From: a@x.example, b@y.example\nSubject: x\n\n+1")[0].address == ""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is no message in this."),
        (b" \n", "There is no message in this."),
        (b"%PDF-1.7\n", "not text"),
        (
            b"From: a\nDate: b\n\n+1\x00",
            r"Line 4 has a character that cannot be stored \(U\+0000\)",
        ),
        (b"+1" * LIMIT, "too large"),
        (b"From: a@x.example\nSubject: b\n\n+1\n\n" * 201, "201 messages; the limit is 200"),
    ],
)
def test_what_is_no_mail_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        read_messages(content, limit=LIMIT)


def test_a_child_process_reads_the_same():
    reader = BoundedReader[Mailed]("meetings.importers.mailed:read_messages")
    try:
        content = (mail("1) +1 2) -1") + "\n" + mail("> +1")).encode()
        assert reader.read(content, limit=LIMIT) == read_messages(content, limit=LIMIT)
    finally:
        reader.close()


OWN = [body for body, _ in CHOICES + NONE + SEVERAL]
LINES = st.sampled_from([line for body in OWN for line in body.split("\n")]) | st.text(max_size=20)
MAILS = st.lists(st.sampled_from([mail(body) for body in OWN]) | LINES, max_size=12).map("\n".join)


def filled(text):
    return [line for line in text.split("\n") if line.strip()]


@given(MAILS)
@example(f"  \n{mail('+1')}")
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_and_each_line_is_in_one_message(text):
    found = read_thread(text)
    assert [line for m in found for line in filled(m.text)] == filled(text.replace("\r", "\n"))
    assert all(m.votes for m in found)
    for message in found:
        references = [vote.reference for vote in message.votes]
        assert len(references) == len(set(references))
        assert all(vote.choice or vote.why for vote in message.votes)


@given(MAILS, st.binary(max_size=40), st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused_in_a_sentence(text, junk, is_sent):
    head = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n" if is_sent else b""
    content = head + text.encode("utf-8", "replace") + junk
    try:
        found, sentence = read_messages(content, limit=LIMIT), "."
    except Unreadable as no:
        found, sentence = (), str(no)
    assert found or sentence != "."
    assert sentence.endswith(".")


@given(LINES)
@settings(max_examples=300, deadline=None)
def test_quoting_a_text_takes_its_votes_away(line):
    quoted = "\n".join(f"> {part}" for part in line.replace("\r", "\n").split("\n"))
    assert not any(vote.choice for vote in read_thread(mail(quoted))[0].votes)


@pytest.mark.parametrize(
    "unit",
    ["To: x\n", "To: x\n\n", "> +1\n", "+1 ", "1) +1 ", "From: a\n\n", "Ada wrote:\n", "(", "<"],
)
def test_a_long_paste_is_read_in_time_in_proportion(unit):
    small, large = growth(lambda size: read_thread(mail(unit * (size // len(unit)))), 20_000)
    assert large <= most(small)
