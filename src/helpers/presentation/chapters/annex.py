"""The annexes: the questions, what was skipped, how good the numbers are, words.

Long: every sentence stands with the words for all its places, to be translated.
"""

from __future__ import annotations

from collections.abc import Iterator

from helpers.disclosure.released import Released
from helpers.estimation.facts import ComparisonFacts
from helpers.estimation.schema import SHARE
from helpers.presentation import tables, tabulation, text
from helpers.presentation.chapters.chapter import (
    Chapter,
    Download,
    Fold,
    Note,
    Paragraph,
    Part,
    Subheading,
    Terms,
    own,
)
from helpers.presentation.chapters.organisations import organisation_parts
from helpers.presentation.findings import survey
from helpers.presentation.locale import message, phrase
from helpers.presentation.manuscript import Report
from helpers.presentation.outputs import WORKBOOK, question_tables
from helpers.survey.codebook import TOTAL, Codebook, FreeText, Optioned, Question

GLOSSARY = (
    (message("Svarande"), message("Den som har svarat på frågan, ”vet ej” inräknat.")),
    (
        message("Svarsandel"),
        message(
            "Hur stor del av dem som fick enkäten och hör till målgruppen som har "
            "svarat."
        ),
    ),
    (
        message("Intervall"),
        message(
            "95-procentigt konfidensintervall: så långt från siffran kan det rätta "
            "värdet rimligen ligga, om de som inte svarat liknar dem som svarat. "
            "Ändarna är avrundade utåt till hela procent."
        ),
    ),
    (
        message("Lägsta och högsta möjliga"),
        message(
            "Det lägsta och högsta möjliga värdet, oavsett hur de som inte svarade "
            "skulle ha svarat."
        ),
    ),
    (
        message("Redovisas inte (·)"),
        message("Siffran är undertryckt för att ingen ska kunna pekas ut."),
    ),
    (
        message("Median"),
        message(
            "Det mittersta värdet: hälften av svaren är lika stora eller mindre, "
            "hälften lika stora eller större."
        ),
    ),
    (
        message("Procentenhet"),
        message(
            "Skillnaden mellan två procenttal: från 30 till 36 procent är sex "
            "procentenheter."
        ),
    ),
)
OF_WEIGHTS = (
    message("Vägd andel"),
    message(
        "En andel där varje {group} räknas efter hur många den har bland alla som fick "
        "enkäten, och inte efter hur många som svarade."
    ),
)
OF_TESTS = (
    message("Statistiskt säkerställd"),
    message(
        "En skillnad som är större än vad slumpen i vilka som svarade brukar ge: det "
        "95-procentiga konfidensintervallet rymmer inte noll."
    ),
)


OF_A_FRAME = (
    message("Svarsandel"),
    message("Intervall"),
    message("Lägsta och högsta möjliga"),
)
"""Words for what is only told where it is known who was asked."""


def appendix(report: Report) -> Chapter:
    """Bilagor: the questions, what was set aside, how good the numbers are, words."""
    released, texts = report.released, report.texts
    codebook, facts = released.codebook, released.facts
    kinds = {
        "single": phrase("Ett svar"),
        "multiple": phrase("Flera svar"),
        "ranking": phrase("Rangordning"),
        "grid": phrase("Rutnät"),
        "number": phrase("Tal"),
        "text": phrase("Fritext"),
        "date": phrase("Datum"),
        "ties": phrase("Namngivna samarbeten"),
    }
    listed = tables.Table(
        "kodbok",
        phrase("Frågorna"),
        [
            tables.Column(phrase("Fråga")),
            tables.Column(phrase("Slag")),
            tables.Column(phrase("Svarsalternativ")),
            tables.Column(phrase("Redovisning")),
        ],
        [
            [
                question.wording,
                kinds[question.type],
                "; ".join(question.all_options) or None,
                _shown_as(codebook, question),
            ]
            for question in codebook.questions
        ],
    )
    # There is no workbook where no question has a table.
    tabled = next(question_tables(released), None) is not None
    numbers = (phrase("Alla tal, ett på varje rad (csv)"), "data/alla-tal.csv")
    workbook = ((phrase("Svaren i tabeller (Excel)"), WORKBOOK),) if tabled else ()
    parts: list[Part | None] = [
        Subheading(phrase("Frågor och kodbok")),
        Fold(phrase("Visa alla frågor"), listed),
        *organisation_parts(released),
        Subheading(phrase("Partiellt bortfall")),
        *_nonresponse(released),
        _response_rates(released),
        Subheading(phrase("Kvalitetsdeklaration")),
        Terms(tuple(quality(released))),
        Note(
            phrase(
                "Kartläggningen är inte officiell statistik, men rubrikerna är de som "
                "Statistiska centralbyrån redovisar kvalitet under."
            )
        ),
        Subheading(phrase("Alla siffror")),
        Download((*workbook, numbers)),
    ]
    if facts.values_set_aside:
        parts += [
            Subheading(phrase("Granskningslogg")),
            tables.Table(
                "granskningslogg",
                phrase("Enstaka uppgifter som inte har kunnat användas"),
                [
                    tables.Column(phrase("Skäl")),
                    tables.Column(phrase("Antal"), "count"),
                ],
                [
                    [text.upper_first(phrase(reason)), count]
                    for reason, count in facts.values_set_aside.items()
                ],
            ),
        ]
    known = facts.response.known
    parts += [
        Subheading(phrase("Ordlista")),
        Terms(tuple(_glossary(released, known=known))),
    ]
    annex = [*parts, own(texts, "appendix")]
    return Chapter.of("bilagor", phrase("Bilagor"), annex, css="bilaga")


