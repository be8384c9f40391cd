"""Sentences that tell a decision: who decided, or what was decided, in the active or passive voice.

A family of verbs says that something was decided. What keeps talk apart from decisions is who
decided (the board, nobody named), of what (minutes, a motion), how (unanimously, by a count).
"""

from __future__ import annotations

import re

_ADVERB = (
    r"(?:(?:then|duly|formally|also|both|all|unanimously|not|therefore|accordingly|hereby|"
    r"further|jointly|subsequently|finally|again|have|has)\s+){0,2}"
)
_HOW = (
    r"(?:nem\.?\s*con\b\.?|unanimous(?:ly)?|without\s+(?:dissent|objection|opposition|a\s+vote|debate|"
    r"discussion|comment|amendment|changes?)|with\s+no\s+(?:objections?|opposition)|no\s+objections?|"
    r"nobody\s+against|by\s+(?:a\s+)?(?:show\s+of\s+hands|unanimous\s+(?:vote|consent)|(?:general\s+)?consen(?:sus|t)|"
    r"acclamation|acclaim|majority|vote\s+of\s+\d|\d{1,3}(?:\s+votes?)?\s+to\s+\d)|\d{1,3}(?:\s+votes?)?\s+to\s+\d{1,3})"
)
# What a meeting decides and nobody else: its own papers and motions.
_FORMAL = (
    r"(?:(?:the|these|this|both|all|an?|our|its|said|previous|last|draft|amended|revised|final|proposed|annual|"
    r"financial|consent|treasurer['’]?s?|chair['’]?s?|secretary['’]?s?|[A-Z][a-z]+(?:er|ary|ector)['’]s|\d{4})\s+){0,4}"
    r"(?:minutes?|agenda|calendar|report|reports|budget|accounts?|statements?|motions?|proposals?|"
    r"resolutions?|amendments?|recommendations?|by-?laws?|applications?|nominations?|slate|terms|"
    r"policy|policies|charter|payments?|bills|invoices|warrants?|notes\s+of\s+the|new\s+members?)"
)
_PLACE = (
    r"(?:board|council|court|committee|senate|trustees?|directors|commission|assembly|governors|"
    r"executive|vestry|session|synod|chapter|meeting|members|membership|society|panel|congress|caucus|"
    r"faculty|cabinet|authority|association|shareholders|delegates|congregation|consortium|syndicate|"
    r"TSC|TAC|PMC|SC|TC|WG(?:\s\d+)?|group|guild)"
)
_NOT_BEFORE = (
    r"(?!\b(?:that|which|who|when|if|whether|said|reported|asked|noted|once|until|after|before|be|been|"
    r"hopes?|hoped|should|could|would|will|must|needs?|because|as\s+soon|had|unless|expects?|"
    r"expected|may|might|last\s+year|already)\b)"
)
_NOT_ELSEWHERE = (
    r"(?!\s+(?:by\s+(?!(?:a\s+)?(?:vote|show|acclam|consen|majority|general|unanimous|all\b|those|\d|one|two|"
    r"three|four|five|six|seven|eight|nine|ten|the\s+(?:board|meeting|committee|council|members)))|"
    r"in\s+(?!favou?r|full)|on\b|at\s+(?:the|its|our)\s+(?:last|previous|\w+\s+meeting)|at\s+an?\b|last\b|earlier\b|previously\b|"
    r"suppliers?|contractors?|list\b|budget\s+of|for\s+years|already))"
)
# "The budget was approved", "The fees were, as proposed, adopted".
PASSIVE = re.compile(
    rf"(?:(?:The|These|This|Both|All|An?|Accounts|Payments?|Minutes|Agenda)\s)(?:{_NOT_BEFORE}[^.,:;]){{3,120}}\b(?:was|were)\s+"
    rf"(?:[\w ,]{{0,40}}\b(?:and|,)\s+)?{_ADVERB}(?:approved|adopted|ratified)\b"
    rf"{_NOT_ELSEWHERE}.{{0,160}}",
    re.DOTALL,
)
# "The minutes were read and agreed", "Motion to buy a boat was passed": a meeting's own papers.
PAPERS = re.compile(
    rf"\W{{0,3}}(?i:{_FORMAL})\b(?:{_NOT_BEFORE}[^.:;]){{0,120}}?\b(?:was|were|is|are|stands?|(?:has|have)\s+been)\s+"
    rf"(?:(?:read|circulated|taken|received|reviewed|presented|moved|proposed|seconded|amended|corrected|noted|discussed|"
    rf"considered|put\s+to\s+the\s+vote|taken\s+as\s+read|introduced|accepted|signed)\W+(?:and\s+)?){{0,3}}{_ADVERB}"
    rf"(?:approved|adopted|accepted|agreed|confirmed|carried|passed|ratified|endorsed|rejected|defeated|lost|signed)\b"
    rf"{_NOT_ELSEWHERE}(?!\s+(?:in\s+principle|that)\b).{{0,240}}",
    re.DOTALL,
)
# "Minutes of 5 March: read, approved", "Agenda approved": no verb but the deciding one.
VERBLESS = re.compile(
    rf"\W{{0,3}}(?i:{_FORMAL})\b(?:{_NOT_BEFORE}(?!\b(?:is|are|was|were|to\s+be|not|all|the\s+(?:motion|vote))\b)[^.;]){{0,100}}?\W+"
    rf"(?:read\W+(?:and\s+)?)?(?:(?:unanimously|duly|moved|seconded|received)\W+(?:and\s+)?){{0,2}}"
    rf"(?:approved|adopted|accepted|agreed|confirmed|ratified|carried|passed|(?i:approved|adopted))\b"
    rf"(?!\s+(?:\w+\s+){{0,2}}(?:suppliers?|list|version|copy|budget|contractors?|plan|that|in\s+principle)\b)"
    rf"(?=\W*$|:\s+[A-Z]|\W+(?i:{_HOW}|as\b|with\b|subject\b|and\s+signed|nobody|\d|all\b|\(|moved|proposed|seconded))"
    r".{0,160}",
    re.DOTALL,
)
# "Both admitted unanimously", "The rest was put to the vote and adopted, 5 to 1".
BY_MANNER = re.compile(
    rf"(?!.{{0,40}}\b(?:in\s+principle|if|whether|once)\b)(?:[^.;]|\.(?=\S)){{3,240}}?\b"
    rf"(?i:agreed|approved|adopted|carried|accepted|admitted|elected|appointed|re-?elected|passed|"
    rf"endorsed|confirmed|resolved|rejected|defeated)\b\W{{0,3}}(?i:{_HOW})\b.*"
    rf"|.{{0,240}}\bproposed\s+by\b.{{0,80}}\bseconded\s+by\b.{{0,80}}\b(?:all\s+in\s+favou?r|agreed|carried|approved)\b.*"
    rf"|.{{0,200}}\b(?i:unanimously)\s+(?i:approved|agreed|adopted|voted|elected|resolved|decided|endorsed|rejected|accepted)\b.*"
    rf"|(?:[^.;]|\.(?=\S)){{3,160}}\bput\s+to\s+(?:the|a)\s+vote\W+(?:and\s+)?(?:was\s+)?"
    rf"(?:approved|adopted|carried|passed|accepted|agreed|rejected|defeated|lost)\b.*",
    re.DOTALL,
)
# "Court approved the minute", "The Board, having read it, resolved to buy": who decides.
ACTIVE = re.compile(
    rf"(?:(?:On|After|Following|Having|Upon|In|With|Then|Next|Accordingly|Therefore|Subsequently)\b[^.:;]{{0,120}},\s+)?"
    rf"(?:(?:The|the)\s+)?(?:[A-Z][\w'’-]*\s+){{0,4}}?(?i:{_PLACE})(?:\s+of\s+(?:the\s+)?[A-Z]\w+(?:\s[A-Z]\w+){{0,2}})?"
    rf"(?:,\s[^.:;]{{3,160}},)?\s+{_ADVERB}(?:(?:received|considered|noted|read|discussed|reviewed)\W+(?:and\s+)?){{0,2}}{_ADVERB}"
    r"(?i:(?:approve[ds]|adopt(?:s|ed)|ratifie[ds]|endorse[ds]|authori[sz]e[ds]|reject(?:s|ed))\s+(?!that\b|as\b|in\s+principle)"
    r"(?!suppliers|contractors)|accept(?:s|ed)\s+(?:the|an?|all|both|this)\s+(?!fact|risk|need|apolog|blame)"
    rf"|(?:resolve[ds]|decide[ds])(?:\s+{_HOW})?\s*(?:,[^.:;]{{1,60}},\s*)?(?:to|that|on)\s"
    r"|vote[ds]\s+(?:unanimously\s+)?(?:[\w\s,-]{0,30}?\s)?(?:to|for|against|in\s+favou?r|down|that|on)\b"
    r"|agree[ds]\s+(?:unanimously|to\s+(?:approve|adopt|accept|ratify|endorse)\b))",
)
# "It was resolved to buy pipes", "after some talk it was decided that".
IMPERSONAL = re.compile(
    r"(?:[A-Z][^.;:]{2,90}?[\s,])?(?i:it\s+was\s+(?:(?:then|duly|also|further|therefore|unanimously|finally)\s+)?"
    r"(?:resolved|decided|voted|unanimously\s+agreed|agreed\s+unanimously)\s*(?:,[^.:;]{1,60},\s*)?(?:that|to)\b"
    r"|it\s+was\s+agreed\s+to\s+(?:approve|adopt|accept|ratify|endorse)\b)"
)
# "... and RESOLVED that it be signed": a verdict in capitals among other words.
IN_CAPITALS = re.compile(
    r"\b(?:RESOLVED|AGREED|APPROVED|ADOPTED|CARRIED|PASSED|RATIFIED|REJECTED|DEFEATED|ACCEPTED)\b"
    r"(?!\s+(?:SUPPLIER|BY\b))"
)
LONGEST = 600
HEADS_LIST = re.compile(r"\b(?:that|to|as\s+follows)\W*:$", re.IGNORECASE)
FALLS = re.compile(
    r"\b(?:rejected|defeated|lost|failed|voted\s+(?:\w+\s+){0,3}against|not\s+(?:\w+\s+)?(?:approved|adopted|carried|accepted|"
    r"passed|ratified|agreed)|voted\s+down|did\s+not\s+\w+)\b",
    re.IGNORECASE,
)


def tells_decision(sentence: str) -> bool:
    """Whether a sentence by itself tells that something was decided."""
    if len(sentence) > LONGEST or "quorum" in sentence or HEADS_LIST.search(sentence):
        return False
    if any(form.fullmatch(sentence) for form in (PASSIVE, PAPERS, VERBLESS, BY_MANNER)):
        return True
    return bool(ACTIVE.match(sentence) or IMPERSONAL.match(sentence)) or in_capitals(sentence)


def in_capitals(sentence: str) -> bool:
    """Whether a verdict stands in capitals in a sentence that is not in capitals itself."""
    found = IN_CAPITALS.search(sentence)
    if not found:
        return False
    others = re.findall(r"[a-z]{2,}", sentence)
    return len(others) >= 2 and len(others) >= len(re.findall(r"\b[A-Z]{3,}\b", sentence))


def falls(sentence: str) -> bool:
    """Whether what a sentence decides was turned down."""
    return bool(FALLS.search(sentence))
