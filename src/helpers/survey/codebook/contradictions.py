"""What each part of survey.yml may say alone but not together with the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from helpers.core.errors import Problem, nearest
from helpers.survey.codebook import periods, weighting
from helpers.survey.codebook.faults import line_of
from helpers.survey.codebook.in_rankings import in_ranking
from helpers.survey.codebook.model import (
    FILE,
    OVER_ZERO,
    AnyQuestion,
    Codebook,
    Date,
    Extra,
    FreeText,
    Grid,
    Multiple,
    Number,
    Optioned,
    Single,
    Ties,
)
from helpers.survey.codebook.outward import outward_faults


def contradictions(codebook: Codebook, content: object) -> Iterator[Problem]:
    """What each part may say alone but not together with the others."""
    yield from _twice(codebook, content)
    yield from _unknown_names(codebook, content)
    yield from _other_side(codebook, content)
    yield from weighting.contradictions(codebook, content)
    if codebook.decided is not None and codebook.status == "open":
        yield Problem(
            "Rapporten är beslutad (decided), men enkäten är inte stängd "
            "(status: open).",
            "Skriv status: final, eller ta bort decided tills enkäten är stängd.",
            file=FILE,
            row=line_of(content, ["decided"]),
        )
    yield from outward_faults(codebook, content)
    for number, question in enumerate(codebook.questions):
        row = line_of(content, ["questions", number])
        for found, todo in _in_question(codebook, question):
            yield Problem(f"Frågan {question.id}: {found}", todo, file=FILE, row=row)


def _twice(codebook: Codebook, content: object) -> Iterator[Problem]:
    first: dict[str, int] = {}
    columns: dict[str, str] = {}
    for number, question in enumerate(codebook.questions):
        row = line_of(content, ["questions", number])
        if question.id in first:
            yield Problem(
                f"Två frågor har samma id ”{question.id}” "
                f"(den första på rad {first[question.id]}).",
                "Ge den ena ett annat id.",
                file=FILE,
                row=row,
            )
        first.setdefault(question.id, row or 0)
        for column in question.columns_used:
            if column in columns:
                yield Problem(
                    f"Kolumnen ”{column}” läses av både {columns[column]} "
                    f"och {question.id}.",
                    "En kolumn kan bara höra till en fråga.",
                    file=FILE,
                    row=row,
                )
            columns.setdefault(column, question.id)


def _unknown_names(codebook: Codebook, content: object) -> Iterator[Problem]:
    """Keys at the top that name a question which is not there."""
    named = [
        ("unit → question", ["unit"], codebook.unit and codebook.unit.question),
        ("group", ["group"], codebook.group),
        (
            "challenges → from",
            ["challenges", "from"],
            codebook.challenges and codebook.challenges.source.question,
        ),
        *(("extra", ["extra"], cut.question) for cut in codebook.extra),
        ("hindrances", ["hindrances"], codebook.hindrances),
    ]
    for what, path, id in named:
        if id and id not in codebook.by_id:
            yield Problem(
                f"{what} pekar på frågan ”{id}”, som inte finns.",
                _hint(id, codebook.by_id),
                file=FILE,
                row=line_of(content, path),
            )
    group = codebook.by_id.get(codebook.group or "")
    if group is not None and not isinstance(group, Single):
        yield Problem(
            f"group pekar på ”{group.id}”, som inte är en envalsfråga (single).",
            "Välj den fråga som delar in rapporten, till exempel förvaltning.",
            file=FILE,
            row=line_of(content, ["group"]),
        )
    if (
        group is not None
        and group.disclosure == "protected"
        and "disclosure" in group.model_fields_set
    ):
        yield Problem(
            f"Frågan {group.id} delar in rapporten (group) men är skyddad "
            "(disclosure: protected). Varje tabell skulle visa hur många som svarat "
            "vad på den.",
            "Skriv disclosure: open på den, eller ta bort group.",
            file=FILE,
            row=line_of(content, ["group"]),
        )
    for what, id in (
        ("unit", codebook.unit and codebook.unit.question),
        ("group", codebook.group),
    ):
        question = codebook.by_id.get(id or "")
        if question is not None and question.personal:
            yield Problem(
                f"{what} pekar på ”{id}”, som är en personuppgift (personal: true) och "
                "därför aldrig sparas.",
                "Ta bort personal, eller välj en annan fråga.",
                file=FILE,
                row=line_of(content, [what]),
            )
    hindrances = codebook.by_id.get(codebook.hindrances or "")
    if hindrances is not None and not isinstance(hindrances, Multiple):
        yield Problem(
            f"hindrances pekar på ”{hindrances.id}”, som inte är en flervalsfråga "
            "(multiple).",
            "Välj den fråga där hindren är svarsalternativ.",
            file=FILE,
            row=line_of(content, ["hindrances"]),
        )
    if codebook.challenges is not None:
        yield from _challenge_source(codebook, content)
    yield from _extra(codebook, content)


def _other_side(codebook: Codebook, content: object) -> Iterator[Problem]:
    """What other_side takes of the survey that says it."""
    if codebook.other_side is None:
        return
    if codebook.respondent == "organisation":
        found, todo = (
            "other_side står i organisationernas enkät.",
            "Skriv den i enheternas enkät i stället.",
        )
    elif not codebook.ties or codebook.group is None:
        found, todo = (
            "other_side behöver en fråga om organisationer (ties) och en indelning "
            "(group).",
            "Lägg till det som saknas, eller ta bort other_side.",
        )
    else:
        return
    yield Problem(found, todo, file=FILE, row=line_of(content, ["other_side"]))


def _extra(codebook: Codebook, content: object) -> Iterator[Problem]:
    """Cuts that no figure could be made of."""
    seen: set[str] = set()
    for number, cut in enumerate(codebook.extra):
        if cut.question not in codebook.by_id:
            continue  # told already
        row = line_of(content, ["extra", number])
        for found, todo in _misfits(codebook, cut):
            yield Problem(f"extra: {found}", todo, file=FILE, row=row)
        if cut.key in seen:
            found = f"extra: samma uttag av {cut.question} står två gånger."
            yield Problem(found, "Ta bort det ena.", file=FILE, row=row)
        seen.add(cut.key)


def _misfits(codebook: Codebook, cut: Extra) -> Iterator[tuple[str, str]]:
    question, id = codebook.by_id[cut.question], cut.question
    rows = question.rows if isinstance(question, Grid) else {}
    if question not in codebook.counted or isinstance(question, Date):
        yield f"frågan {id} blir inga siffror (text, datum eller personuppgift).", ""
    if cut.item is not None and cut.item not in rows:
        yield f"frågan {id} har ingen rad ”{cut.item}”.", _hint(cut.item, rows)
    if cut.group is not None and cut.group != codebook.group:
        group = codebook.group
        todo = f"Skriv group: {group}." if group else "Ta bort group."
        yield f"”{cut.group}” är inte den fråga som delar in rapporten.", todo
    if cut.group is not None and cut.question == codebook.group:
        yield f"frågan {id} delar redan in rapporten.", "Ta bort group."
    if cut.only is not None and cut.group is None:
        yield "only behöver group.", f"Lägg till group: {codebook.group}."
    known = codebook.challenge_labels
    if cut.challenge is not None and cut.challenge not in known:
        yield f"utmaningen ”{cut.challenge}” finns inte.", _hint(cut.challenge, known)
    if cut.form is None:
        return
    if cut.form not in codebook.forms:
        yield f"formen ”{cut.form}” finns inte.", _hint(cut.form, codebook.forms)
    elif not codebook.asks_of_forms(id):
        source = codebook.challenges and codebook.challenges.source.question
        todo = f"Ta bort form, eller välj frågan {source}." if source else ""
        yield f"frågan {id} frågar inte efter former.", todo


def _challenge_source(codebook: Codebook, content: object) -> Iterator[Problem]:
    assert codebook.challenges is not None
    source = codebook.challenges.source
    question = codebook.by_id.get(source.question)
    row = line_of(content, ["challenges", "from"])
    known = codebook.challenge_labels
    if source.options:
        for id, options in source.options.items():
            if id not in known:
                yield Problem(
                    f"challenges → from nämner utmaningen ”{id}”, som inte finns.",
                    _hint(id, known),
                    file=FILE,
                    row=row,
                )
            offered = question.all_options if question is not None else []
            for option in options:
                if question is not None and option not in offered:
                    yield Problem(
                        f"challenges → from: ”{option}” är inget svarsalternativ i "
                        f"frågan {source.question}.",
                        _hint(option, offered),
                        file=FILE,
                        row=row,
                    )
    elif question is not None and not isinstance(question, Grid):
        yield Problem(
            f"challenges → from: frågan {question.id} är inget rutnät (grid).",
            "Ange options för varje utmaning, eller en fråga av typen grid.",
            file=FILE,
            row=row,
        )
    elif isinstance(question, Grid):
        for id in known:
            if id not in question.rows:
                yield Problem(
                    f"Utmaningen ”{id}” har ingen rad i frågan {question.id}.",
                    _hint(id, question.rows),
                    file=FILE,
                    row=row,
                )
        for id, form in codebook.forms.items():
            if form.option not in question.all_options:
                yield Problem(
                    f"Formen ”{id}”: ”{form.option}” är inget svarsalternativ i "
                    f"frågan {question.id}.",
                    _hint(form.option, question.all_options),
                    file=FILE,
                    row=line_of(content, ["forms", id]),
                )


def _in_question(
    codebook: Codebook, question: AnyQuestion
) -> Iterator[tuple[str, str]]:
    """(what was found, what to do) for each contradiction inside one question."""
    routes = {"asked_if": question.asked_if, "implied_none": question.implied_none}
    if isinstance(question, FreeText):
        routes["quote_if"] = question.quote_if
    if question.asked is not None and (question.asked_if or question.implied_none):
        yield (
            f"har både asked: {question.asked} och asked_if eller implied_none.",
            "Behåll det som stämmer: alla fick frågan (asked: all), bara några "
            "(asked_if), eller okänt (asked: unknown).",
        )
    for key, route in routes.items():
        yield from _route(codebook, question, key, route)
    if isinstance(question, Optioned):
        yield from _options(codebook, question)
    if isinstance(question, Single | Multiple):
        mentions = question.mentions if isinstance(question, Multiple) else []
        places = [question.column, question.columns, mentions]
        if sum(map(bool, places)) != 1:
            yield "ska ha antingen column eller columns.", "Ta bort den ena."
        if (question.column or mentions) and not question.all_options:
            yield "saknar options.", "Räkna upp svarsalternativen."
    yield from in_ranking(question)
    if isinstance(question, Grid):
        for row in question.row_labels:
            if row not in question.rows:
                yield (
                    f"row_labels nämner raden ”{row}”, som inte finns.",
                    _hint(row, question.rows),
                )
    if isinstance(question, Ties) and "name" not in question.fields:
        yield "fields saknar name, organisationens namn.", "Lägg till kolumnen."
    if isinstance(question, Ties) and question.blocks > 1:
        for field, header in question.fields.items():
            if "{n}" not in header:
                yield (
                    f"fields → {field} saknar {{n}}, numret på blocket.",
                    "Skriv till exempel ”Partner {n}: namn”.",
                )


def _route(
    codebook: Codebook, question: AnyQuestion, key: str, route: Mapping[str, list[str]]
) -> Iterator[tuple[str, str]]:
    for id, answers in route.items():
        filtering = codebook.by_id.get(id)
        if filtering is None:
            yield (
                f"{key} pekar på frågan ”{id}”, som inte finns.",
                _hint(id, codebook.by_id),
            )
            continue
        if isinstance(filtering, Number) and key == "asked_if":
            if list(answers) != [OVER_ZERO]:
                yield (
                    f"asked_if pekar på talet ”{id}”, och kan bara säga att det är mer "
                    "än noll.",
                    f'Skriv {id}: ["{OVER_ZERO}"].',
                )
            continue
        if not isinstance(filtering, Single | Multiple):
            yield (
                f"{key} pekar på ”{id}”, som inte har svarsalternativ.",
                "Välj en fråga av typen single eller multiple.",
            )
            continue
        if filtering.id == question.id:
            yield f"{key} pekar på frågan själv.", "Välj en annan fråga."
        for answer in answers:
            if answer not in filtering.all_options:
                yield (
                    f"{key}: ”{answer}” är inget svarsalternativ i {id}.",
                    _hint(answer, filtering.all_options),
                )


def _options(codebook: Codebook, question: Optioned) -> Iterator[tuple[str, str]]:
    if question.scale and question.scale not in codebook.scales:
        yield (
            f"skalan ”{question.scale}” finns inte i scales.",
            _hint(question.scale, codebook.scales),
        )
    numbers = isinstance(question, Grid) and question.cell == "number"
    if not question.all_options and not numbers and not question.scale:
        yield "saknar svarsalternativ.", "Lägg till options eller scale."
    marked = {"wants_more": question.wants_more}
    if isinstance(question.declared, list):
        marked["declared"] = question.declared
    for key, options in marked.items():
        for option in options:
            if option not in question.all_options:
                yield (
                    f"{key}: ”{option}” är inget svarsalternativ.",
                    _hint(option, question.all_options),
                )
    seen: set[str] = set()
    for option in question.options:
        if option in seen:
            yield f"svarsalternativet ”{option}” står två gånger.", "Ta bort det ena."
        seen.add(option)
    if isinstance(question, Single) and question.years:
        if not periods.inside(question.options):
            yield (
                "years: inget svarsalternativ är en period.",
                "Skriv perioderna i options, till exempel ”2010–2019”.",
            )
        if twice := periods.overlapping(question.options):
            yield (
                f"years: ”{twice[0]}” och ”{twice[1]}” har år gemensamt.",
                "Gör perioderna skilda i options.",
            )
    for value, option in question.recode.items():
        if option not in question.all_options and option != "":
            yield (
                f"recode: ”{value}” blir ”{option}”, som inte är ett svarsalternativ.",
                _hint(option, question.all_options),
            )


def _hint(name: str, known: Iterable[str]) -> str:
    """The nearest of `known`, else all of them."""
    known = list(known)
    return nearest(name, known) or f"Det finns: {', '.join(known) or 'inga'}."