def _glossary(released: Released, *, known: bool) -> Iterator[tuple[str, str]]:
    """Words of this report, by the alphabet: the survey's own, and those of method."""
    codebook = released.codebook
    method = [one for one in GLOSSARY if known or one[0] not in OF_A_FRAME]
    if known:
        method.append(OF_TESTS)
    found = [(phrase(name), phrase(meaning)) for name, meaning in method]
    if any(map(text.weighted, text.shown_rows(released.select(group=TOTAL)))):
        name, meaning = OF_WEIGHTS
        group = text.groups(codebook).one
        found.append((phrase(name), phrase(meaning, group=group)))
    area, noun = text.doing(codebook).area, text.respondents(codebook)
    if codebook.challenge_labels:
        named = map(text.quoted, codebook.challenge_labels.values())
        found.append((text.upper_first(area.one), f"{text.listed(list(named))}."))
    if codebook.forms:
        labels = [text.as_words(codebook.form_labels[form]) for form in codebook.forms]
        meaning = phrase(
            "Sätt att {infinitive}: {labels}.",
            infinitive=text.doing(codebook).infinitive,
            labels=text.listed(labels),
        )
        found.append((phrase("Form"), meaning))
    if known:
        meaning = phrase("En av dem som fick enkäten. Var och en lämnar ett svar.")
        found.append((text.upper_first(noun.one), meaning))
    yield from sorted(found, key=lambda one: one[0].casefold())


def _shown_as(codebook: Codebook, question: Question) -> str:
    """How the answers to `question` are told: a name or an address never is."""
    if isinstance(question, FreeText) and question.quote_if:
        return phrase("Bara citat med lov")
    if question.personal or isinstance(question, FreeText):
        return phrase("Redovisas inte")
    if question.consent:
        return phrase("Redovisas inte: samtycke")
    if isinstance(question, Optioned) and not question.counted:
        return phrase("Redovisas inte: alla som svarade gav samma svar")
    return phrase("Skyddad") if codebook.protected(question.id) else phrase("Öppen")


def _nonresponse(released: Released) -> Iterator[Part]:
    unknown = _unknown_base(released)
    rows = released.select(statistic="nonresponse", challenge=TOTAL, group=TOTAL)
    cells = tabulation.by_keys(rows, "question", "item")
    body: list[list[tables.Value]] = []
    for (question, item), cell in cells.items():
        if text.state(cell) is not text.State.SHOWN or not cell.count:
            continue
        name = ": ".join(_asked(released.codebook, question, item))
        # Those whose answer is implied are in the base, but were not asked.
        implied = survey.implied_none(released, question)
        asked = None if implied is None else cell.asked - implied.number
        share = cell.count / asked if asked else cell.estimate
        body.append([name, asked, cell.count, share])
    if body:
        yield _skipped(body)
    elif not unknown and any(cell.asked for cell in cells.values()):
        yield Paragraph(phrase("Alla som fick en fråga har svarat på den."))
    if unknown:
        yield _not_known(unknown, released)


def _unknown_base(released: Released) -> list[list[tables.Value]]:
    """Question by question of those that nobody knows who was asked: how many
    answered."""
    body: list[list[tables.Value]] = []
    for question in released.codebook.counted:
        if question.asked != "unknown":
            continue
        rows = released.select(question=question.id, challenge=TOTAL, group=TOTAL)
        counts = {
            row.item: int(row.answered)
            for row in rows
            if row.shown and row.statistic in (SHARE, "mean")
        }
        for item, answered in counts.items():
            name = ": ".join(_asked(released.codebook, question.id, item))
            body.append([name, answered])
    return body


