"""The chapters of the fördjupad report, one function each: Report → Chapter.

A chapter whose questions were not asked has no parts and shows nothing.
"""

from __future__ import annotations

from helpers.disclosure.released import Released
from helpers.estimation.schema import COLLABORATES
from helpers.presentation import figures, prose, tables, text
from helpers.presentation.chapters.chapter import (
    Chapter,
    Note,
    Paragraph,
    Part,
    QuoteList,
    Subheading,
    own,
)
from helpers.presentation.chapters.coordination import response_table
from helpers.presentation.chapters.extra import extra_parts
from helpers.presentation.chapters.heading import headed
from helpers.presentation.chapters.lead import lead, of_topics
from helpers.presentation.chapters.nonresponse import nonresponse_parts
from helpers.presentation.chapters.questions import question_parts
from helpers.presentation.chapters.shrunken import shrunken_parts
from helpers.presentation.chapters.summary import groups_and_challenges
from helpers.presentation.chapters.themes import theme_parts
from helpers.presentation.findings import bases, response, survey, wishes
from helpers.presentation.findings.gaps import Gaps, find_gaps
from helpers.presentation.findings.headlines import Topic, answered
from helpers.presentation.locale import message, phrase, spoken
from helpers.presentation.manuscript import Report
from helpers.survey.codebook import TOTAL


def about(report: Report) -> Chapter:
    """0. Om rapporten: what it rests on, and how it may be used."""
    released, texts = report.released, report.texts
    facts, codebook = released.facts, released.codebook
    noun = text.respondents(codebook)
    response = facts.response
    sentences = [
        phrase(
            "Rapporten bygger på svar från {answered}.",
            answered=text.counted(response.answered, noun),
        )
    ]
    if when := text.period_of(codebook, facts.period):
        sentences.append(phrase("Enkäten besvarades {period}.", period=when))
    if response.asked is not None and response.response_rate is not None:
        sentences.append(
            phrase(
                "Den gick till {asked} {many}; svarsandelen är {response_rate}.",
                asked=text.number(response.asked),
                many=noun.many,
                response_rate=text.percent_words(response.response_rate),
            )
        )
    else:
        sentences.append(
            phrase(
                "Det finns ingen lista över vilka som fick enkäten. Resultaten gäller "
                "dem som svarade, och säger inget om andra."
            )
        )
    if response.known:
        sentences.append(
            phrase(
                "De tunna strecken i figurerna visar 95-procentiga konfidensintervall."
            )
        )
    if codebook.status == "open":
        sentences.append(phrase("Enkäten är inte stängd: siffrorna är preliminära."))
    limits = codebook.disclosure
    protected = [q.id for q in codebook.counted if codebook.protected(q.id)]
    if protected:
        all_are = len(protected) == len(codebook.counted)
        which = phrase("alla") if all_are else phrase("skyddade")
        sentences.append(
            phrase(
                "På {which} frågor visas inget där färre än {k} har svarat, och inga "
                "antal mellan ett och {k_2}.",
                which=which,
                k=text.word(limits.k),
                k_2=text.word(limits.k - 1),
            )
        )
    if any(map(text.weighted, text.shown_rows(released.select(group=TOTAL)))):
        sentences.append(
            phrase(
                "Andelar för alla är vägda efter {one} och kan därför skilja sig "
                "från antalet delat med antalet svarande.",
                one=text.groups(codebook).one,
            )
        )
    return Chapter.of(
        "om-rapporten",
        phrase("Om rapporten"),
        [Paragraph(" ".join(sentences)), own(texts, "about")],
    )


def mission(report: Report) -> Chapter:
    """2. Uppdrag och bakgrund: her own text."""
    own_text = own(report.texts, "mission")
    return Chapter.of("uppdrag", phrase("Uppdrag och bakgrund"), [own_text])


