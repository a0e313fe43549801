"""Headers that survey tools give to what they fill in themselves."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable

import pandas as pd

from helpers.core.wording import fold

HEADERS = {
    "id": """id; respondent; respondent id; response id; responseid; respondentid;
        svars-id; svarsid; svarsnummer; svar-id; lopnummer; löpnummer; record id""",
    "start": """start time; starttid; start date; startdate; startdatum; started;
        date started; date created; påbörjad; påbörjat""",
    "end": """completion time; slutförandetid; slutföringstid; end date; enddate;
        submitdate; date submitted; datum för inskickat svar; datum inskickat;
        recorded date; recordeddate; timestamp; tidstämpel; tidstempel; inskickad;
        inskickat; submitted; date modified; svarsdatum; slutdatum""",
    "modified": """last modified time; senast ändrad; tid för senaste ändring;
        datestamp; date last action; senaste händelse; senaste åtgärd""",
    "status": """lastpage; last page; sista sida; finished; status; progress;
        reached end; svarsstatus; response status""",
    "language": """startlanguage; start language; startspråk; language; språk;
        userlanguage; user language""",
    "email": """email; e-mail; email address; e-mail address; e-post; e-postadress;
        epost; epostadress; mejladress; recipientemail; recipient email; mail;
        användarnamn (e-post); your email address; din e-postadress""",
    "name": """first name; last name; förnamn; efternamn; recipientfirstname;
        recipientlastname; recipient first name; recipient last name; fullständigt
        namn; full name; respondentens namn""",
    "ip": "ip address; ipaddress; ipaddr; ip-adress; ipadress",
    "place": """locationlatitude; locationlongitude; location latitude;
        location longitude""",
    "token": """token; kod; custom data 1; custom data; externalreference;
        externaldatareference; external data reference; external reference""",
    "collector": """collector; collector id; collectorid; insamlare;
        distributionchannel; distribution channel""",
    "duration": """duration (in seconds); duration; total time; svarstid;
        interviewtime; total tid""",
    "link": "refurl; referrer url; hänvisande url; referrer",
    "technical": "seed; frö",
}
KINDS = {
    fold(header).casefold(): kind
    for kind, listed in HEADERS.items()
    for header in listed.split(";")
}
# In a plain table these may as well be questions ("Status: pågår") or keys.
AMBIGUOUS = {"status", "language", "språk", "mail", "kod", "token", "progress", "seed"}
AMBIGUOUS |= {"frö", "duration", "respondent", "total time"}

# What tools make a column each of: how long a page took, where the answer was given,
# how far it has come (Nettskjema, LimeSurvey, QuestionPro, KoboToolbox, SurveyXact).
_MADE = (
    ("duration", r"\$answer_time_ms|group ?time\d*\b.*|question ?time\d*\b.*"
        r"|(time taken to complete|completion time|time spent|svarstid|tidsåtgång)"
        r" ?\((in )?(seconds|minutes|sekunder|minuter)\)"),
    ("place", r"(.*[_. -])?(latitude|longitude|altitude|gps precision|latitud|longitud)"
        r"|_.*_precision"),
    ("status", r"stat(overall|collect|creation|distribution|source|internal)_\d"
        r"|(samlet|samlad|overall) status( - .*)?"),
    ("id", r"\$submission_id|submission id|contribution id|globalid"),
    ("end", r"\$created|submitted at|creation ?date"),
    ("modified", r"edit ?date|last update"),
    ("technical", r"\$form_id|\$email_sent|objectid"),
)  # fmt: skip
_MADE_BY_TOOLS = tuple(
    (kind, re.compile(rf"\A(?:{pattern})", re.IGNORECASE)) for kind, pattern in _MADE
)
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[T ](kl\.? )?\d\d[:.]\d\d([:.]\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?"
    r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? \d{1,2}[:.]\d\d([:.]\d\d)?"
    r"( ?[AaPpEeFf]\.?[Mm]\.?)?( ?[A-Z]{2,5}([+-]\d+)?)?"
)


def kind_of(header: str) -> str:
    """The kind of metadata that a header says, or "".

    >>> kind_of("E-post"), kind_of("Group time: Stöd"), kind_of("Vilken roll?")
    ('email', 'duration', '')
    """
    heading = fold(header)
    return KINDS.get(heading.casefold(), "") or next(
        (kind for kind, pattern in _MADE_BY_TOOLS if pattern.fullmatch(heading)), ""
    )


def moments(values: pd.Series) -> bool:
    """Whether nearly all of the (some) texts are a date with a time of day."""
    return mostly(values, is_moment)


def is_moment(text: str) -> bool:
    """Whether a text is a date with a time of day, in some tool's way."""
    return _MOMENT.fullmatch(text) is not None