def _not_known(body: list[list[tables.Value]], released: Released) -> Part:
    responses = released.facts.response.answered
    return Fold(
        phrase("Visa frågor där det inte är känt hur många som fick dem"),
        tables.Table(
            "okant-vilka-som-fick",
            phrase("Svarade på frågan, där det inte är känt hur många som fick den"),
            [
                tables.Column(phrase("Fråga")),
                tables.Column(phrase("Svarade"), "count"),
            ],
            body,
            note=phrase(
                "Enkäten besvarades av {responses}. Den som inte svarade på frågan kan "
                "ha hoppat över den eller aldrig ha fått den.",
                responses=text.number(responses),
            ),
        ),
    )


def _skipped(body: list[list[tables.Value]]) -> Part:
    return Fold(
        phrase("Visa hur många som hoppat över varje fråga"),
        tables.Table(
            "partiellt-bortfall",
            phrase("Fick frågan men svarade inte"),
            [
                tables.Column(phrase("Fråga")),
                tables.Column(phrase("Fick frågan"), "count"),
                tables.Column(phrase("Svarade inte"), "count"),
                tables.Column(phrase("Andel"), "percent"),
            ],
            body,
        ),
    )


def _asked(codebook: Codebook, question: str, item: str) -> list[str]:
    """What a number of the nonresponse is about: the question, and which row of it."""
    names = [codebook.question(question).name]
    if item != TOTAL:
        labels = {one.row: one.label for one in codebook.items(question)}
        names.append(labels.get(item, item))
    return names


RATES = (
    ("rr1", message("Hela svar av alla som fick enkäten")),
    ("rr2", message("Hela och ofullständiga svar av alla: svarsandelen i rapporten")),
    (
        "rr3",
        message("Som RR1, med den del av de oklara som kan antas höra till målgruppen"),
    ),
    (
        "rr4",
        message("Som RR2, med den del av de oklara som kan antas höra till målgruppen"),
    ),
    ("rr5", message("Som RR1, utan de oklara")),
    ("rr6", message("Som RR2, utan de oklara")),
)
"""AAPOR's six response rates, and what they divide."""


def _response_rates(released: Released) -> Part | None:
    response = released.facts.response
    body = [
        [name.upper(), phrase(meaning), response.rates[name]]
        for name, meaning in RATES
        if response.rates.get(name) is not None
    ]
    if not response.known or not body:
        return None
    known = [rate for rate in response.rates.values() if rate is not None]
    rates = set(map(text.percent_words, known))
    if response.known and len(rates) == 1:
        return Paragraph(
            phrase(
                "Svarsandelen är {rates}, också räknad på AAPOR:s sex sätt.",
                rates=rates.pop(),
            )
        )
    columns = [tables.Column(phrase("Mått")), tables.Column(phrase("Vad det är"))]
    table = tables.Table(
        "svarsandelar",
        phrase("Svarsandelen räknad på sex sätt (AAPOR)"),
        [*columns, tables.Column(phrase("Andel"), "percent")],
        body,
        note=phrase(
            "Oklara är de som det inte är känt om de hör till målgruppen. Avbrutna "
            "svar som har ställts åt sidan räknas som uteblivna."
        ),
    )
    return Fold(phrase("Visa svarsandelen räknad på andra sätt"), table)


def quality(released: Released) -> Iterator[tuple[str, str]]:
    """The declaration of quality: five headings, and what can be said under each."""
    codebook, facts = released.codebook, released.facts
    respondents = text.respondents(codebook).many
    yield (
        phrase("Relevans"),
        phrase(
            "Kartläggningen gäller {respondents} och vad de själva har uppgett. "
            "Frågorna står ovan.",
            respondents=respondents,
        ),
    )
    yield phrase("Tillförlitlighet"), " ".join(_reliability(released))
    when = text.period_of(codebook, facts.period) or facts.wave
    state = phrase("Enkäten är inte stängd.") if codebook.status == "open" else ""
    following = codebook.next_wave
    coming = (
        phrase("Nästa kartläggning: {following}.", following=following)
        if following
        else ""
    )
    yield (
        phrase("Aktualitet och punktlighet"),
        " ".join(
            part
            for part in (
                phrase("Enkäten besvarades {when}.", when=when) if when else "",
                state,
                coming,
            )
            if part
        )
        or phrase("Det är inte känt när svaren lämnades."),
    )
    yield (
        phrase("Tillgänglighet och tydlighet"),
        phrase(
            "Varje figur har en tabell med samma siffror. Alla siffror som redovisas "
            "går att ladda ner. Det här är version {version}.",
            version=codebook.version,
        ),
    )
    yield (
        phrase("Jämförbarhet och samanvändbarhet"),
        _comparability(released),
    )


