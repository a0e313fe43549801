"""The sheet of one group: its own answers against everybody's."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.core.slugs import slug
from helpers.disclosure.released import Released, merged_options
from helpers.estimation.schema import AGAINST, STATISTICS, Row
from helpers.presentation import figures, prose, tables, tabulation, text
from helpers.presentation.chapters.chapter import (
    Chapter,
    Chapters,
    Findings,
    Fold,
    Note,
    Part,
    Subheading,
)
from helpers.presentation.chapters.questions import MEASURES
from helpers.presentation.findings import Against, against, sheet, survey
from helpers.presentation.manuscript import Report
from helpers.presentation.tables import Value
from helpers.presentation.text import State, state
from helpers.survey.codebook import TOTAL, AnyQuestion


def department_summary(report: Report, department: str) -> Chapter:
    """Its share beside the others', what differs, what has changed; then how many
    answered."""
    released, codebook = report.released, report.released.codebook
    found = (
        sheet.own_share(released, department),
        sheet.own_change(report.waves, department),
        _apart(released, department, by="challenge"),
        _apart(released, department, by="form"),
        sheet.everywhere(released, department),
        *sheet.sums(released, department),
    )
    said = [
        words
        for one in found
        if not (isinstance(one, Against) and not one.differs)
        and (words := prose.sentence(one, codebook))
    ]
    rests = _response(released, department)
    if not said:
        said, rests = rests, []
    return Chapter.of(
        "sammanfattning",
        "I korthet",
        [Findings(tuple(said)), Note(" ".join(rests)) if rests else None],
    )


def _apart(released: Released, department: str, *, by: str) -> Against | None:
    """Where the group surely differs from the others: within which challenges, or in
    which forms."""
    codebook = released.codebook
    forms = by == "form"
    challenge = TOTAL if forms else list(codebook.challenge_labels)
    form = list(codebook.forms) if forms else TOTAL
    rows = released.select(statistic="collaborates", challenge=challenge, form=form)
    contrasts = released.select(statistic=AGAINST, challenge=challenge, form=form)
    return against(rows, group=department, by=by, contrasts=contrasts)


def _response(released: Released, department: str) -> list[str]:
    known = {one.department: one for one in released.facts.response.departments}
    one = known.get(department)
    noun = text.respondents(released.codebook)
    if one is None or not one.answered:
        return [
            f"Från {text.the_group(released.codebook, department)} saknas svar, så här "
            "finns inga siffror att visa."
        ]
    if one.population is None or one.response_rate is None:
        return [f"{text.upper_first(text.counted(one.answered, noun))} har svarat."]
    said = text.out_of(one.answered, one.population)
    rate = text.percent_words(one.response_rate)
    lines = [f"{said} {noun.many} har svarat ({rate})."]
    if one.answered == one.population > 1:
        lines = [f"Alla {text.word(one.answered)} {noun.many} har svarat."]
    few = released.codebook.disclosure.percent_from
    if one.answered < few:
        lines.append(
            f"Färre än {text.word(few)} har svarat. Därför står antal i stället för "
            "procent, och enskilda svar väger tungt."
        )
    return lines


def _challenges(released: Released) -> Released:
    return released.select(
        statistic="collaborates",
        form=TOTAL,
        challenge=list(released.codebook.challenge_labels),
    )


def department_extent(report: Report, department: str) -> Chapter:
    """Each challenge: the group beside all."""
    released = report.released
    rows = _challenges(released).select(group=[department, TOTAL])
    heading = text.upper_first(text.doing(released.codebook).area.the_many)
    if not text.shown_rows(rows.select(group=department)):
        return Chapter("utmaningar", heading, ())
    key = f"forvaltning-{slug(department)}"
    forms = released.select(
        statistic="collaborates",
        group=department,
        challenge=list(released.codebook.challenge_labels),
        form=list(released.codebook.forms),
    )
    parts: list[Part] = [
        figures.against(
            rows,
            f"{key}-utmaning",
            group=department,
            by="challenge",
            contrasts=released.select(statistic=AGAINST, form=TOTAL),
        )
    ]
    if len(forms):
        parts.append(
            figures.matrix(forms, f"{key}-form", rows="challenge", columns="form")
        )
    apart = _apart(released, department, by="challenge")
    asking = [
        *sheet.to_ask(released, department, apart),
        sheet.sharing(released, department),
    ]
    said = [f"{prose.say(one, released.codebook)}." for one in asking if one]
    if said:
        noun = text.groups(released.codebook)
        parts += [
            Subheading(f"{text.upper_first(noun.many)} att fråga"),
            Findings(tuple(said), css=""),
        ]
    return Chapter.of("utmaningar", heading, parts)


def department_questions(report: Report, department: str) -> Chapters:
    """The other questions, chapter by chapter: a table each, the group beside all."""
    released = report.released
    codebook = released.codebook
    source = codebook.challenges and codebook.challenges.source.question
    skipped = {source, codebook.group}
    made = []
    for chapter, heading in codebook.chapter_titles.items():
        parts: list[Part] = []
        for question in survey.chapter_questions(codebook, chapter):
            if question.id not in skipped and chapter != "background":
                parts += _question(released, question, department)
        # Looked up one by one on the page; on paper they would be ten sheets.
        made.append(Chapter.of(chapter, heading, parts, css="ej-tryck"))
    return Chapters(tuple(made))


def _question(released: Released, question: AnyQuestion, department: str) -> list[Part]:
    """One table: a line an answer, the group and all; nothing when too few in the group
    have answered for the lines to say anything, or none may be shown."""
    wanted = _measures_of(question)
    rows = released.select(
        question=question.id, challenge=TOTAL, group=department, statistic=wanted
    )
    shown = text.shown_rows(rows)
    if not shown or max(row.answered for row in shown) < released.codebook.disclosure.k:
        return []
    whole = released.select(
        question=question.id, challenge=TOTAL, form=TOTAL, group=TOTAL
    )
    own_cells = tabulation.by_keys(rows, "item", "option", "statistic")
    all_cells = tabulation.by_keys(whole, "item", "option", "statistic")
    items = {item.row: item.label for item in released.codebook.items(question)}
    merged = merged_options(question)
    said = getattr(question, "unit", "")
    unit = f" ({said})" if said else ""
    body: list[list[Value]] = []
    for item, label in items.items():
        for option in _lines(rows, merged):
            for statistic in wanted:
                own = own_cells.get((item, option, statistic))
                if own is None:
                    continue
                as_one = (item, option, statistic) in all_cells
                parts = [
                    all_cells.get((item, part, statistic))
                    for part in ((option,) if as_one else merged.get(option, (option,)))
                ]
                measure = _MEASURES.get(statistic)
                name = f"{measure}{unit}" if measure else option
                body.append(
                    [
                        f"{label}: {name}" if len(items) > 1 else name,
                        _value(rows, [own]),
                        _value(rows, parts),
                    ]
                )
    if not body:
        return []
    own_values = [line[1] for line in body]
    if 2 * own_values.count(State.SUPPRESSED) > len(own_values):
        return [Note(f"{question.name}: för få svar för att visas.")]
    kind = "number" if _is_number(question) else "share"
    decimals = 0 if unit or kind == "share" else 1
    columns = [
        tables.Column("Svar"),
        *(
            tables.Column(
                _with_base(label, of, kind), kind, decimals, with_base=kind == "share"
            )
            for label, of in ((department, rows), ("Alla", whole))
        ),
    ]
    key = f"blad-{question.id.replace('_', '-')}"
    notes = (
        _wording(question),
        figures.routed_note(whole),
        figures.caution_of(whole),
    )
    note = " ".join(one for one in notes if one)
    return [tables.Table(key, tabulation.asked(question), columns, body, note=note)]


def _lines(rows: Released, merged: dict[str, tuple[str, ...]]) -> list[str]:
    """The options in the questionnaire's order; a protected scale as it was merged."""
    found = tabulation.order(rows, "option")
    if not any(len(parts) > 1 for option in found if (parts := merged.get(option, ()))):
        return found
    first = [option for option in merged if option in found]
    return [*first, *(option for option in found if option not in first)]