def whole_numbers(values: pd.Series) -> bool:
    return mostly(values, str.isdecimal)


def mostly(values: pd.Series, test: Callable[[str], bool]) -> bool:
    """Whether nine in ten of the (some) texts, folded, are so."""
    texts = [fold(text) for text in values.dropna().head(500)]
    return bool(texts) and sum(map(test, texts)) >= 0.9 * len(texts)


# ---------------------------------------------------------------- moments

_DAY_ZERO = dt.datetime(1899, 12, 30)  # Excel's, its leap day of 1900 counted
_TWO_NUMBERS = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}),? (\d{1,2})[:.](\d\d)(?:[:.](\d\d))?"
    r"(?: ?([AaPpEeFf])\.?[Mm]\.?)?"
)
_YEAR_FIRST = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[T ](?:kl\.? )?(\d{1,2})[:.](\d\d)"
    r"(?:[:.](\d\d))?(?:\.\d+)?(?: ?([AaPpEeFf])\.?[Mm]\.?)?"
    r"(?: ?(?:Z|[A-Z]{2,4}[+-]?\d*|[+-]\d\d:?\d\d))?"
)


def as_iso(values: pd.Series) -> pd.Series:
    """A tool's own times as ISO texts, where they can be read without a guess.

    Excel's serial numbers, 12-hour clocks, and day and month in an order that the
    values themselves settle. Otherwise the texts stay as they stood.

    >>> as_iso(pd.Series(["43290.53487", None], dtype="str")).tolist()
    ['2018-07-09 12:50:13', nan]
    >>> as_iso(pd.Series(["01/31/2024 07:05:00 PM", "02/01/2024 10:00"])).tolist()
    ['2024-01-31 19:05:00', '2024-02-01 10:00:00']
    """
    given = {text: fold(text) for text in values.dropna().unique()}
    month_first = _month_first(given.values())
    read = {text: _moment(written, month_first) for text, written in given.items()}
    if any(moment is None for moment in read.values()):
        return values
    texts = {
        text: f"{moment:%Y-%m-%d %H:%M:%S}"
        for text, moment in read.items()
        if moment is not None
    }
    return values.map(texts, na_action="ignore").astype(values.dtype)


def _month_first(texts: Iterable[str]) -> bool | None:
    """Whether 3/4/2024 is the fourth of March; None where nothing tells."""
    first, second = 0, 0
    for text in texts:
        if match := _TWO_NUMBERS.fullmatch(text):
            first, second = max(first, int(match[1])), max(second, int(match[2]))
    if (first > 12) == (second > 12):
        return None
    return second > 12


def _moment(text: str, month_first: bool | None) -> dt.datetime | None:
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and 20_000 < float(text) < 80_000:
        seconds = round(float(text) * 86_400)
        return _DAY_ZERO + dt.timedelta(seconds=seconds)
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match[1], match[2], match[3]
    elif (match := _TWO_NUMBERS.fullmatch(text)) and month_first is not None:
        month, day = (match[1], match[2]) if month_first else (match[2], match[1])
        year = match[3]
    else:
        return None
    hour = int(match[4])
    half = (match[7] or "").casefold()
    if half in ("p", "e"):  # p.m., eftermiddag
        hour = hour % 12 + 12
    elif half:
        hour %= 12
    try:
        return dt.datetime(
            int(year), int(month), int(day), hour, int(match[5]), int(match[6] or 0)
        )
    except ValueError:
        return None
