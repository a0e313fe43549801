"""A figure as one object: picture, finding, alt text, wording, base, period, source,
table and CSV. None of them may be missing.

Long: one object with all its parts, each with its sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from html import escape
from typing import Any

from helpers.disclosure.released import TOLD_REASONS, Released, told_reason
from helpers.estimation.schema import COLLABORATES, Row
from helpers.presentation import prose, text
from helpers.presentation.figures.canvas import Canvas
from helpers.presentation.figures.told import told_values
from helpers.presentation.findings import bases
from helpers.presentation.locale import message, phrase
from helpers.presentation.tables import Table, check_key
from helpers.presentation.text import State, state
from helpers.survey.codebook import TOTAL

MOST_BARS = 25
"""More marks than this cannot be read in one picture; the table has them all."""

Drawing = Callable[[bool], Canvas]
"""Draws the figure on a wide (False) or a narrow (True) sheet."""


@dataclass(frozen=True)
class Alt:
    """What is told to who does not see a picture. On a page its finding stands in the
    caption beside it, and is not told again; a picture that travels alone has it all.

    >>> str(Alt("Stapeldiagram som visar hinder", "Tid är vanligast"))
    'Stapeldiagram som visar hinder. Tid är vanligast.'
    """

    name: str
    finding: str
    more: tuple[str, ...] = ()

    @property
    def beside_caption(self) -> str:
        return _sentences(
            self.more or [phrase("Siffrorna står i tabellen under figuren")]
        )

    def __str__(self) -> str:
        return _sentences([self.name, self.finding, *self.more])


def _sentences(parts: Iterable[str]) -> str:
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


@dataclass(frozen=True)
class Figure:
    """A figure that can be published, in two widths: the page's style shows the one
    that fits. `note` is what must be read with it; `fine` what a page says once for all
    its figures, and each says again beside its table. Raises ValueError when a part is
    missing."""

    key: str
    title: str
    svg: str
    narrow_svg: str
    alt: str
    question: str
    base: str
    period: str
    source: str
    table: Table
    csv: bytes = field(repr=False)
    note: str = ""
    fine: str = ""
    lang: str = ""
    canvas: Canvas | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_key(self.key)
        optional = {"note", "fine", "lang", "canvas"}
        missing = [
            part.name
            for part in fields(self)
            if part.name not in optional and not getattr(self, part.name)
        ]
        if missing:
            raise ValueError(f"Figure {self.key} lacks {', '.join(missing)}.")

    @property
    def basis(self) -> list[str]:
        """What the numbers rest on, a sentence each."""
        return [*self._beside, *self._once]

    @property
    def _beside(self) -> list[str]:
        return [
            phrase("Bas: {base}.", base=self.base),
            *([self.note] if self.note else []),
        ]

    @property
    def _once(self) -> list[str]:
        fine = [self.fine] if self.fine else []
        return [
            *fine,
            phrase("Insamling: {period}.", period=self.period),
            phrase("Källa: {source}.", source=self.source),
        ]

    def to_html(self) -> str:
        name = f"figur-{self.key}"
        language = f' lang="{escape(self.lang)}"' if self.lang else ""
        return (
            f'<figure class="figur" id="{name}" aria-labelledby="{name}-nummer">\n'
            f'<figcaption><span class="nummer" id="{name}-nummer"></span> '
            f"<strong>{escape(self.title)}</strong> "
            f'<span class="fraga"{language}>{escape(self.question)}</span>'
            "</figcaption>\n"
            f'<div class="diagram">{self.svg}{self.narrow_svg}</div>\n'
            f'<p class="underlag">{escape(" ".join(self._beside))} '
            f'<a href="data/{self.key}.csv" download>'
            f"{phrase('Ladda ner siffrorna (csv)')}</a></p>\n"
            f"<details><summary>{phrase('Visa siffrorna som tabell')}</summary>\n"
            f"{self.table.to_html(numbered=False)}"
            f'<p class="kalla">{escape(" ".join(self._once))}</p>'
            "</details>\n</figure>\n"
        )

    def to_text(self) -> str:
        return "\n".join([self.title, self.alt, *self.basis])

    def png(self, scale: float = 2.0) -> bytes:
        """The wide picture for Word, where `alt` must be set beside it."""
        if self.canvas is None:
            raise ValueError(f"Figure {self.key} was read back and cannot be redrawn.")
        return self.canvas.png(scale)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.to_html(), "text/plain": self.to_text()}


@dataclass(frozen=True)
class LeftOut:
    """A figure that cannot be shown, and the sentence that says so."""

    key: str
    reason: str
    table: Table | None = None

    def to_html(self) -> str:
        html = f'<p class="not">{escape(self.reason)}</p>\n'
        return html + (self.table.to_html() if self.table else "")

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.to_html(), "text/plain": self.reason}


def left_out(
    released: Released, key: str, *, why: str = "", table: Table | None = None
) -> LeftOut:
    """Says in one sentence why there is no figure: nobody was asked, nobody answered,
    or nothing may be shown."""
    name = wording(released, short=True)
    rows: list[Row] = list(text.only_released(released))
    found = {state(row) for row in rows}
    if not why and rows and found == {State.NO_ANSWERS}:
        why = phrase("ingen har svarat")
    elif not why and (not rows or found == {State.NOT_ASKED}):
        why = phrase("frågan har inte ställts")
    elif not why:
        reasons = dict.fromkeys(told_reason(row.reason) for row in rows if row.reason)
        why = text.listed([phrase(TOLD_REASONS[reason]) for reason in reasons])
    what = phrase(" för {name}", name=text.quoted(name)) if name else ""
    sentence = phrase(
        "Figuren{what} visas inte: {value}.",
        what=what,
        value=why or phrase("inget kan redovisas"),
    )
    return LeftOut(key, sentence, table)


def assemble(
    released: Released,
    key: str,
    draw: Drawing,
    *,
    title: str,
    alt: Alt,
    table: Table,
    note: str = "",
    base: str = "",
) -> Figure:
    """The figure with everything it needs from the released rows and their codebook."""
    wide, narrow = draw(False), draw(True)
    thin = phrase(_THIN_LINES)
    title = title or phrase(
        "Så svarade de svarande: {wording}", wording=wording(released, short=True)
    )
    title = among_asked(released, title)
    alt = replace(alt, finding=title) if alt.finding else alt
    if not alt.more and (values := told_values(table)):
        alt = replace(alt, more=(values,))
    name, description = f"figur-{key}", (alt.name, alt.beside_caption)
    return Figure(
        key=key,
        title=title,
        svg=wide.svg(name, *description, css="bred"),
        narrow_svg=narrow.svg(f"{name}-smal", *description, css="smal", hidden=True),
        alt=str(alt),
        question=wording(released),
        base=base or base_of(released),
        period=period_of(released),
        source=source_of(released),
        table=table,
        csv=table.to_csv(),
        note=_together(
            note.replace(thin, ""),
            routed_note(released),
            text.rounding_note(released),
            caution_of(released),
        ),
        fine=_together(
            thin if thin in note else "",
            _implied_note(released),
            text.weighting_note(released),
        ),
        lang=_language(released),
        canvas=wide,
    )


def _together(*notes: str) -> str:
    return " ".join(part for note in notes if (part := note.strip()))


def among_asked(released: Released, words: str) -> str:
    """A finding of routed questions, with whom they were asked of before it."""
    whom = prose.whom_asked(bases.routed(released), released.codebook)
    if not whom or text.lower_first(whom) in words:
        return words
    return f"{whom}: {text.lower_first(words)}"


def routed_note(released: Released) -> str:
    """Who was asked the routed question of a table; empty where everybody was."""
    asked = bases.routed(released)
    if asked is not None and asked.unknown and (base := _base_of_all(released)):
        responses = text.number(released.facts.response.answered)
        return phrase(
            "{base} av {responses} svarade på frågan. Det är inte känt hur många som "
            "fick den.",
            base=text.number(base),
            responses=responses,
        )
    sentence = prose.filter_words(asked)
    return f"{sentence}." if sentence else ""


def _base_of_all(released: Released) -> int:
    """How many answered, where that is one number, of all in the report; else 0."""
    rows = text.shown_rows(released.select(group=TOTAL, challenge=TOTAL))
    [base, *more] = {int(row.answered) for row in rows} or {0}
    return 0 if more or base > released.facts.response.answered else base


def caution_of(released: Released) -> str:
    """What a number of all needs beside it, where groups or many have not answered;
    empty where the table has none."""
    if not any(row.group == TOTAL for row in text.shown_rows(released)):
        return ""
    sentence = prose.caution_note(bases.caution(released), released.codebook)
    return phrase("Andelar för alla: {words}.", words=sentence) if sentence else ""


def wording(released: Released, *, short: bool = False) -> str:
    """The wording of the questions in the table (or their short names)."""
    codebook = released.codebook
    asked = []
    for id in released.values("question"):
        question = codebook.by_id.get(id)
        if question is not None:
            asked.append(question.name if short else question.wording)
    return " · ".join(dict.fromkeys(asked)) or codebook.title


def _language(released: Released) -> str:
    """The language of the wording, where it is not Swedish."""
    codebook = released.codebook
    found = {
        question.lang or codebook.language
        for id in released.values("question")
        if (question := codebook.by_id.get(id)) is not None
    }
    return found.pop() if len(found) == 1 and found != {"sv"} else ""


def period_of(released: Released) -> str:
    """When the answers were given."""
    fieldwork = released.codebook.fieldwork
    if fieldwork is not None:
        return text.period(fieldwork.start, fieldwork.end)
    wave = released.codebook.wave
    return str(wave) if wave is not None else phrase("uppgift saknas")


def source_of(released: Released) -> str:
    """The survey, whose it is, and which version."""
    codebook = released.codebook
    parts = [codebook.title, codebook.contact.organisation, codebook.source]
    parts.append(_version(codebook.version))
    made = ", ".join(part.rstrip(".") for part in parts if part)
    is_told = not codebook.fictitious or phrase("fiktiv") in made.casefold()
    return made if is_told else phrase("{made} (fiktiva svar)", made=made)


def _version(version: str) -> str:
    return phrase("version\u00a0{version}", version=version) if version else ""


def base_of(released: Released) -> str:
    """How many answers the numbers rest on, and whose: one number, or the range."""
    noun, among = text.respondents(released.codebook), _among(released)
    shown = text.shown_rows(released)
    bases = sorted({int(row.answered) for row in shown if row.answered > 0})
    if not bases:
        return phrase("inga svarande {many}", many=noun.many)
    if len(bases) == 1:
        word = noun.one if bases[0] == 1 else noun.many
        return phrase(
            "{bases} svarande {words}{among}",
            bases=text.number(bases[0]),
            words=word,
            among=among,
        )
    low, high = text.number(bases[0]), text.number(bases[-1])
    return phrase(
        "mellan {low} och {high} svarande {many}{among}, se tabellen",
        low=low,
        high=high,
        many=noun.many,
        among=among,
    )


def _among(released: Released) -> str:
    """Whose answers they are, where only of those within one challenge: the question
    does not say so. Of `collaborates` everybody answered."""
    challenges = set(released.values("challenge"))
    if len(challenges) != 1 or TOTAL in challenges:
        return ""
    if COLLABORATES in set(released.values("statistic")):
        return ""
    codebook = released.codebook
    label = codebook.challenge(challenges.pop()).label
    return phrase(
        " som {verb} inom {label}",
        verb=text.doing(codebook).verb,
        label=text.quoted(label),
    )


def _implied_note(released: Released) -> str:
    """How many of the base were not asked, since an earlier answer implies theirs."""
    codebook = released.codebook
    asked = [id for id in released.values("question") if id in codebook.by_id]
    if len(asked) != 1 or not codebook.question(asked[0]).implied_none:
        return ""
    everybody = set(released.values("challenge")) - {TOTAL} == set() or (
        COLLABORATES in released.values("statistic")
    )
    if not everybody:
        return ""
    sentence = text.upper_first(prose.implied_words(None, codebook))
    question = codebook.question(asked[0])
    left_out = [*getattr(question, "none_options", ()), *question.dont_know_options]
    drawn = [one for one in left_out if one in released.values("option")]
    if drawn:  # nobody has ticked these for them
        sentence += phrase(
            ", dock inte i {drawn}",
            drawn=text.listed([text.quoted(one) for one in drawn]),
        )
    return f"{sentence}."


def thin_lines(released: Released, marks: Iterable[Any]) -> str:
    """What the thin lines are, where any of the marks (with their `row`) has one."""
    few = released.codebook.disclosure.percent_from
    spans = any(
        state(mark.row) is State.SHOWN
        and mark.row.answered >= few
        and text.has_interval(mark.row)
        for mark in marks
    )
    return phrase(_THIN_LINES) if spans else ""


_THIN_LINES = message("De tunna strecken visar 95-procentiga konfidensintervall.")


def crowded(kept: int, of: int, what: str) -> str:
    """The sentence under a figure that does not show everything."""
    if kept >= of:
        return ""
    return phrase(
        " Figuren visar {kept} av {of} {what}; tabellen har alla.",
        kept=kept,
        of=of,
        what=what,
    )


def described(kind: str, compared: str, finding: str, more: Iterable[str] = ()) -> Alt:
    """What kind of picture, what it compares, what it shows."""
    return Alt(
        phrase("{kind} som visar {compared}", kind=kind, compared=compared),
        finding,
        tuple(part for part in more),
    )