def _with_base(label: str, rows: Released, kind: str) -> str:
    """The header of shares, with what they rest on where it is one number."""
    bases = {int(row.answered) for row in text.shown_rows(rows)}
    if kind != "share" or len(bases) != 1:
        return label
    return f"{label} ({text.number(bases.pop())} svarande)"


_MEASURES = {name: STATISTICS[name].label for name in MEASURES}


def _measures_of(question: AnyQuestion) -> list[str]:
    """An amount has a median and a mean; of things that are counted the sum says more:
    "26 pågående projekt", where the median is 0."""
    if not _is_number(question):
        return ["share"]
    return ["median", "mean"] if getattr(question, "unit", "") else ["total", "mean"]


def _wording(question: AnyQuestion) -> str:
    return "" if question.wording == question.name else f"Frågan: {question.wording}"


def _is_number(question: AnyQuestion) -> bool:
    return question.answer_type == "number"


def _value(rows: Released, found: Sequence[Row | None]) -> Value:
    """One number, or the sum of the shares of options that were merged."""
    parts = [part for part in found if part is not None]
    if not parts or len(parts) < len(found):
        return None
    states = [state(part) for part in parts]
    for one in (State.SUPPRESSED, State.NOT_ASKED, State.NO_ANSWERS):
        if one in states:
            return one
    first = parts[0]
    if first.statistic != "share":
        return float(first.estimate)
    count = sum(part.count for part in parts)
    few = first.answered < rows.codebook.disclosure.percent_from
    share = None if few else float(sum(part.estimate for part in parts))
    return tables.Share(count, first.answered, share)


def department_partners(report: Report, department: str) -> Chapter:
    """The organisations that the group names, as far as they may be printed."""
    released = report.released
    labels = released.codebook.challenge_labels
    noun = text.groups(released.codebook)
    body: list[list[tables.Value]] = []
    for one in released.facts.organisations.listed:
        if department not in one.naming.groups:
            continue
        places = [
            labels[id]
            for id, part in one.challenges.items()
            if department in part.groups
        ]
        others = len(one.naming.groups) - 1
        body.append([one.name, "; ".join(places) or tables.NOTHING, others])
    if not body:
        return Chapter("organisationer", "Organisationer", ())
    # Those that others name too come first: with them there is somebody to talk to.
    body.sort(key=lambda line: (-int(str(line[2])), str(line[0])))
    caption = (
        f"Organisationer som {text.the_group(released.codebook, department)} nämner"
    )
    first, rest = body[:MOST_PARTNERS], body[MOST_PARTNERS:]
    columns = [
        tables.Column("Organisation"),
        tables.Column("Inom"),
        tables.Column(f"Andra {noun.many} som nämner den", "count"),
    ]
    parts: list[Part] = [
        tables.Table(
            "organisationer", f"{caption}, av dem som får namnges", columns, first
        )
    ]
    if rest:
        more = tables.Table("organisationer-fler", f"{caption}, övriga", columns, rest)
        said = text.counted(len(rest), text.ORGANISATION)
        parts.append(Fold(f"Visa {said} till", more))
    return Chapter.of("organisationer", "Organisationer", parts)


MOST_PARTNERS = 15
"""So many stand in the open; the rest are folded, and not printed."""