def method(report: Report) -> Chapter:
    """3. Metod, bortfall och tolkning."""
    released, texts = report.released, report.texts
    facts, limits = released.facts, released.codebook.disclosure
    known = facts.response.known
    # Answers from outside the frame are kept, but count in no number of the report.
    outside = facts.response.outside
    aside = sum(facts.set_aside.values()) + outside
    sentence = phrase(
        "Exporten innehöll {rows_read} svar. {kept} ingår i rapporten och "
        "{aside} har ställts åt sidan.",
        rows_read=text.number(facts.rows_read),
        kept=text.number(facts.kept - outside),
        aside=text.number(aside),
    )
    rows: list[list[tables.Value]] = [[phrase("Lästa"), facts.rows_read]]
    rows += [
        [phrase("Åt sidan: {why}", why=phrase(why)), count]
        for why, count in facts.set_aside.items()
    ]
    if outside:
        rows.append([phrase("Åt sidan: från någon som inte finns i listan"), outside])
    rows.append([phrase("Ingår i rapporten"), facts.kept - outside])
    reasons = tables.Table(
        "bearbetning",
        phrase("Lästa svar, svar som ställts åt sidan och svar som ingår"),
        [tables.Column(phrase("Svar")), tables.Column(phrase("Antal"), "count")],
        rows,
    )
    reading = phrase(
        "En andel är alltid antalet som angett svaret delat med antalet som "
        "svarat på frågan; ”vet ej” räknas som ett svar. Den som inte fick "
        "frågan räknas inte med{implied}. När färre än {percent_from} har svarat "
        "anges antal i stället för procent.",
        implied=_implied(released),
        percent_from=text.word(limits.percent_from),
    )
    if known:
        reading += phrase(
            " Intervallen är 95-procentiga konfidensintervall, och ändarna är "
            "avrundade utåt till hela procent."
        )
    weighted = None
    rates = {one.response_rate for one in facts.response.departments}
    if known and released.codebook.group and len(rates) > 1:
        noun = text.groups(released.codebook)
        weighted = Paragraph(
            phrase(
                "Svarsandelen skiljer sig mellan olika {many}. Andelar för alla är "
                "därför vägda: varje {one} räknas efter sin andel av alla "
                "tillfrågade {many_2}. En vägd andel kan skilja sig från antalet "
                "delat med antalet svarande.",
                many=noun.many,
                one=noun.one,
                many_2=text.respondents(released.codebook).many,
            )
        )
    careful = prose.sentence(survey.caution(released), released.codebook)
    return Chapter.of(
        "metod",
        # Without a list of who was asked, nothing is known of those who did not answer.
        phrase("Metod, bortfall och tolkning")
        if known
        else phrase("Metod och tolkning"),
        [
            Paragraph(sentence),
            reasons,
            Paragraph(reading),
            weighted,
            Paragraph(careful) if careful else None,
            *nonresponse_parts(released),
            own(texts, "method"),
        ],
    )


def _implied(released: Released) -> str:
    """The exception: whose answer follows from an earlier one."""
    source = released.codebook.challenges
    question = source and released.codebook.question(source.source.question)
    if not question or not question.implied_none:
        return ""
    does = text.doing(released.codebook)
    return phrase(
        ", utom den som svarat att den inte {verb}, eller ”vet ej”: den fick "
        "inte frågan om {name} men räknas som att den har svarat detsamma om "
        "{each} {one}",
        verb=does.verb,
        name=question.name.casefold(),
        each=text.each(neuter=does.area.neuter),
        one=does.area.one,
    )


def respondents(report: Report) -> Chapter:
    """4. Vilka svarade: per group against the frame, and the background questions."""
    released = report.released
    found = (response.responded(released), response.uncovered(released))
    parts: list[Part | None] = [
        *lead(report, "background", found),
        response_table(released),
        *_questions(released, "background"),
    ]
    heading = headed(
        text.chapter_title(released.codebook, "background"),
        response.responded(released),
        released.codebook,
    )
    return Chapter.of("svarande", heading, parts)


def extent(report: Report) -> Chapter:
    """5. Omfattning: group × challenge, forms, and the degree of collaboration."""
    released = report.released
    codebook = released.codebook
    found = [*of_topics(report, Topic.EXTENT, Topic.GAPS)]
    found.insert(1, survey.largest_challenge(released))
    parts: list[Part | None] = [*lead(report, "extent", found)]
    named = list(codebook.challenge_labels)
    matrix = released.select(statistic=COLLABORATES, form=TOTAL, challenge=named)
    if len(matrix):
        everyone = matrix.select(group=TOTAL)
        parts.append(
            figures.shares(everyone, "omfattning-utmaning", by="challenge", sort=True)
        )
    crossed = groups_and_challenges(released, "omfattning-grupp")
    if crossed is not None:
        parts.append(crossed)
        parts += shrunken_parts(released)
    forms = released.select(
        statistic=COLLABORATES,
        group=TOTAL,
        challenge=named,
        form=list(codebook.forms),
    )
    if len(forms):
        parts.append(
            figures.small_multiples(
                forms, "omfattning-former", panels="challenge", by="form"
            )
        )
    combined = released.select(statistic="combination", challenge=TOTAL, group=TOTAL)
    if len(combined):
        parts.append(figures.combinations(combined, "omfattning-kombinationer"))
    source = codebook.challenges.source.question if codebook.challenges else None
    parts += _questions(released, "extent", without={source} if len(matrix) else set())
    title = text.chapter_title(codebook, "extent")
    heading = headed(title, survey.extent(released), codebook)
    shown = [part for part in parts if not isinstance(part, Paragraph)]
    return Chapter.of("omfattning", heading, parts if shown else [])


