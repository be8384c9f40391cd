"""Minutes that come as e-mail: what mail programs put around them is left out, and named."""

from email.message import EmailMessage

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from meetings.importers.bounded import BoundedReader
from meetings.importers.document import Fate
from meetings.importers.parts import Part, read_parts
from meetings.importers.source import Unreadable
from meetings.models import ImportBatch, ImportSource, Meeting
from meetings.notation.lines import Action, Motion

LIMIT = 5_000_000
HEADERS = """From: Ada Low <ada.low@orchard.example>
To: Orchard Board <board@lists.orchard.example>
Cc: Bo Ek <bo@orchard.example>,
\tCy Dun <cy@calder.example>
Subject: [board] Minutes of the Orchard Board meeting, 4 March 2026
Date: Fri, 6 Mar 2026 18:31:07 +0100
Message-ID: <20260306.4711@orchard.example>
"""
BODY = """Present: Ada Low (chair), Bo Ek, Cy Dun
Apologies: Eli Gray

Cider press (Bo)

- The press leaks.
ACTION Bo: ask for a price by 20 March

Fences (Cy)

RESOLVED: Paint the fences - carried, no objections
"""
CLOSING = """
Best regards,
Ada
"""
SIGNATURE = """
--\x20
Ada Low
Secretary, Orchard Board
+44 1234 5678
"""
FOOTER = """_______________________________________________
Board mailing list
Board@lists.orchard.example
https://lists.orchard.example/mailman/listinfo/board
"""
INTRODUCTION = """
Hi all,

here are the minutes of Wednesday's meeting. Please send
corrections by Friday.

"""
MAILS = {
    "a mailing list": HEADERS + INTRODUCTION + BODY + CLOSING + SIGNATURE + FOOTER,
    "a group": (
        HEADERS + "\nDear board,\n\n" + BODY + "\nThanks\nAda\n\n"
        'You received this message because you are subscribed to the group "board".\n'
        "To unsubscribe from this group, send an email to board+unsubscribe@orchard.example.\n"
    ),
    "one sent on": (
        "Dear all,\n\nplease find below the minutes that Ada sent round.\n\nKind regards,\nBo\n\n"
        "---------- Forwarded message ---------\n" + HEADERS + "\n\n" + BODY + SIGNATURE
    ),
    "one sent on by an office program": (
        "Hello everybody,\n\nsee below for the minutes.\n\n-----Original Message-----\n"
        "From: Ada Low\nSent: Friday, March 6, 2026 6:31 PM\nTo: Bo Ek\n"
        "Subject: FW: Minutes, March 4, 2026\n\n" + BODY
    ),
    "an archive's page": (
        "[board] Minutes of the Orchard Board meeting, 4 March 2026\n"
        "Ada Low ada.low at orchard.example\nFri Mar 6 18:31:07 UTC 2026\n\n"
        "Previous message: [board] Agenda\nNext message (by thread): [board] Fair\n"
        "Messages sorted by: [ date ] [ thread ] [ subject ] [ author ]\n\nHi,\n\n" + BODY + "\n"
        "-------------- next part --------------\nAn HTML attachment was scrubbed...\n"
        "URL: <https://lists.orchard.example/a.html>\n\n"
        "More information about the board mailing list\n"
    ),
    "minutes quoted whole": (
        HEADERS.replace("Subject: ", "Subject: Re: ") + "\nFine with me.\n\n"
        "On Fri, 6 Mar 2026 at 18:31, Ada Low\n<ada.low@orchard.example> wrote:\n"
        + "".join(f"> {line}".rstrip() + "\n" for line in BODY.splitlines())
    ),
    "an answer above a quotation": (
        HEADERS + "\nHi Bo,\n\nOn 5 Mar 2026, Bo Ek wrote:\n> Could you send me the minutes?\n"
        "> ACTION Ada: send them\n\n" + BODY
    ),
    "pasted without headers": (
        "Hello everyone!\n\nOrchard Board, 4 March 2026\n\n" + BODY + "\nCheers,\nCy\n"
    ),
    "headers in bold": (
        "**From:** Ada Low\n**Sent:** 6 March 2026\n**To:** Bo Ek\n"
        "**Subject:** Minutes of 4 March\n\n" + BODY
    ),
}


