"""Tools with one row of headers, known by the names of their own columns.

A tool is a row of TABLES: what its own columns are called, which of them no other tool
has, how a header is split in question and option, and how a tick is written. What a
header cannot say (whether "Dialog:Vilka?" is an option or a row) the cells do.

Sources of the headers: KoboToolbox's and ODK Central's documentation of exports,
REDCap's export of checkboxes (`___1`, "(choice=…)"), Typeform's, Jotform's, Alchemer's,
Formbricks' and SharePoint's own files as shared in public repositories.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from helpers.core.wording import fold
from helpers.exports.contract import ExportColumn, Reading, Sheet
from helpers.exports.sheet import headed, listed

_OTHER = re.compile(
    r"\b(write[- ]in|other|annat|annan|övrigt|specify|ange)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class HeaderTool:
    """A `Tool`. `own`: header in lower case → META; `sure`: those of them that tell the
    tool, of which `least` must be there; `made`: the META of headers that end so (a
    form's own name first). `split`: a pattern with the groups `question`
    and `option`; `ticked` and `unticked`: pairs of words, "" for the option's own
    label and for blank. `rows`: whether the same form of header is used for the rows of
    a grid. `separator`: between the ticks of one cell. `copies`: whether a column
    without an option repeats those that have one."""

    TOOL: str
    NAME: str
    own: Mapping[str, str]
    sure: frozenset[str]
    least: int = 2
    made: tuple[tuple[str, str], ...] = ()
    split: re.Pattern[str] | None = None
    telling: re.Pattern[str] | None = None  # a header that tells the tool by itself
    ticks: tuple[tuple[str, str], ...] = (("", ""),)
    rows: bool = False
    separator: str = ""
    copies: bool = False

    def detect(self, sheet: Sheet) -> str:
        header = sheet.row(0)
        known = [name for name in header if name.casefold() in self.sure]
        if len(known) >= self.least:
            return f"kolumnerna {listed(known[:3])} finns"
        if self.telling is not None:
            like = [name for name in header if self.telling.search(name)]
            if len(like) > 1:
                return f"{len(like)} rubriker är som ”{like[0]}”"
        return ""

    def read(self, sheet: Sheet) -> Reading:
        columns = headed(sheet, sheet.row(0))
        cells = sheet.cells.iloc[1:]
        columns = [
            replace(column, meta=self._meta(column.question.casefold()))
            for column in columns
        ]
        if self.split is not None:
            columns = self._split(columns, cells)
        if self.separator:
            columns = [
                replace(column, separator=self.separator)
                if not column.meta and _joins(cells[place], self.separator)
                else column
                for place, column in enumerate(columns)
            ]
        return Reading(columns)

    def _meta(self, header: str) -> str:
        ends = [kind for end, kind in self.made if header.endswith(end)]
        return self.own.get(header, "") or next(iter(ends), "")

    # ------------------------------------------------------------ question, option

    def _split(
        self, columns: Sequence[ExportColumn], cells: pd.DataFrame
    ) -> list[ExportColumn]:
        """The columns with question and option apart, where several share one."""
        assert self.split is not None
        split: dict[int, ExportColumn] = {}
        for place, column in enumerate(columns):
            match = self.split.fullmatch(column.question)
            if match and not column.meta:
                question, option = match["question"], match["option"]
                parts = replace(column, question=question, option=option)
                parts = replace(parts, group=question)
                split[place] = self._in_role(parts, cells[place])
        if not self.rows:  # "Bakgrund/Ålder" is a question in a section of the form
            other = {c.group for c in split.values() if c.role == "row"}
            split = {p: c for p, c in split.items() if c.group not in other}
        shared = Counter(column.group for column in split.values())
        for place, column in enumerate(columns):
            if self.copies and shared[column.question] > 1 and place not in split:
                split[place] = replace(column, role="copy")
        found = [split.get(place, column) for place, column in enumerate(columns)]
        return [
            one if shared[one.group] > 1 or one.role == "copy" else column
            for one, column in zip(found, columns, strict=True)
        ]

    def _in_role(self, column: ExportColumn, cells: pd.Series) -> ExportColumn:
        """What the column is to its question, by what stands in it."""
        texts = {fold(text) for text in cells.dropna()}
        for ticked, unticked in self.ticks:
            mark = ticked or column.option
            if texts <= {mark, unticked}:
                return replace(column, role="option", ticked=mark, unticked=unticked)
        if _OTHER.search(column.option):
            return replace(column, role="other")
        return replace(column, role="row")


def _joins(cells: pd.Series, separator: str) -> bool:
    """Whether the column's cells are lists: their parts recur, also alone."""
    texts = [text for text in cells.dropna() if separator in text.strip()]
    if not texts:
        return False
    parts = Counter(fold(p) for t in cells.dropna() for p in t.split(separator))
    del parts[""]
    if separator == " " and not _names_alone(parts, cells):
        return False
    return 2 * len(parts) <= parts.total() and len(parts) <= 60


def _names_alone(parts: Collection[str], cells: pd.Series) -> bool:
    """Whether words between spaces are names of options ("dialog bidrag"), and no words
    of one answer ("Helt enig"): most of them are somebody's whole answer, and none has
    a capital letter, which sentences and labels begin with."""
    whole = {fold(text) for text in cells.dropna()}
    alone = sum(part in whole for part in parts)
    named = all(re.fullmatch(r"[\w.-]+", p) and p == p.lower() for p in parts)
    return named and 4 * alone >= 3 * len(parts)


def _own(**kinds: str) -> dict[str, str]:
    """Header → kind of `META`, from kind="header; header"."""
    return {
        header.strip(): kind
        for kind, headers in kinds.items()
        for header in headers.split(";")
    }


def _names(listed: str) -> frozenset[str]:
    return frozenset(name.strip() for name in listed.split(";"))


TABLES = (
    HeaderTool(
        "kobo",
        "KoboToolbox eller ODK",
        own=_own(
            id="_uuid; key; meta-instanceid; instanceid",
            start="start",
            end="end; _submission_time; submissiondate",
            status="_status; _validation_status; reviewstate; status",
            name="_submitted_by; submittername; username; submitterid",
            technical="_id; _notes; _tags; _index; __version__; today; deviceid; "
            "subscriberid; simserial; audit; formversion; attachmentspresent; "
            "attachmentsexpected; edits; _version_; formhub/uuid; meta/instanceid; "
            "_parent_index; _parent_table_name",
        ),
        sure=_names(
            "_uuid; _submission_time; _validation_status; __version__; _submitted_by; "
            "_index; meta-instanceid; submissiondate; formhub/uuid; reviewstate"
        ),
        split=re.compile(r"(?P<question>.+)/(?P<option>[^/]+)"),
        ticks=(("1", "0"), ("TRUE", "FALSE"), ("True", "False")),
        separator=" ",
        copies=True,
    ),
    HeaderTool(
        "redcap",
        "REDCap",
        own=_own(
            id="record id; record_id",
            end="survey timestamp",
            status="complete?; complete",
            token="survey identifier; redcap_survey_identifier",
            technical="event name; repeat instrument; repeat instance; "
            "data access group; redcap_event_name; redcap_repeat_instrument; "
            "redcap_repeat_instance; redcap_data_access_group",
        ),
        sure=_names(
            "survey identifier; survey timestamp; complete?; "
            "repeat instance; redcap_event_name; redcap_survey_identifier; "
            "repeat instrument"
        ),
        made=(("_complete", "status"), ("_timestamp", "end")),
        telling=re.compile(r" \(choice=.+\)$|^[a-z]\w*___\w+$"),
        split=re.compile(r"(?P<question>.+?)(?: \(choice=|___)(?P<option>.+?)\)?"),
        ticks=(("Checked", "Unchecked"), ("1", "0")),
    ),
    HeaderTool(
        "alchemer",
        "Alchemer",
        own=_own(
            id="response id",
            start="time started",
            end="date submitted",
            status="status",
            language="language",
            link="referer; extended referer",
            ip="ip address",
            place="longitude; latitude; country; city; state/region; postal",
            token="contact id",
            technical="legacy comments; comments; sessionid; session id; user agent; "
            "tags",
        ),
        sure=_names(
            "legacy comments; sessionid; session id; extended referer; "
            "contact id; state/region"
        ),
        split=re.compile(r"(?P<option>[^:]+):(?P<question>.+)"),
        rows=True,
    ),
    HeaderTool(
        "typeform",
        "Typeform",
        own=_own(
            id="#",
            start="start date (utc)",
            end="submit date (utc)",
            status="response type",
            token="network id",
            technical="stage date (utc); tags; ending",
        ),
        sure=frozenset(
            ["start date (utc)", "submit date (utc)", "stage date (utc)", "network id"]
        ),
    ),
    HeaderTool(
        "jotform",
        "Jotform",
        own=_own(
            id="submission id",
            end="submission date",
            modified="last update date",
            ip="submission ip; ip",
        ),
        sure=_names("submission date; submission id; submission ip; last update date"),
        split=re.compile(r"(?P<question>.+?) >> (?P<option>.+)"),
        rows=True,
        separator="\n",
    ),
    HeaderTool(
        "formbricks",
        "Formbricks",
        own=_own(
            id="response id",
            end="timestamp",
            status="finished",
            token="user id; formbricks id (internal)",
            link="source; url",
            place="country",
            technical="no.; survey id; notes; tags; quotas; action; "
            "useragent - browser; useragent - os; useragent - device",
        ),
        sure=frozenset(["formbricks id (internal)", "survey id", "response id"]),
        least=3,
        separator=";",
    ),
    HeaderTool(
        "sharepoint",
        "SharePoint",
        own=_own(
            id="id",
            end="skapad; created; modified; created",
            name="skapad av; created by; ändrad av; modified by",
            modified="ändrad; modified",
            technical="innehållstyp; content type; objekttyp; item type; sökväg; path; "
            "bifogade filer; attachments",
        ),
        sure=_names(
            "skapad; created; modified; skapad av; ändrad; ändrad av; objekttyp; "
            "sökväg; created by; modified by; item type; content type; innehållstyp"
        ),
        separator=";#",
    ),
    HeaderTool(
        "netigate",
        "Netigate",
        own=_own(
            id="respondent unique id",
            name="respondent name",
            email="respondent email",
            end="answer created",
        ),
        sure=_names("respondent unique id; answer created; respondent name"),
    ),
)