def questions(report: Report, chapter: str) -> Chapter:
    """A chapter of questions: dialog, support, joint, quality, barriers, needs, …

    `chapter` is a key of codebook.CHAPTERS.
    """
    released = report.released
    parts = _questions(released, chapter)
    codebook = released.codebook
    title = text.chapter_title(codebook, chapter)
    heading = headed(title, _first_finding(released, chapter), codebook)
    if not parts:
        return Chapter(chapter, heading, ())
    if parts == _quotes(released, chapter):
        heading = phrase(QUOTES_ALONE)
    return Chapter.of(chapter, heading, [*lead(report, chapter), *parts])


def _first_finding(released: Released, chapter: str) -> object:
    """What the chapter's first question of its own kind found."""
    found: object
    if chapter == "barriers" and (found := wishes.hindrances(released)):
        return found
    if chapter == "needs" and (found := wishes.most_wanted(released)):
        return found
    if chapter == "results":  # what fits nowhere else has no finding in common
        return None
    for question in survey.chapter_questions(released.codebook, chapter):
        # Wording in another language does not mix well into a Swedish heading.
        foreign = (question.lang or released.codebook.language) != "sv"
        # The commonest answer to a question with one each means little without it.
        if foreign or question.type != "multiple":
            continue
        if answered_by := answered(released, question):
            asked = answered_by.asked
            return bases.Among(answered_by.found, asked) if asked else answered_by.found
    return None


def conclusions(report: Report) -> Chapter:
    """15. Vita fläckar och slutsatser: the computed gaps, then her own text."""
    released = report.released
    codebook = released.codebook
    noun, doing = text.groups(codebook), text.doing(codebook)
    parts: list[Part | None] = []
    gaps = find_gaps(released)
    if gaps is not None:
        sentence = prose.sentence(gaps, codebook)
        answered_whole = {
            one.department
            for one in released.facts.response.departments
            if one.answered == one.population
        }
        if any(gap.group not in answered_whole for gap in gaps.groups):
            sentence += phrase(
                " Det betyder inte att {noun} saknas där: alla har inte svarat.",
                noun=doing.noun,
            )
        parts.append(Paragraph(sentence))
        if len(gaps.groups) > prose.FEW_GAPS:  # fewer stand in the sentence
            parts.append(_gap_table(gaps, noun, doing))
    parts.append(own(report.texts, "conclusions"))
    return Chapter.of("slutsatser", phrase("Vita fläckar och slutsatser"), parts)


def _gap_table(gaps: Gaps, noun: text.Noun, doing: text.Doing) -> tables.Table:
    return tables.Table(
        "vita-flackar",
        phrase("Ingen svarande uppger {noun}", noun=doing.noun),
        [
            tables.Column(text.upper_first(noun.one)),
            tables.Column(phrase("Svarande"), "count"),
            tables.Column(text.upper_first(doing.area.many)),
        ],
        [[gap.group, gap.answered, "; ".join(gap.challenges)] for gap in gaps.groups],
    )


def _questions(
    released: Released, chapter: str, *, without: set[str | None] | None = None
) -> list[Part]:
    parts: list[Part] = []
    for question in survey.chapter_questions(released.codebook, chapter):
        if question.id in (without or set()):
            continue
        if chapter == "background" and question.id == released.codebook.group:
            # The response table says it already, against the frame.
            continue
        parts += question_parts(released, question)
    return [
        *parts,
        *extra_parts(released, chapter),
        *theme_parts(released, chapter),
        *_quotes(released, chapter),
    ]


QUOTES_ALONE = message("Med egna ord")
"""What a chapter that has nothing but quotes is called."""


def _quotes(released: Released, chapter: str) -> list[Part]:
    """What respondents wrote: only what they and a person let be printed."""
    parts: list[Part] = []
    quotes = released.facts.quotes
    for question in released.codebook.questions:
        texts = tuple(one.text for one in quotes if one.question == question.id)
        if question.chapter == chapter and texts:
            foreign = question.language if question.language != spoken() else ""
            parts += [Subheading(question.name), QuoteList(texts, foreign)]
            parts.append(
                Note(phrase("Citaten är utvalda, och godkända av dem som skrev dem."))
            )
    return parts