def read(text):
    (part,) = read_parts(text.encode(), limit=LIMIT)
    return part.document


def records(document, kind):
    return [
        line.content.text
        for item in document.items
        for line in item.lines
        if isinstance(line.content, kind)
    ]


@pytest.mark.parametrize("what", MAILS)
def test_minutes_in_a_mail_are_read_as_if_they_stood_alone(what):
    document = read(MAILS[what])
    assert str(document.date) == "2026-03-04"
    assert [a.name for a in document.attendees] == ["Ada Low", "Bo Ek", "Cy Dun", "Eli Gray"]
    titles = [item.title for item in document.items if not item.is_container]
    assert titles == ["Cider press", "Fences"]
    assert records(document, Action) == ["ask for a price by 20 March"]
    assert records(document, Motion) == ["Paint the fences"]


@pytest.mark.parametrize("what", MAILS)
def test_every_line_of_a_mail_has_one_fate(what):
    filled = [n for n, line in enumerate(MAILS[what].split("\n"), start=1) if line.strip()]
    document = read(MAILS[what])
    assert [fate.number for fate in document.fates] == filled
    assert sum(document.count(fate) for fate in Fate) == len(filled)


def test_what_is_left_out_of_a_mail_is_named():
    mail = MAILS["a mailing list"].split("\n")
    left_out: dict[str, list[str]] = {}
    for fate in read(MAILS["a mailing list"]).fates:
        if fate.fate is Fate.NOISE:
            left_out.setdefault(fate.kind, []).append(mail[fate.number - 1])
    assert left_out == {
        "mail header": HEADERS.splitlines(),
        "greeting": [line for line in INTRODUCTION.splitlines() if line],
        "closing": CLOSING.split("\n")[1:-1],
        "signature": SIGNATURE.split("\n")[1:-1],
        "mailing-list footer": FOOTER.splitlines(),
    }


@pytest.mark.parametrize(
    ("subject", "introduction", "date"),
    [
        ("Minutes", "here are the minutes:", "2026-03-06"),
        ("Minutes of 4 March", "here are the minutes:", "2026-03-04"),
        ("Minutes of 11 December", "here are the minutes:", "2025-12-11"),
        ("Minutes", "here are the minutes of 3 March 2026:", "2026-03-03"),
    ],
)
def test_a_date_that_the_minutes_lack_comes_from_the_mail(subject, introduction, date):
    headers = f"From: Ada\nSubject: {subject}\nDate: Fri, 6 Mar 2026 18:31:07 +0100\n"
    document = read(f"{headers}\nHi all,\n\n{introduction}\n\n{BODY}")
    assert str(document.date) == date


def test_the_date_of_the_minutes_holds_against_that_of_the_mail():
    assert str(read(HEADERS + "\nOrchard Board, 2 March 2026\n\n" + BODY).date) == "2026-03-02"


def test_a_subject_is_the_title_where_the_text_has_none():
    document = read(HEADERS + "\n" + BODY)
    assert document.title == "Minutes of the Orchard Board meeting, 4 March 2026"
    assert document.body == "Orchard Board"


@pytest.mark.parametrize(
    "line", ["From: 10:00", "Hi all", "Thanks", "--", "Bo runs the mailing list", "> quoted"]
)
def test_such_a_line_in_other_minutes_is_no_mail(line):
    text = f"Orchard Board, 4 March 2026\n\n{BODY}\nBees (Bo)\n\n{line}\n\nThey fly.\n"
    kinds = {fate.kind for fate in read(text).fates if fate.fate is Fate.NOISE}
    assert kinds <= {"rule"}


def test_two_mails_in_one_file_are_two_meetings_each_with_its_headers():
    first = HEADERS + "\nHi all,\n\nOrchard Board meeting, 4 March 2026\n\n" + BODY + SIGNATURE
    second = first.replace("4 March", "8 April").replace("6 Mar", "9 Apr").replace("4711", "a-b")
    parts = read_parts((first + "\n" + second).encode(), limit=LIMIT)
    assert [str(part.document.date) for part in parts] == ["2026-03-04", "2026-04-08"]
    assert parts[1].content.decode() == second