def _comparability(released: Released) -> str:
    """What is compared with the wave before, and how much is not."""
    sentence = phrase(
        "Siffror från olika omgångar jämförs bara där frågan och svarsalternativen "
        "är desamma. Andra kartläggningar kan ha frågat på andra sätt."
    )
    compared = released.facts.comparison
    if not compared:
        return sentence
    breaks = compared.breaks
    left_out = sum(not one.compared for one in breaks)
    sentence += phrase(
        " Med {wave} jämförs {questions} frågor; {both_times}.",
        wave=compared.wave,
        questions=text.number(len(compared.questions)),
        both_times=_both_times(compared),
    )
    if breaks:
        sentence += phrase(
            " {how_many} förbehåll och {how_many_2} undantag står i jämförelsen.",
            how_many=_how_many(len(breaks) - left_out),
            how_many_2=_how_many(left_out).casefold(),
        )
    return sentence


def _both_times(compared: ComparisonFacts) -> str:
    """How many answered both times: 0 means that it cannot be seen, not nobody."""
    if not compared.matched:
        return phrase("det går inte att se vilka som svarade båda gångerna")
    return phrase(
        "{matched} svarade båda gångerna", matched=text.number(compared.matched)
    )


def _how_many(count: int) -> str:
    return text.upper_first(text.word(count, neuter=True)) if count else phrase("Inga")


def _leaves(released: Released) -> set[str]:
    """Questions of leave to quote: only those who wrote something had a reason to
    answer, so to skip them is no nonresponse."""
    return set(released.codebook.permissions)


def _reliability(released: Released) -> Iterator[str]:
    """Coverage, nonresponse, processing and protection, a sentence each."""
    response, facts = released.facts.response, released.facts
    if response.known and response.asked is not None:
        missing = response.asked - response.answered
        asked = text.number(response.asked)
        yield phrase(
            "Undersökningen är en totalundersökning av de {asked} som fick enkäten.",
            asked=asked,
        )
        sentence = (
            phrase("Alla har svarat.")
            if not missing
            else (
                phrase(
                    "{missing} av dem har inte svarat.",
                    n=missing,
                    missing=text.number(missing),
                )
            )
        )
        yield sentence
        if response.not_covered:
            groups = response.not_covered
            names = [text.the_group(released.codebook, group) for group in groups]
            words = (
                message("Inga svar kom från {whom}: siffrorna täcker dem inte.")
                if len(groups) > 1
                else message("Inga svar kom från {whom}: siffrorna täcker den inte.")
            )
            yield phrase(words, whom=text.listed(names))
    else:
        yield (
            phrase(
                "Ramtäckningen är okänd: det finns ingen lista över vilka som fick "
                "enkäten. Siffrorna beskriver de svarande."
            )
        )
    if response.outside:
        strangers = text.word(response.outside, neuter=True)
        yield (
            phrase(
                "{strangers} svar kom från någon som inte finns i listan och räknas "
                "inte.",
                n=response.outside,
                strangers=text.upper_first(strangers),
            )
        )
    blank = [
        row
        for row in text.shown_rows(
            released.select(statistic="nonresponse", challenge=TOTAL, group=TOTAL)
        )
        if row.estimate > 0 and row.question not in _leaves(released)
    ]
    if blank:
        most = max(blank, key=lambda row: row.estimate)
        names = _asked(released.codebook, most.question, most.item)
        which = ", ".join(text.quoted(name) for name in names)
        yield (
            phrase(
                "Av dem som fick en fråga hoppade som mest {estimate} över den "
                "({which}).",
                estimate=text.percent_words(most.estimate),
                which=which,
            )
        )
    if unknown := [q for q in released.codebook.counted if q.asked == "unknown"]:
        if len(unknown) == 1:
            yield phrase("För en fråga är det inte känt hur många som fick den.")
        else:
            yield phrase(
                "För {some} frågor är det inte känt hur många som fick dem.",
                some=text.word(len(unknown)),
            )
    yield phrase("Vi har inte prövat om alla uppfattat frågorna lika (mätfel).")
    if response.known and released.codebook.group:
        where = text.groups(released.codebook).one
        yield (
            phrase(
                "Intervallen är räknade under antagandet att de som inte svarat "
                "liknar dem som svarat i samma {where}; det lägsta och högsta "
                "möjliga värdet antar ingenting.",
                where=where,
            )
        )
        for one, other in response.collapsed.items():
            yield (
                phrase(
                    "Från {one} kom ett enda svar av flera: när osäkerheten för alla "
                    "räknas förs det ihop med {other}, som ligger närmast i storlek.",
                    one=one,
                    other=other,
                )
            )
    aside = sum(facts.set_aside.values()) + response.outside
    if aside:
        words = (
            message("{aside} rad har ställts åt sidan.")
            if aside == 1
            else message("{aside} rader har ställts åt sidan.")
        )
        yield phrase(words, aside=text.upper_first(text.word(aside)))
    if any(released.codebook.protected(q.id) for q in released.codebook.counted):
        yield phrase("Siffror som kunde peka ut någon redovisas inte.")
