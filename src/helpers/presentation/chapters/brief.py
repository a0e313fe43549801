"""The brief for the host pair of one challenge: what the answers show, and a dialogue
to prepare. Its first page can be printed alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpers.disclosure.released import Released
from helpers.estimation.facts import Naming, Organisation
from helpers.estimation.schema import COLLABORATES
from helpers.presentation import figures, prose, tables, text
from helpers.presentation.chapters.chapter import (
    Chapter,
    Findings,
    FormToFill,
    Linked,
    Note,
    Numbered,
    Paragraph,
    Part,
    Subheading,
)
from helpers.presentation.chapters.summary import frame
from helpers.presentation.findings import peak, survey, wishes
from helpers.presentation.findings.waves import switched
from helpers.presentation.manuscript import Report
from helpers.survey.codebook import TOTAL

MOST_IN_BRIEF = 5
"""So many stand in a brief of three pages; the rest in the fördjupad report."""
MOST_INVITED = 4
QUESTIONS = 5
FROM_FINDINGS = 3
FULL, SHORT = prose.Voice.FULL, prose.Voice.SHORT


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
    sentences = [
        prose.sentence(one, codebook, voice)
        for one, voice in zip(found, (SHORT, FULL, FULL, FULL), strict=True)
        if one is not None
    ]
    if not len(released.select(statistic=COLLABORATES, challenge=challenge)):
        return Chapter(key, label, ())
    box = Findings(tuple(sentences)) if sentences else None
    return Chapter.of(
        key,
        "Det här visar svaren",
        [box, *by_form(released, challenge, f"{key}-form"), Note(frame(released))],
        css="forsta-sidan",
    )


def by_form(released: Released, challenge: str, key: str) -> list[Part]:
    """③ A cell for each group and form."""
    codebook = released.codebook
    rows = released.select(statistic=COLLABORATES, challenge=challenge)
    groups = [group for group in rows.values("group") if group != TOTAL]
    forms = [form for form in codebook.forms if form in set(rows.values("form"))]
    if not groups:
        return []
    if forms:
        inner = rows.select(group=groups, form=forms)
        title = prose.say(peak(inner, by="form"), codebook)
        return [figures.matrix(inner, key, rows="group", columns="form", title=title)]
    return [figures.shares(rows.select(group=groups, form=TOTAL), key, by="group")]


def brief_details(report: Report, challenge: str) -> Chapter:
    """Findings ⑥–⑩: who is named, how it is agreed, what hinders, what is wanted."""
    released = report.released
    found = (
        survey.agreements(released, challenge),
        wishes.hindrances(released, challenge),
        wishes.wanting(released, challenge),
        switched(released, challenge),
    )
    sentences = tuple(
        prose.sentence(one, released.codebook) for one in found if one is not None
    )
    return Chapter.of(
        "med-vem",
        "Med vem, hur och vad som behövs",
        [
            *partners(released, challenge),
            Findings(sentences, css="") if sentences else None,
        ],
    )


def partners(released: Released, challenge: str) -> list[Part]:
    """⑥ and ⑦: the organisations that are named, and where all of them stand."""
    codebook = released.codebook
    found = survey.organisations(released, challenge)
    listed = survey.listed_in(released, challenge)
    parts: list[Part] = []
    if found is not None:
        sentence = prose.sentence(found, codebook)
        unnamed = found.organisations - len(listed)
        if unnamed > 0:
            which = text.counted(found.organisations, text.ORGANISATION)
            sentence += f" Av {which} får {text.number(unnamed)} inte namnges."
        parts.append(Paragraph(sentence))
    if listed:
        parts.append(organisation_table(released, listed))
    if listed or survey.not_named(released, challenge):
        parts.append(
            Linked(
                "Alla, och de i registret som inte nämns:",
                "organisationerna i den fördjupade rapporten",
                "fordjupad.html#organisationer",
            )
        )
    return parts


def organisation_table(
    released: Released, listed: Sequence[tuple[Organisation, Naming]]
) -> tables.Table:
    """The organisations named within the challenge by most groups."""
    noun, labels = text.groups(released.codebook), released.codebook.form_labels
    agreed = released.codebook.short_names
    columns = [
        tables.Column("Organisation"),
        tables.Column(text.upper_first(noun.many)),
        *([tables.Column("Former")] if labels else []),
    ]
    rows = [
        [
            one.name,
            text.short_groups(naming.groups, agreed) or tables.NOTHING,
            *([_forms(naming.forms, labels)] if labels else []),
        ]
        for one, naming in listed[:MOST_IN_BRIEF]
    ]
    area = text.doing(released.codebook).area
    the_area = f"{area.one.removesuffix('e')}et" if area.neuter else f"{area.one}en"
    which = f", de som flest {noun.many} nämner" if len(listed) > len(rows) else ""
    return tables.Table(
        "underlag-organisationer",
        f"Organisationer som nämns inom {the_area}{which}",
        columns,
        rows,
    )


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
            Subheading("Bjud in"),
            Findings(tuple(invited(released, challenge)), css=""),
            Subheading("Fem frågor att ställa", css="ny-sida"),
            Numbered(tuple(questions_to_ask(released, challenge))),
            Subheading("Vår plan"),
            Paragraph(
                "Planen följer medskapande metodik: de som berörs formulerar frågan "
                "tillsammans, prövar svaren och bestämmer vem som gör vad. Siffrorna "
                "öppnar samtalet; de avgör det inte."
            ),
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
                lines=2,
            ),
            Note(
                "Namn på personer skrivs bara på papperet eller i er egen kopia. "
                "Rapporten har inga."
            ),
        ],
    )


def invited(released: Released, challenge: str) -> list[str]:
    """Whom the answers point to, and whom they do not mention: never by the alphabet
    alone."""
    codebook = released.codebook
    noun = text.groups(codebook)
    listed = survey.listed_in(released, challenge)
    shared = [one.name for one, naming in listed if len(naming.groups) >= 2]
    by_one = sorted(
        (
            (one.name, naming.units)
            for one, naming in listed
            if len(naming.groups) == 1 and naming.units >= 2
        ),
        key=lambda pair: (-pair[1], pair[0]),
    )
    near, unseen = _of_register(released, challenge)
    absence = survey.absence(released, challenge) or survey.Absence(())
    verb = text.doing(codebook).verb
    area = text.doing(codebook).area
    sentences = []
    if shared:
        found = survey.organisations(released, challenge)
        hidden = (found.shared or 0) - len(shared) if found else 0
        more = f"; {text.number(hidden)} till får inte namnges" if hidden > 0 else ""
        sentences.append(
            f"Organisationer som flera {noun.many} nämner: {_some(shared)}{more}."
        )
    if by_one:
        names = _some([name for name, _ in by_one])
        sentences.append(
            f"Organisationer som flera nämner, men bara i en {noun.one}: {names}."
        )
    if near:
        sentences.append(
            f"Organisationer i registret som nämns inom andra {area.many}, men inte "
            f"här: {_some(near)}."
        )
    if unseen:
        sentences.append(
            f"Organisationer i registret som ingen nämner: {_some(unseen)}."
        )
    if absence.absent:
        names = _groups(released, [one.group for one in absence.absent])
        sentences.append(
            f"{text.upper_first(noun.many)} där ingen svarande "
            f"uppger att den {verb} här: {names}."
        )
    if absence.unknown:
        names = _groups(released, absence.unknown)
        sentences.append(f"{text.upper_first(noun.many)} som inte har svarat: {names}.")
    sentences.append("De som berörs men inte hör till någon organisation: vem når dem?")
    return sentences


def _of_register(released: Released, challenge: str) -> tuple[list[str], list[str]]:
    """The organisations that the register has for the challenge and nobody names within
    it: those named elsewhere, by most first, and those that nobody names at all."""
    units = {one.name: one.naming.units for one in released.facts.organisations.listed}
    missing = survey.not_named(released, challenge)
    near = sorted(
        (name for name in missing if name in units),
        key=lambda name: (-units[name], name),
    )
    return near, [name for name in missing if name not in units]


def _groups(released: Released, names: Sequence[str], last: str = "och") -> str:
    """Groups inside a sentence."""
    sentences = [text.the_group(released.codebook, name) for name in names]
    return text.listed(sentences, last)


def _some(names: list[str]) -> str:
    """The first names, and how many more the list has."""
    shown, rest = names[:MOST_INVITED], names[MOST_INVITED:]
    return text.listed([*shown, *([f"{text.word(len(rest))} till"] if rest else [])])


@dataclass(frozen=True)
class QuestionToAsk:
    """A question for the dialogue: what it asks, the finding (in brackets after it),
    and how strongly the finding asks for it (0–1)."""

    asks: str
    because: str
    weight: float


def questions_to_ask(released: Released, challenge: str) -> list[str]:
    """Three questions that the strongest findings give rise to, with their numbers
    after them, and two open ones on what these three do not touch."""
    ranked = sorted(_from_findings(released, challenge), key=lambda one: -one[1].weight)
    chosen = ranked[:FROM_FINDINGS]
    kinds = {kind for kind, _ in chosen}
    open_ones = [asks for kind, asks in OPEN if kind not in kinds]
    sentences = [f"{one.asks} ({one.because})" for _, one in chosen]
    return [*sentences, *open_ones[: QUESTIONS - len(sentences)]]


OPEN = (
    ("absence", "Vilka borde sitta med i rummet men gör det inte?"),
    ("hindrances", "Vad är det minsta vi kan pröva före nästa möte?"),
    (
        "agreements",
        "Vad behöver organisationerna av staden, och staden av organisationerna?",
    ),
    ("forms", "Vad fungerar redan så bra att fler borde göra likadant?"),
    ("wanting", "Vad märker invånarna om två år, om vi lyckas?"),
    ("", "Vad vet ni som inte syns i svaren?"),
)
"""Open questions, each on what a finding would otherwise have asked of."""


def _from_findings(
    released: Released, challenge: str
) -> Iterator[tuple[str, QuestionToAsk]]:
    codebook = released.codebook

    def because(found: object) -> str:
        sentence = prose.say(found, codebook, prose.Voice.SHORT)
        return text.lower_first(sentence)

    if (absence := survey.absence(released, challenge)) is not None:
        yield "absence", _of_absence(released, absence)
    if (hindrances := wishes.hindrances(released, challenge)) is not None:
        name = text.lower_first(hindrances.first.label)
        asks = f"Hindret {name}: vad kan vi ändra själva, och vad kräver beslut?"
        share = hindrances.first.count / hindrances.first.answered
        yield "hindrances", QuestionToAsk(asks, because(hindrances), share)
    if (wanting := wishes.wanting(released, challenge)) is not None:
        asks = "Vad ska det bli mer av, och tillsammans med vem?"
        share = wanting.count / wanting.answered
        new = (wanting.outside or 0) / max(wanting.count, 1)
        yield "wanting", QuestionToAsk(asks, because(wanting), max(share, new))
    agreed = survey.agreements(released, challenge)
    if agreed is not None and agreed.ties and agreed.written is not None:
        asks = "Vilka samarbeten behöver skrivas ned?"
        loose = 1 - agreed.written / agreed.ties
        yield "agreements", QuestionToAsk(asks, because(agreed), loose)
    if (forms := survey.forms(released, challenge)) is not None:
        whole = survey.extent(released, challenge)
        least = min(forms.forms, key=lambda one: one.count)
        if whole is not None and whole.measure.count and len(forms.forms) > 1:
            asks = f"Behövs mer av {text.lower_first(least.label)} här, och varför?"
            gap = 1 - least.count / whole.measure.count
            yield "forms", QuestionToAsk(asks, because(forms), gap)
    if (few := survey.concentration(released, challenge)) is not None:
        asks = "Hur når vi ut till fler?"
        yield "concentration", QuestionToAsk(asks, because(few), few.together / few.of)
    if (moved := switched(released, challenge)) is not None:
        asks = "Vad fick några att börja, och andra att sluta?"
        share = (moved.began + moved.stopped) / moved.answered
        yield "switched", QuestionToAsk(asks, because(moved), share)


def _of_absence(released: Released, absence: survey.Absence) -> QuestionToAsk:
    """Where nobody does, and from where nothing is known: two things, never one. What
    nobody else can see is asked of first."""
    sentences = []
    if absence.absent:
        verb = text.doing(released.codebook).verb
        where = _groups(released, [one.group for one in absence.absent], "eller")
        sentences.append(f"ingen som har svarat i {where} uppger att den {verb} här")
    if absence.unknown:
        where = _groups(released, absence.unknown)
        sentences.append(f"från {where} saknas svar, så där vet vi inget")
    asks = (
        "Saknas det något, eller syns det bara inte i svaren?"
        if absence.absent
        else "Vad händer där svaren saknas?"
    )
    return QuestionToAsk(asks, "; ".join(sentences), 1.0)
