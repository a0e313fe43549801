"""The sheet of one group: its own answers against everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from helpers.core.slugs import slug
from helpers.disclosure.released import Released, merged_options
from helpers.estimation.schema import AGAINST, COLLABORATES, SHARE, STATISTICS, Row
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
        _different(released, department, by="challenge"),
        _different(released, department, by="form"),
        sheet.answers(released, department),
        sheet.everywhere(released, department),
        *sheet.sums(released, department),
    )
    sentences = [
        words
        for one in found
        if not (isinstance(one, Against) and not one.differs)
        and (words := prose.sentence(one, codebook))
    ]
    rests = _response(released, department)
    if careful := figures.caution_of(released.select(group=TOTAL)):
        rests.append(careful)
    if not sentences:
        sentences, rests = rests, []
    return Chapter.of(
        "sammanfattning",
        "I korthet",
        [Findings(tuple(sentences)), Note(" ".join(rests)) if rests else None],
    )


def _different(released: Released, department: str, *, by: str) -> Against | None:
    """Where the group surely differs from the others: within which challenges, or in
    which forms."""
    codebook = released.codebook
    forms = by == "form"
    challenge = TOTAL if forms else list(codebook.challenge_labels)
    form = list(codebook.forms) if forms else TOTAL
    rows = released.select(statistic=COLLABORATES, challenge=challenge, form=form)
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
    sentence = text.out_of(one.answered, one.population)
    rate = text.percent_words(one.response_rate)
    lines = [f"{sentence} {noun.many} har svarat ({rate})."]
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
        statistic=COLLABORATES,
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
        statistic=COLLABORATES,
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
    against = _different(released, department, by="challenge")
    asking = [
        *sheet.to_ask(released, department, against),
        sheet.sharing(released, department),
    ]
    sentences = [f"{prose.say(one, released.codebook)}." for one in asking if one]
    if sentences:
        noun = text.groups(released.codebook)
        parts += [
            Subheading(f"{text.upper_first(noun.many)} att fråga"),
            Findings(tuple(sentences), css=""),
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
    lines = _lines(rows, merged)
    pairs = {
        (item, option, statistic): (
            own_cells.get((item, option, statistic)),
            _parts(all_cells, (item, option, statistic), merged),
        )
        for item in items
        for option in lines
        for statistic in wanted
        if (item, option, statistic) in own_cells
    }
    signs = sheet.marks(released, department, question.id)
    values = {
        key: (_marked(_value(rows, [own]), signs.get(key[:2], 0)), _value(rows, parts))
        for key, (own, parts) in pairs.items()
    }
    if not values:
        return []
    own_values = [mine for mine, _ in values.values()]
    if 2 * own_values.count(State.SUPPRESSED) > len(own_values):
        return [Note(f"{question.name}: för få svar för att visas.")]
    names = {key: _MEASURES.get(key[2]) or key[1] for key in values}
    key = f"blad-{question.id.replace('_', '-')}"
    marks = _marks(released, set(signs.values()), department)
    note = " ".join(
        filter(None, (_wording(question), figures.routed_note(whole), marks))
    )
    if len(items) > 1:
        columns, body = _grid(department, items, names, values)
    else:
        kind = "number" if _is_number(question) else "share"
        columns = [
            tables.Column("Svar"),
            *(
                tables.Column(_with_base(label, of, kind), kind, with_base=True)
                for label, of in ((department, rows), ("Alla", whole))
            ),
        ]
        sign = getattr(question, "unit", "")
        unit = f" ({sign})" if sign and kind == "number" else ""
        body = [[f"{names[key]}{unit}", *values[key]] for key in values]
        if kind == "number" and not unit:  # a sum is whole, a mean has a decimal
            body = [[line[0], *map(_plain, line[1:])] for line in body]
    return [tables.Table(key, tabulation.asked(question), columns, body, note=note)]


def _marked(value: Value, apart: int) -> Value:
    return replace(value, apart=apart) if isinstance(value, tables.Share) else value


def _marks(released: Released, signs: set[int], department: str) -> str:
    """What the marks of a table mean."""
    if not signs:
        return ""
    words = {1: "vanligare", -1: "mindre vanligt"}
    meaning = text.listed(
        [
            f"{tables.APART[sign][0]} = {words[sign]}"
            for sign in (1, -1)
            if sign in signs
        ]
    )
    where = text.the_group(released.codebook, department)
    others = text.groups(released.codebook).the_many
    return f"{meaning} i {where} än i de andra {others}, statistiskt säkerställt."


Key = tuple[str, str, str]


def _grid(
    department: str,
    items: dict[str, str],
    names: dict[Key, str],
    values: dict[Key, tuple[Value, Value]],
) -> tuple[list[tables.Column], list[list[Value]]]:
    """A line for the group and one for all under each row of a grid, a column for each
    answer or measure."""
    heads = list(dict.fromkeys(names.values()))
    by_name = {(key[0], names[key]): values[key] for key in values}
    is_number = any(key[2] in _MEASURES for key in values)
    columns = [tables.Column("Fråga"), tables.Column("Svar från")]
    for head in heads:
        found = [
            one for key, pair in values.items() for one in pair if names[key] == head
        ]
        whole = all(float(one).is_integer() for one in found if isinstance(one, float))
        decimals = 0 if whole or not is_number else 1
        kind = "number" if is_number else "share"
        columns.append(tables.Column(head, kind, decimals, with_base=not is_number))
    nothing: tuple[Value, Value] = (None, None)
    body: list[list[Value]] = [
        [label, whose, *(by_name.get((item, head), nothing)[n] for head in heads)]
        for item, label in items.items()
        for n, whose in enumerate((department, "Alla"))
    ]
    return columns, body


def _parts(
    cells: dict[tuple[str, ...], Row], key: Key, merged: dict[str, tuple[str, ...]]
) -> list[Row | None]:
    """The rows of all that one row of the group stands beside: itself, or those that
    are merged in it."""
    item, option, statistic = key
    options = (option,) if key in cells else merged.get(option, (option,))
    return [cells.get((item, part, statistic)) for part in options]


def _plain(value: Value) -> Value:
    """A number as it is told: whole where it is whole."""
    if not isinstance(value, float):
        return value
    return text.number(value, 0 if value.is_integer() else 1)


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
        return [SHARE]
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
    if first.statistic != SHARE:
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
        sentence = text.counted(len(rest), text.ORGANISATION)
        parts.append(Fold(f"Visa {sentence} till", more))
    return Chapter.of("organisationer", "Organisationer", parts)


MOST_PARTNERS = 15
"""So many stand in the open; the rest are folded, and not printed."""
