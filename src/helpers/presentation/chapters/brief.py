"""The brief for the host pair of one challenge: what the answers show, and a dialogue
to prepare. Its first page can be printed alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from helpers.disclosure.released import Released
from helpers.presentation import figures, prose, tables, text
from helpers.presentation.chapters.chapter import (
    Chapter,
    Findings,
    Fold,
    FormToFill,
    Note,
    Numbered,
    Paragraph,
    Part,
    Subheading,
)
from helpers.presentation.findings import presence, survey
from helpers.presentation.manuscript import Report
from helpers.survey.codebook import TOTAL

MOST_ORGANISATIONS = 15
"""So many stand in the open; the rest are folded."""
MOST_IN_BRIEF = 8
"""So many stand in a brief of four pages; the rest in the fördjupad report."""
MOST_INVITED = 6
QUESTIONS = 5


def brief_findings(report: Report, challenge: str) -> Chapter:
    """The first page: findings ①, ②, ④ and ⑤, and the picture ③ of group × form."""
    released = report.released
    label = released.codebook.challenge(challenge).label
    key = f"underlag-{challenge.replace('_', '-')}"
    found = (
        survey.engaged(released, challenge),
        survey.forms(released, challenge),
        survey.concentration(released, challenge),
        survey.absence(released, challenge),
    )
    codebook = released.codebook
    sentences = [prose.sentence(one, codebook) for one in found if one is not None]
    if not len(released.select(statistic="collaborates", challenge=challenge)):
        return Chapter(key, label, ())
    box = Findings(tuple(sentences)) if sentences else None
    return Chapter.of(
        key,
        "Det här visar svaren",
        [box, *by_form(released, challenge, f"{key}-form")],
        css="forsta-sidan",
    )


def by_form(released: Released, challenge: str, key: str) -> list[Part]:
    """③ A cell for each group and form."""
    codebook = released.codebook
    rows = released.select(statistic="collaborates", challenge=challenge)
    groups = [group for group in rows.values("group") if group != TOTAL]
    forms = [form for form in codebook.forms if form in set(rows.values("form"))]
    if not groups:
        return []
    if forms:
        inner = rows.select(group=groups, form=forms)
        title = _empty(inner)
        return [figures.matrix(inner, key, rows="group", columns="form", title=title)]
    return [figures.shares(rows.select(group=groups, form=TOTAL), key, by="group")]


def _empty(cells: Released) -> str:
    """In one line, so that the first page holds: how many cells have nobody. Nothing
    where the figure finds something else to say."""
    found = presence(cells, by="form")
    if found is None or not found.empty:
        return ""
    least = "minst " if found.suppressed else ""
    many = text.counted_of(len(found.empty), found.answered)
    where = "rutor där någon har svarat" if found.nonresponding else "rutor"
    return (
        f"I {least}{many} {where} uppger ingen svarande "
        f"{text.doing(cells.codebook).noun}"
    )


def brief_details(report: Report, challenge: str) -> Chapter:
    """Findings ⑥–⑩: who is named, how it is agreed, what hinders, what is wanted."""
    released = report.released
    return Chapter.of(
        "med-vem",
        "Med vem, hur och vad som behövs",
        [
            *partners(released, challenge, "underlag-organisationer", brief=True),
            *(
                part
                for heading, found in (
                    ("Överenskommelser", survey.agreements(released, challenge)),
                    ("Hinder", survey.hindrances(released, challenge)),
                    ("Behov framåt", survey.wanting(released, challenge)),
                    ("Sedan förra gången", survey.switched(released, challenge)),
                )
                if found is not None
                for part in (
                    Subheading(heading),
                    Paragraph(prose.sentence(found, released.codebook)),
                )
            ),
        ],
    )


def partners(
    released: Released, challenge: str, key: str, *, brief: bool = False
) -> list[Part]:
    """⑥ and ⑦: the organisations that are named, and those one could have expected. A
    `brief` list leaves the less named to the fördjupad report."""
    codebook = released.codebook
    said = prose.sentence(survey.organisations(released, challenge), codebook)
    missing = survey.not_named(released, challenge)
    parts: list[Part] = []
    if said or missing:
        parts.append(Subheading("Organisationer"))
    if said:
        parts.append(Paragraph(said))
        parts += organisation_table(released, challenge, key, brief=brief)
    if missing:
        parts.append(
            Paragraph(_missing(missing, MOST_IN_BRIEF if brief else MOST_ORGANISATIONS))
        )
    return parts


def _missing(names: list[str], most: int) -> str:
    shown, rest = names[:most], names[most:]
    more = [f"{text.word(len(rest))} till"] if rest else []
    return (
        f"Finns i registret för området men nämns inte: {text.listed([*shown, *more])}."
    )


def organisation_table(
    released: Released, challenge: str, key: str, *, brief: bool = False
) -> list[Part]:
    """The organisations named within the challenge, the most shared in the open."""
    listed = survey.listed_in(released, challenge)
    if not listed:
        return []
    noun, labels = text.groups(released.codebook), released.codebook.form_labels
    columns = [
        tables.Column("Organisation"),
        tables.Column(text.upper_first(noun.many)),
        *([tables.Column("Former")] if labels else []),
    ]
    rows = [
        [
            one.name,
            # Names with "och" in them: "och" between them would not tell them apart.
            "; ".join(naming.groups) or tables.NOTHING,
            *([_forms(naming.forms, labels)] if labels else []),
        ]
        for one, naming in listed
    ]
    caption = "Organisationer som nämns inom utmaningen"
    most = MOST_IN_BRIEF if brief else MOST_ORGANISATIONS
    first, rest = rows[:most], rows[most:]
    parts: list[Part] = [
        tables.Table(
            key,
            f"{caption}, de som flest {noun.many} nämner" if rest else caption,
            columns,
            first,
        )
    ]
    if rest and brief:
        said = text.counted(len(rest), text.ORGANISATION)
        parts.append(
            Note(f"{text.upper_first(said)} till: se den fördjupade rapporten.")
        )
    elif rest:
        more = tables.Table(f"{key}-fler", f"{caption}, övriga", columns, rest)
        said = text.counted(len(rest), text.ORGANISATION)
        parts.append(Fold(f"Visa {said} till", more))
    return parts


def _forms(used: Sequence[str], labels: Mapping[str, str]) -> str:
    if len(used) == len(labels) > 1:
        return f"Alla {text.word(len(used))}"
    return "; ".join(labels[form] for form in used) or tables.NOTHING


# --- the dialogue --------------------------------------------------------------------


def dialogue_plan(report: Report, challenge: str) -> Chapter:
    """Whom to invite, five questions from the findings, and room to write."""
    released = report.released
    if survey.collaborates(released, challenge) is None:
        return Chapter("dialog", "Planera dialogen", ())
    return Chapter.of(
        "dialog",
        "Planera dialogen",
        [
            Paragraph(
                "Planen följer medskapande metodik: de som berörs formulerar frågan "
                "tillsammans, prövar svaren tillsammans och bestämmer tillsammans vem "
                "som gör vad. Siffrorna öppnar samtalet; de avgör det inte."
            ),
            Subheading("Bjud in"),
            Findings(tuple(invited(released, challenge)), css=""),
            Subheading("Fem frågor att ställa"),
            Numbered(tuple(questions_to_ask(released, challenge))),
            Subheading("Vår plan", css="ny-sida"),
            FormToFill(
                "Fyll i tillsammans i värdparet",
                (
                    "Vad vi vill uppnå",
                    "Tid och plats",
                    "Vi bjuder in",
                    "Så gör vi det lätt att delta",
                    "Vem som håller samtalet",
                    "Så tar vi hand om det som kommer fram",
                    "Vi följer upp",
                ),
            ),
            Note(
                "Namn på personer skrivs bara på papperet eller i er egen kopia. "
                "Rapporten har inga."
            ),
        ],
    )


def invited(released: Released, challenge: str) -> list[str]:
    """Whom the answers point to, and whom they do not mention."""
    noun = text.groups(released.codebook)
    shared = [
        one.name
        for one, naming in survey.listed_in(released, challenge)
        if len(naming.groups) >= 2
    ]
    missing = survey.not_named(released, challenge)
    absence = survey.absence(released, challenge) or survey.Absence(())
    verb = text.doing(released.codebook).verb
    said = []
    if shared:
        said.append(f"Organisationer som flera {noun.many} nämner: {_some(shared)}.")
    if missing:
        said.append(
            f"Organisationer i registret som ingen nämner här: {_some(missing)}."
        )
    if absence.absent:
        names = _groups(released, [one.group for one in absence.absent])
        said.append(
            f"{text.upper_first(noun.many)} där ingen svarande {verb} här: {names}."
        )
    if absence.unknown:
        names = _groups(released, absence.unknown)
        said.append(f"{text.upper_first(noun.many)} som inte har svarat: {names}.")
    said.append(
        "De som berörs men inte hör till någon organisation: boende, unga, deltagare."
    )
    return said


def _groups(released: Released, names: Sequence[str], last: str = "och") -> str:
    """Groups inside a sentence."""
    said = [text.the_group(released.codebook, name) for name in names]
    return text.listed(said, last)


def _some(names: list[str]) -> str:
    """The first names, and how many more the lists above have."""
    shown, rest = names[:MOST_INVITED], names[MOST_INVITED:]
    return text.listed([*shown, *([f"{text.word(len(rest))} till"] if rest else [])])


def questions_to_ask(released: Released, challenge: str) -> list[str]:
    """Five questions: first those that a finding gives rise to."""
    codebook = released.codebook
    asked = []
    if absence := survey.absence(released, challenge):
        asked.append(_of_absence(released, absence))
    for found, question in (
        (
            survey.hindrances(released, challenge),
            "Vad kan vi ändra själva, och vad kräver beslut?",
        ),
        (
            survey.wanting(released, challenge),
            "Vad ska det bli mer av, och tillsammans med vem?",
        ),
        (
            survey.agreements(released, challenge),
            "Vilka samarbeten behöver skrivas ned?",
        ),
        (
            survey.forms(released, challenge),
            "Vilken form behövs mer av här, och varför?",
        ),
    ):
        if found is not None:
            said = prose.sentence(found, codebook, prose.Voice.SHORT)
            asked.append(f"{said} {question}")
    asked += [
        "Vilka borde sitta med i rummet men gör det inte?",
        "Vad fungerar redan så bra att fler borde göra likadant?",
        "Vad märker invånarna om två år, om vi lyckas?",
        "Vad behöver organisationerna av staden, och staden av organisationerna?",
        "Vad är det minsta vi kan pröva före nästa möte?",
    ]
    return asked[:QUESTIONS]


def _of_absence(released: Released, absence: survey.Absence) -> str:
    """Where nobody does, and from where nothing is known: two things, never one."""
    said = []
    if absence.absent:
        verb = text.doing(released.codebook).verb
        where = _groups(released, [one.group for one in absence.absent], "eller")
        said.append(f"Ingen som har svarat i {where} {verb} här.")
    if absence.unknown:
        where = _groups(released, absence.unknown)
        said.append(f"Från {where} saknas svar, så där vet vi inget.")
    asked = (
        "Saknas det något där, eller syns det bara inte i svaren?"
        if absence.absent
        else "Vad händer där?"
    )
    return " ".join([*said, asked])
