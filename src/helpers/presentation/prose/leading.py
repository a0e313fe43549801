"""What leads in most rows of a table in Swedish, and where nothing can be said."""

from __future__ import annotations

from helpers.presentation.findings import Prevailing, Unexplained
from helpers.presentation.locale import in_swedish, phrase
from helpers.presentation.nouns import (
    Noun,
    counted,
    counted_of,
    doing,
    listed,
    quoted,
    word,
)
from helpers.presentation.prose.tables import Voice, all_of, noun_of, say, within
from helpers.survey.codebook import Codebook


@say.register
def _unexplained(
    finding: Unexplained, codebook: Codebook, voice: Voice = Voice.FULL
) -> str:
    """ "Vad svaren ”1” och ”2” betyder framgår inte"."""
    some = [quoted(code) for code in finding.codes[:MOST_CODES]]
    if (more := len(finding.codes) - len(some)) > 0:
        some.append(phrase("{more} till", more=word(more)))
    return phrase("Vad svaren {codes} betyder framgår inte", codes=listed(some))


MOST_CODES = 3


@say.register
def _prevailing(
    finding: Prevailing, codebook: Codebook, voice: Voice = Voice.FULL
) -> str:
    noun = noun_of(codebook, finding.rows)
    if finding.of_challenges:
        noun = doing(codebook).area
    beside = _beside_in_rows(finding, noun)
    if not finding.label or 2 * finding.leads < finding.seen:
        # In so few rows it is not what the table shows.
        sentence = phrase(
            "Så fördelar sig svaren mellan {the_many}", the_many=noun.the_many
        )
        return f"{sentence}; {beside}" if beside else sentence
    shown = "" if finding.seen == finding.of else phrase(" där det går att se")
    where = (
        f"{all_of(finding.seen, noun)}{shown}"
        if finding.leads == finding.seen
        else phrase(
            "{count} {many}",
            count=counted_of(finding.leads, finding.seen),
            many=noun.many,
        )
        + shown
    )
    names = [finding.label, *finding.tied]
    named = finding.by == "option" or not in_swedish()
    sentences = [quoted(name) if named else name for name in names]
    if finding.tied:
        sentence = phrase(
            "{words} är vanligast {within} {rows} var, av {of}",
            words=listed(sentences),
            within=within(finding.rows),
            rows=counted(finding.leads, noun),
            of=word(finding.seen),
        )
        return f"{sentence}{shown}"
    sentence = phrase(
        "{words} är vanligast {within} {where}",
        words=sentences[0],
        within=within(finding.rows),
        where=where,
    )
    if finding.shared:
        equal = word(finding.shared)
        sentence += phrase(", och lika vanligt som ett annat i {equal}", equal=equal)
    if not finding.sure:
        sentence = phrase(
            "{told}, men utan statistiskt säkerställd skillnad", told=sentence
        )
    elif finding.sure < finding.leads:
        sentence = phrase(
            "{told}, i {sure} av dem statistiskt säkerställt",
            told=sentence,
            sure=word(finding.sure),
        )
    return f"{sentence}; {beside}" if beside else sentence


def _beside_in_rows(finding: Prevailing, noun: Noun) -> str:
    """ "i två frågor svarar flest ”Vet ej”"."""
    label, times = finding.beside
    if not times:
        return ""
    return phrase(
        "{within} {rows} svarar fler {words}",
        within=within(finding.rows),
        rows=counted(times, noun),
        words=quoted(label) if finding.by == "option" else label,
    )
