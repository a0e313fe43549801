"""The findings of one group in Swedish, for its own sheet."""

from __future__ import annotations

from helpers.presentation.findings.sheet import (
    Everywhere,
    OwnAnswers,
    OwnChange,
    OwnShare,
    Sharing,
    Sum,
    ToAsk,
)
from helpers.presentation.nouns import (
    Noun,
    doing,
    groups,
    listed,
    quoted,
    respondents,
    the_group,
    upper_first,
    word,
)
from helpers.presentation.prose.tables import Voice, all_of, say
from helpers.presentation.swedish import number, percent_words, signed_interval
from helpers.survey.codebook import Codebook

_ORDINALS = ("", "", "näst ", "tredje ", "fjärde ", "femte ", "sjätte ")


@say.register
def _own_share(finding: OwnShare, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    noun, does, one = respondents(codebook), doing(codebook), finding.one
    least = f"minst {word(1, neuter=does.area.neuter)} av {does.area.the_many}"
    where = the_group(codebook, finding.group)
    whom = {0: "ingen"}.get(int(one.count), number(one.count))
    base = f"{whom} av {number(one.answered)} svarande {noun.many} i {where}"
    sentence = f"{upper_first(base)} {does.verb} inom {least}"
    if finding.others is None:
        return sentence
    others = percent_words(finding.others)
    sure = "" if finding.sure else " inte"
    span = f" (intervall {signed_interval(*finding.span)})" if finding.span else ""
    # Its own interval may leave out 0 though it does not stand among so many.
    alone = finding.span and not finding.sure and finding.span[0] * finding.span[1] > 0
    among = " när hänsyn tas till att många jämförs" if alone else ""
    return (
        f"{sentence}: {percent_words(one.share)}, mot {others} i de andra "
        f"{groups(codebook).the_many}. Skillnaden{span} är{sure} statistiskt "
        f"säkerställd{among}"
        f"{_place(finding, codebook)}"
    )


def _place(finding: OwnShare, codebook: Codebook) -> str:
    if not finding.place or finding.of < 3:
        return ""
    few = word(codebook.disclosure.percent_from)
    among = f"av de {word(finding.of)} {groups(codebook).many} där minst {few} svarat"
    from_below = finding.of + 1 - finding.place - finding.equal
    if finding.equal:
        among += f", lika med {word(finding.equal)} till"
    if finding.place < len(_ORDINALS) and finding.place <= from_below:
        return f". Andelen är {_ORDINALS[finding.place]}högst {among}"
    if from_below < len(_ORDINALS):
        return f". Andelen är {_ORDINALS[from_below]}lägst {among}"
    return ""


@say.register
def _own_change(
    finding: OwnChange, codebook: Codebook, voice: Voice = Voice.FULL
) -> str:
    then, now = percent_words(finding.then), percent_words(finding.now)
    sentence = f"{finding.wave} var andelen {then}, nu är den {now}"
    if finding.sure is None:
        return (
            f"{sentence}; om förändringen är statistiskt säkerställd har inte prövats"
        )
    sure = "är" if finding.sure else "är inte"
    return f"{sentence}; förändringen {sure} statistiskt säkerställd"


@say.register
def _everywhere(
    finding: Everywhere, codebook: Codebook, voice: Voice = Voice.FULL
) -> str:
    does, who = doing(codebook), upper_first(the_group(codebook, finding.group))
    if finding.none:
        none = "inget" if respondents(codebook).neuter else "ingen"
        within = listed([quoted(label) for label in finding.none], "eller")
        where = the_group(codebook, finding.group)
        return (
            f"I {where} uppger {none} av dem som svarat att de {does.verb} inom "
            f"{within}"
        )
    areas = all_of(finding.challenges, does.area)
    if finding.forms < 2:
        return f"{who} {does.verb} inom {areas}"
    forms = all_of(finding.forms, Noun("form", "former", "formerna"))
    return f"{who} använder {forms} inom {areas}"


@say.register
def _answers(finding: OwnAnswers, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    where, others = the_group(codebook, finding.group), groups(codebook).the_many
    parts = [
        f"{how} i {where} än i de andra {others}: "
        + listed(
            [
                f"{quoted(answer)} om {quoted(question)} ({percent_words(share)})"
                for question, answer, share in answers
            ]
        )
        for how, answers in (
            ("vanligare", finding.more),
            ("mindre vanligt", finding.less),
        )
        if answers
    ]
    sentence = upper_first("; ".join(parts))
    furthest = len(finding.more) + len(finding.less)
    if finding.of > furthest:
        more = f"{number(finding.of)} svar skiljer sig statistiskt säkerställt"
        return f"{sentence}. {more}; de är märkta i tabellerna nedan"
    return f"{sentence} (statistiskt säkerställt)"


@say.register
def _sum(finding: Sum, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    noun = respondents(codebook)
    many = noun.one if finding.answered == 1 else noun.many
    base = f"{number(finding.answered)} {many} som svarat"
    return f"{finding.question}: {number(finding.total)} tillsammans, enligt {base}"


@say.register
def _to_ask(finding: ToAsk, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    names = listed([the_group(codebook, group) for group in finding.groups])
    return f"Om {quoted(finding.challenge)}: {names}, där andelen är störst"


@say.register
def _sharing(finding: Sharing, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    sentences = [
        f"{the_group(codebook, group)} ({number(count)})"
        for group, count in finding.groups
    ]
    return (
        f"Om gemensamma organisationer: {listed(sentences)}, som nämner flest av samma"
    )
