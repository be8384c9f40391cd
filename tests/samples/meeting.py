"""A meeting as somebody types it: item by item, line by line.

A pair is a name begun, to be completed by Tab, and the rest of the line.
"""

Line = str | tuple[str, str]

MEETING: list[tuple[str, list[Line]]] = [
    (
        "Opening",
        [
            "- Started five minutes late, the link had changed",
            "- Everybody has seen the papers",
            "- Nothing to add to the agenda",
        ],
    ),
    (
        "Minutes of the last meeting",
        [
            "- Two dates were wrong and have been put right",
            ("Han", "the sentence on fees should say from May"),
            "- Changed on the spot",
            "RESOLVED: That the minutes be approved as corrected - carried, no objections",
        ],
    ),
    (
        "Budget",
        [
            "- Spent so far: 41 of 60 thousand",
            "- The travel line is nearly used up",
            ("Tom", "most of it was the spring gathering"),
            ("Me", "two invoices are still out"),
            "- We look at it again in the autumn",
            ("ACTION Han", "send round the figures to the end of June by 12 March 2026"),
            "MOTION (Mei; seconded Tomas): That 3,000 be moved from printing to travel",
            "- Short talk on what the printing was for",
            "CARRIED no objections",
        ],
    ),
    (
        "Newcomers' guide",
        [
            "- Third draft went round last week",
            "- Chapter two is too long for a first day",
            ("Tom", "new people read the pictures, not the text"),
            "  - so more pictures, fewer words",
            "  - and a page with names and faces",
            ("ACTION Tom", "cut chapter two to one page"),
            ("Han", "the printer wants it by the end of the month"),
            "- No decision on the cover yet",
        ],
    ),
    (
        "Website",
        [
            "- Down for an hour on Tuesday",
            "- The certificate had run out, nobody was told",
            ("ACTION Me", "put the date into two calendars"),
            "- Question: who gets the alarm at night?",
            "- Left open until Sven has asked the provider",
            ("ACTION Sven D", "ask the provider what an alarm costs by 20 March 2026"),
        ],
    ),
    (
        "Summer gathering",
        [
            "- Three towns offered a hall",
            "- The one by the lake is the cheapest",
            ("Me", "trains are the point, not the hall"),
            "- A short list next time",
            "DEFERRED: prices are still missing",
        ],
    ),
    (
        "Any other business",
        [
            "- The plant in the office needs a new home",
            "- Next time we begin at four",
        ],
    ),
]