def message(text=BODY, **headers):
    mail = EmailMessage()
    mail["From"] = "Ada Löw <ada@orchard.example>"
    mail["Subject"] = headers.pop("subject", "Minutes of the Küche, 4 March 2026")
    mail["Date"] = "Fri, 06 Mar 2026 18:31:07 +0100"
    mail["Received"] = "from pigeon.example"
    mail.set_content(text, **headers)
    return mail


FORMS = [
    {"cte": "base64"},
    {"cte": "quoted-printable"},
    {"charset": "iso-8859-1", "cte": "8bit"},
    {"charset": "windows-1252", "cte": "quoted-printable"},
]


@pytest.mark.parametrize("form", FORMS, ids=str)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_sent_mail_is_read_from_its_plain_text(form, end):
    mail = message(BODY.replace("Fences", "Zäune"), **form)
    mail.add_alternative("<p>other</p>", subtype="html")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="budget.pdf")
    content = mail.as_bytes(policy=mail.policy.clone(linesep=end))
    reader = BoundedReader[Part]()
    (part,) = reader.read(content, limit=LIMIT)
    reader.close()
    assert str(part.document.date) == "2026-03-04"
    assert [item.title for item in part.document.items] == ["Cider press", "Zäune"]
    kept = part.content.decode().split("\n")
    assert kept[:4] == [
        "From: Ada Löw <ada@orchard.example>",
        "Date: Fri, 06 Mar 2026 18:31:07 +0100",
        "Subject: Minutes of the Küche, 4 March 2026",
        "Attachments: budget.pdf (left out)",
    ]
    assert part.document.count(Fate.NOISE) == 4
    assert read_parts(part.content, limit=LIMIT) == (part,)


def only_html():
    mail = message()
    mail.set_content("<p>Minutes</p>", subtype="html")
    return mail.as_bytes()


REFUSED = {
    "only HTML": (only_html(), "has no part in plain text"),
    "an unknown encoding": (
        message().as_bytes().replace(b'charset="utf-8"', b'charset="x-none"'),
        "cannot be read as “x-none”",
    ),
    "another encoding than it says": (
        message("Zäune", charset="iso-8859-1", cte="8bit")
        .as_bytes()
        .replace(b"iso-8859-1", b"utf-8"),
        "cannot be read as “utf-8”",
    ),
    "nothing in it": (message("").as_bytes(), "No agenda item found"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_mail_that_cannot_be_read_is_refused_in_a_sentence(what):
    content, sentence = REFUSED[what]
    with pytest.raises(Unreadable, match=sentence):
        read_parts(content, limit=LIMIT)


@pytest.mark.parametrize(
    "broken",
    [
        b"MIME-Version: 1.0\n",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nhi",
        b"Content-Type: multipart/mixed\n\nBudget\n",
        b"Content-Type: text/plain; charset=\"\xff\"\n\nBudget\n",
        b"Subject: =?utf-8?b?/w==?=\nReceived: x\n\nBudget\n",
        b"From: <<<@[\nDate: never\nTo: =?x-none?q?a?=\nReceived: x\n\nBudget\n",
        b"Content-Type: message/rfc822\n\nSubject: a\n\nBudget\n",
        b"Content-Transfer-Encoding: base64\n\n!!!!\n",
    ],
)  # fmt: skip
def test_a_broken_mail_is_read_or_refused_in_a_sentence(broken):
    for content in (broken, broken + b"\n" + BODY.encode()):
        try:
            read_parts(content, limit=LIMIT)
        except Unreadable as no:
            assert str(no)  # noqa: PT017 - either end is right


def test_an_uploaded_mail_becomes_a_meeting_and_keeps_what_was_read(as_secretary):
    upload = SimpleUploadedFile("march.eml", message().as_bytes(), "message/rfc822")
    as_secretary.post(reverse("import_new", args=["harbour"]), {"uploads": [upload]})
    batch = ImportBatch.objects.get()
    assert batch.refusals == []
    as_secretary.post(reverse("import_run", args=["harbour", batch.pk]))
    assert Meeting.objects.get().key == "2026-03-04"
    source = ImportSource.objects.get()
    assert bytes(source.content).decode().endswith(f"\n\n{BODY}")
    page = as_secretary.get(reverse("import_source", args=["harbour", source.pk])).content.decode()
    assert "mail header" in page
