"""From header rows to columns: names as the tool meant them, and what they hold."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from helpers.core.wording import fold
from helpers.exports.contract import ExportColumn, Reading
from helpers.exports.headers import NO_OPTION, Top
from helpers.exports.sheet import counted, letter, listed, unique

# ---------------------------------------------------------------- readable

_TAGS = re.compile(
    r"</?(p|br|b|i|u|em|strong|span|div|font|a|ul|ol|li|h\d|su[bp]|img)\b[^>]*>",
    re.IGNORECASE,
)
# What a tool puts an earlier answer in: Qualtrics, LimeSurvey, Typeform, SurveyMonkey.
_PIPED = re.compile(
    r"\$\{[^}]+\}|\{\{[^}]+\}\}|\{[A-Za-z_]+[\d_]*(\.\w+)+\}|\[Q\d+\]|"
    r"\[(question|contact|url|survey)\([^\]]*\]"
)


def readable(columns: Sequence[ExportColumn]) -> tuple[list[ExportColumn], list[str]]:
    """The columns without HTML in their headers; a doubt for those where the tool puts
    an earlier answer, which the export does not say."""
    names = [_text_of(column.name) for column in columns]
    times = Counter(names)
    plain = [
        replace(
            column,
            # Two headers that differ in their HTML alone stay as they are written.
            name=name if times[name] == 1 else column.name,
            written=column.name,
            question=_text_of(column.question),
            option=_text_of(column.option),
        )
        for column, name in zip(columns, names, strict=True)
    ]
    piped = {c.letter: match[0] for c in plain if (match := _PIPED.search(c.name))}
    if not piped:
        return plain, []
    return plain, [
        f"Rubriken i kolumn {listed([*piped])} har en kod i stället för ord "
        f"(”{next(iter(piped.values()))}”), där enkätverktyget satte in ett tidigare "
        "svar. Skriv frågan som den lyder i text i survey.yml."
    ]


def _text_of(header: str) -> str:
    """
    >>> _text_of("<p><b>Hur ofta</b> träffas ni?</p>"), _text_of("Råd &amp; stöd <5 år")
    ('Hur ofta träffas ni?', 'Råd & stöd <5 år')
    """
    if "<" not in header and "&" not in header:
        return header
    return fold(html.unescape(_TAGS.sub(" ", header))) or header


# ---------------------------------------------------------------- columns


def columns_of(top: Top, meta: Sequence[str]) -> list[ExportColumn]:
    """A column for each place of the top; `meta`: the kind of the tool's own."""
    parts, named = [], []
    wide = {a for a, b in pairwise(top.starts) if a == b}
    for place, (question, option) in enumerate(
        zip(top.questions, top.options, strict=True)
    ):
        if option.casefold() in NO_OPTION or option == question or meta[place]:
            option = ""
        parts.append((question, option))
        # A sheet cut or moved may leave an option without its question.
        named.append(f"{question} [{option}]".strip() if option else question)
    return [
        ExportColumn(
            name,
            letter(place),
            question=question,
            option=option,
            code=top.codes[place],
            meta=meta[place],
            group=letter(top.starts[place]) if top.starts[place] in wide else "",
        )
        for place, (name, (question, option)) in enumerate(
            zip(unique(named), parts, strict=True)
        )
    ]


def reading_of(top: Top, meta: Sequence[str]) -> Reading:
    notes = list(top.notes)
    if top.above:
        sentence = counted(top.above, "rad", "rader")
        notes.insert(0, f"{sentence} ovanför rubrikraden hoppades över.")
    return Reading(columns_of(top, meta), headers=top.rows, notes=tuple(notes))
