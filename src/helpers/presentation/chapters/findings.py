"""What can be said of a survey or a challenge, a sentence each.

Every function answers with a whole sentence, or with nothing: when the question was not
asked, nobody answered it, or its number is not shown. The numbers ①–⑩ are those of the
brief for the host pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from helpers.core.wording import in_sentence
from helpers.disclosure.released import Released
from helpers.presentation import findings, prose, text
from helpers.presentation.text import State, state
from helpers.survey.codebook import TOTAL, AnyQuestion, Codebook, Grid

MORE = ("öka", "starta")
"""How the options begin that ask for more collaboration, in a question on needs."""
MOST_NAMED = 3


def row_of(released: Released, **keys: Any) -> Any:
    """The one row with these keys, when it is shown and has answers; else None."""
    rows = text.shown_rows(released.select(**keys))
    return rows[0] if len(rows) == 1 else None


def collaborating(released: Released, challenge: str, *, form: str = TOTAL) -> Any:
    """The row of those that collaborate in a challenge, all groups together."""
    return row_of(
        released,
        statistic="collaborates",
        challenge=challenge,
        form=form,
        group=TOTAL,
    )


# --- the survey ----------------------------------------------------------------------


def responded(released: Released) -> str:
    """ "351 av 585 verksamheter svarade (60 procent)."""
    facts, noun = released.facts, text.respondents(released.codebook)
    response = facts["response"]
    if not response["known"]:
        return f"{text.upper_first(text.counted(facts['kept'], noun))} har svarat."
    share = response["svarsandel"]
    rate = "" if share is None else f" ({text.percent_words(share)})"
    return (
        f"{text.number(response['answered'])} av {text.number(response['asked'])} "
        f"{noun.many} svarade{rate}."
    )


def not_covered(released: Released) -> str:
    """⑤, the end: the groups that nobody has answered for."""
    silent = released.facts["response"]["not_covered"]
    return f"Från {text.listed(silent)} saknas svar." if silent else ""


def extent(released: Released) -> str:
    """How many do anything within any of the challenges."""
    row = collaborating(released, TOTAL)
    if row is None:
        return ""
    rows = released.select(
        statistic="collaborates", challenge=TOTAL, form=TOTAL, group=TOTAL
    )
    doing = text.doing(released.codebook)
    one = text.word(1, neuter=doing.area.neuter)
    return text.share_sentence(
        rows, f"{doing.verb} inom minst {one} av {doing.area.the_many}"
    )


def largest_challenge(released: Released) -> str:
    """Which challenge most are in, with those that cannot be told apart from it."""
    codebook = released.codebook
    rows = released.select(
        statistic="collaborates",
        form=TOTAL,
        group=TOTAL,
        challenge=list(codebook.challenge_labels),
    )
    shown = text.shown_rows(rows)
    if not shown or len(shown) < len(codebook.challenge_labels):
        return ""
    top, *others = sorted(shown, key=lambda row: -row.estimate)
    if not top.count:
        return ""
    few, labels = codebook.disclosure.percent_from, codebook.challenge_labels
    first = findings.Measure.of(top)
    leaders = [
        top,
        *(
            row
            for row in others
            if not findings.distinguishable(first, findings.Measure.of(row))
        ),
    ]
    said = [
        f"{text.quoted(labels[row.challenge])} "
        f"({text.share_words(row, percent_from=few)})"
        for row in leaders
    ]
    verb = text.doing(codebook).verb
    if len(leaders) == 1:
        return f"Flest {verb} inom {said[0]}."
    return (
        f"Flest {verb} inom {text.listed(said)}; skillnaden mellan dem är inte säker."
    )


def used_forms(released: Released, challenge: str = TOTAL) -> str:
    """Which form is most common, and how many use them all."""
    codebook = released.codebook
    few = codebook.disclosure.percent_from
    rows = released.select(
        statistic="collaborates",
        challenge=challenge,
        group=TOTAL,
        form=list(codebook.forms),
    )
    found = prose.say(findings.ranking(rows, by="form"), codebook) if len(rows) else ""
    if not found:
        return ""
    every = row_of(
        released,
        statistic="combination",
        challenge=challenge,
        group=TOTAL,
        form="+".join(codebook.forms),
    )
    said = found.replace("Vanligast är", "Den vanligaste formen är", 1)
    if every is not None and every.count and len(codebook.forms) > 1:
        how = text.share_words(every, percent_from=few)
        said += f"; {how} uppger alla {text.word(len(codebook.forms))} formerna"
    return f"{said}."


def organisations(
    released: Released, challenge: str = TOTAL, *, short: bool = False
) -> str:
    """⑥ How many organisations are named, and how many by two groups or more; unless
    `short`, with what the list cannot tell."""
    keys = {"challenge": challenge, "form": TOTAL, "group": TOTAL}
    named = row_of(released, statistic="organisations", **keys)
    if named is None or not named.count:
        return ""
    many = int(named.count)
    said = f"{text.upper_first(text.counted(many, text.ORGANISATION))} nämns"
    shared = row_of(released, statistic="organisations_shared", **keys)
    if shared is not None and released.codebook.group and many > 1:
        count = int(shared.count)
        noun = text.groups(released.codebook)
        how = text.word(count) if count else "ingen"
        said += f", {how} av minst två {noun.many}"
    if short:
        return f"{said}."
    return f"{said}. Listan är inte fullständig{_limit(released.codebook)}."


def _limit(codebook: Codebook) -> str:
    most = max((question.blocks for question in codebook.ties), default=0)
    return f": var och en kunde nämna högst {text.word(most)}" if most else ""


def gaps(released: Released, challenge: str) -> list[Any]:
    """The rows of groups with answers, none of which are in the challenge."""
    rows = released.select(statistic="collaborates", challenge=challenge, form=TOTAL)
    return [
        row for row in text.shown_rows(rows) if row.group != TOTAL and row.count == 0
    ]


def all_gaps(released: Released) -> str:
    """How many combinations of group and challenge have nobody."""
    codebook = released.codebook
    rows = released.select(
        statistic="collaborates",
        form=TOTAL,
        challenge=list(codebook.challenge_labels),
    )
    if not any(row.count == 0 for row in text.shown_rows(rows) if row.group != TOTAL):
        return ""
    return f"{prose.say(findings.presence(rows), codebook)}."


# --- one challenge -------------------------------------------------------------------


def share(released: Released, challenge: str) -> str:
    """How large a share is in the challenge, and what it rests on."""
    if collaborating(released, challenge) is None:
        return ""
    codebook = released.codebook
    rows = released.select(
        statistic="collaborates", challenge=challenge, form=TOTAL, group=TOTAL
    )
    label = text.quoted(codebook.challenge(challenge).label)
    return text.share_sentence(rows, f"{text.doing(codebook).verb} inom {label}")


def engaged(released: Released, challenge: str) -> str:
    """① How many answered, and how many of them are in the challenge."""
    row = collaborating(released, challenge)
    if row is None:
        return ""
    codebook = released.codebook
    label = text.quoted(codebook.challenge(challenge).label)
    within = f"{text.doing(codebook).verb} inom {label}"
    answered = text.number(row.answered)
    if row.count == 0:
        said = f"ingen av de {answered} som svarat på frågan {within}"
    elif row.count == row.answered:
        said = f"alla {answered} som svarat på frågan {within}"
    else:
        said = (
            f"{text.number(row.count)} av de {answered} som svarat på frågan {within}"
        )
    return f"{responded(released).rstrip('.')}; {said}."


def forms(released: Released, challenge: str) -> str:
    """② How many in each form, and how many in all of them."""
    codebook = released.codebook
    rows = {
        form: collaborating(released, challenge, form=form) for form in codebook.forms
    }
    shown = {form: row for form, row in rows.items() if row is not None}
    if not shown or not any(row.count for row in shown.values()):
        return ""
    parts = [
        f"{_none_or(row.count)} uppger {text.lower_first(codebook.form_labels[form])}"
        if place == 0
        else f"{_none_or(row.count)} {text.lower_first(codebook.form_labels[form])}"
        for place, (form, row) in enumerate(shown.items())
    ]
    said = text.upper_first(text.listed(parts))
    every = row_of(
        released,
        statistic="combination",
        challenge=challenge,
        group=TOTAL,
        form="+".join(codebook.forms),
    )
    if every is not None and len(codebook.forms) > 1:
        what = "båda" if len(codebook.forms) == 2 else f"alla {text.word(len(rows))}"
        said += f"; {_none_or(every.count)} uppger {what}"
    return f"{said}."


def _none_or(count: float) -> str:
    return text.number(count) if count else "ingen"


def concentration(released: Released, challenge: str) -> str:
    """④ The two groups with most of those in the challenge, when they can be named."""
    codebook = released.codebook
    whole = collaborating(released, challenge)
    rows = released.select(statistic="collaborates", challenge=challenge, form=TOTAL)
    of_groups = [row for row in rows if row.group != TOTAL]
    if whole is None or not whole.count or not all(row.shown for row in of_groups):
        return ""
    ranked = sorted(
        (row for row in text.shown_rows(rows) if row.group != TOTAL),
        key=lambda row: -row.count,
    )
    if len(ranked) < 3 or ranked[1].count <= ranked[2].count:
        return ""  # no two stand out
    first, second = ranked[:2]
    together = text.number(first.count + second.count)
    of_all = text.number(whole.count)
    noun = text.respondents(codebook)
    names = [first.group, second.group]
    two = text.listed(names)
    if text.groups(codebook) is text.GROUP:  # labels that say little by themselves
        two = f"Grupperna {text.listed([text.quoted(name) for name in names])}"
    said = f"{two} står för {together} av de {of_all}"
    return f"{said} {noun.many} som {text.doing(codebook).verb} här."


def silent_groups(released: Released, challenge: str, *, short: bool = False) -> str:
    """⑤ The groups where nobody who answered is in the challenge; unless `short`, with
    those that nobody answered for."""
    found = gaps(released, challenge)
    unknown = "" if short else not_covered(released)
    if not found:
        return unknown
    codebook = released.codebook
    asked = {
        one["department"]: one["population"]
        for one in released.facts["response"]["departments"]
    }
    parts = [f"{row.group} ({_seen(row, asked.get(row.group))})" for row in found]
    one = text.respondents(codebook).one
    said = (
        f"Ingen svarande {one} i {text.listed(parts, 'eller')} uppger "
        f"{text.doing(codebook).noun}."
    )
    return " ".join(part for part in (said, unknown) if part)


def _seen(row: Any, population: int | None) -> str:
    said = text.out_of(row.count, row.answered)
    return (
        said if population is None else f"{said}, {text.number(population)} tillfrågade"
    )


def listed_in(released: Released, challenge: str) -> list[dict[str, Any]]:
    """⑥ The organisations named within the challenge whose names may be printed, those
    that most groups name first."""
    found = [
        {**one, **one["challenges"][challenge]}
        for one in released.facts["organisations"]["listed"]
        if challenge in one["challenges"]
    ]
    return sorted(
        found, key=lambda one: (-len(one["groups"]), -one["units"], one["name"])
    )


def not_named(released: Released, challenge: str) -> list[str]:
    """⑦ What the register has for the challenge but nobody names within it."""
    missing = released.facts["organisations"].get("not_named", {})
    return list(missing.get(challenge, []))


def agreements(released: Released, challenge: str) -> str:
    """⑧ How many of the named ties are agreed in writing, and how many are old."""
    keys = {"challenge": challenge, "form": TOTAL, "group": TOTAL}
    written = row_of(released, statistic="ties_written", **keys)
    started = released.facts["organisations"].get("started", {}).get(challenge)
    said = ""
    if written is not None:
        ties = int(written.answered)
        said = (
            f"Av {text.counted(ties, _NAMED_TIE)} har {_none_or(written.count)} en "
            "skriftlig överenskommelse, ett partnerskap eller ett avtal"
        )
    if started and started["known"]:
        of = text.out_of(started["before"], started["known"])
        begun = f"{of} med känt startår började {started['year']} eller tidigare"
        said = f"{said}; {begun}" if said else f"Av de namngivna samarbetena: {begun}"
    return f"{said}." if said else ""


_NAMED_TIE = text.Noun(
    "namngivet samarbete",
    "namngivna samarbeten",
    "de namngivna samarbetena",
    neuter=True,
)


def chapter_questions(codebook: Codebook, chapter: str) -> list[AnyQuestion]:
    return [one for one in codebook.counted if one.chapter == chapter]


def barriers(released: Released, challenge: str = TOTAL, *, short: bool = False) -> str:
    """⑨ The most common barriers, among those in the challenge; unless `short`, that
    they were not asked of each challenge."""
    codebook = released.codebook
    for question in chapter_questions(codebook, "barriers"):
        if question.type != "multiple":
            continue
        rows = released.select(
            question=question.id, statistic="share", challenge=challenge, group=TOTAL
        )
        found = _most_common(rows, question)
        if not found:
            continue
        seen = ", av det som redovisas" if _hides(rows, question) else ""
        if challenge == TOTAL:
            return f"Vanligaste hinder{seen}: {found}."
        doing = text.doing(codebook)
        said = f"Vanligaste hinder bland dem som {doing.verb} här{seen}: {found}."
        apart = f" Hinder frågades inte per {doing.area.one}."
        return said if short else said + apart
    return ""


def _options(rows: Released, question: AnyQuestion) -> list[Any]:
    """The rows of options that name something: no total, "inget" or "vet ej"."""
    nothing = {TOTAL, *getattr(question, "none_of", ())} | text.dont_know(rows)
    return [row for row in rows if row.option not in nothing]


def _hides(rows: Released, question: AnyQuestion) -> bool:
    return any(state(row) is State.SUPPRESSED for row in _options(rows, question))


def _most_common(rows: Released, question: AnyQuestion) -> str:
    """Barriers in words: tid (38 av 84), ekonomi (26) och juridik (22). Those as common
    as the last of them are named too, or none of these when they are many."""
    shown = [
        row
        for row in _options(rows, question)
        if state(row) is State.SHOWN and row.count > 0
    ]
    if not shown:
        return ""
    ranked = sorted(shown, key=lambda row: -row.count)
    last = ranked[min(MOST_NAMED, len(ranked)) - 1].count
    top = [row for row in ranked if row.count >= last]
    if len(top) > MOST_NAMED + 1:
        top = [row for row in top if row.count > last]
    if not top:
        return ""
    first, *more = top
    base = text.out_of(first.count, first.answered)
    said = {row.option: in_sentence(row.option, question.language) for row in top}
    parts = [f"{said[first.option]} ({base})"]
    parts += [f"{said[row.option]} ({text.number(row.count)})" for row in more]
    return text.listed(parts)


def wishes(released: Released, challenge: str) -> str:
    """⑩ How many want more of it, and how many of them are not in it today."""
    codebook = released.codebook
    question, options = wanting_more(codebook)
    if question is None or challenge not in question.rows:
        return ""
    everyone = wanted(released, challenge)
    if everyone is None:
        return ""
    keys = {"question": question.id, "item": challenge, "statistic": "share"}
    keys |= {"group": TOTAL}
    count, answered = everyone
    what = text.listed([text.quoted(option) for option in options], "eller")
    said = f"{_none_or(count)} av {text.number(answered)} svarar {what}"
    said += " om behovet framåt"
    inside = _sum(released, options, challenge=challenge, **keys)
    if count and inside is not None and not codebook.protected(question.id):
        outside = _none_or(count - inside[0])
        noun = text.doing(codebook).noun
        said += f"; {outside} av dem uppger ingen {noun} här i dag"
    return f"{text.upper_first(said)}."


def wanted(released: Released, challenge: str) -> tuple[float, float] | None:
    """How many want more of it, and how many answered; None unless all is shown."""
    question, options = wanting_more(released.codebook)
    if question is None or challenge not in question.rows:
        return None
    keys = {"question": question.id, "item": challenge, "statistic": "share"}
    return _sum(released, options, challenge=TOTAL, group=TOTAL, **keys)


def moved(released: Released, challenge: str = TOTAL) -> str:
    """⑩, the end: of those that answered both waves, how many began and stopped."""
    began, stopped = (
        row_of(
            released,
            statistic=statistic,
            challenge=challenge,
            form=TOTAL,
            option=TOTAL,
            group=TOTAL,
        )
        for statistic in ("started", "stopped")
    )
    if began is None or stopped is None:
        return ""
    noun = text.respondents(released.codebook)
    doing = text.doing(released.codebook)
    one = text.word(1, neuter=doing.area.neuter)
    where = "här" if challenge != TOTAL else f"inom minst {one} {doing.area.one}"
    return (
        f"Bland {text.counted(began.answered, noun)} som svarade på frågan båda "
        f"gångerna har {_none_or(began.count)} börjat och {_none_or(stopped.count)} "
        f"slutat uppge {doing.noun} {where}."
    )


def wanting_more(codebook: Codebook) -> tuple[Grid | None, list[str]]:
    """The question on what is needed in each challenge, and its options for more."""
    for question in chapter_questions(codebook, "needs"):
        if isinstance(question, Grid) and set(question.rows) & set(
            codebook.challenge_labels
        ):
            options = [
                option
                for option in question.all_options
                if option.casefold().startswith(MORE)
            ]
            if options and question.cell == "single":
                return question, options
    return None, []


def most_wanted(released: Released) -> str:
    """In which challenge most want more."""
    question, options = wanting_more(released.codebook)
    if question is None:
        return ""
    keys = {"question": question.id, "statistic": "share", "group": TOTAL}
    sums = {
        challenge: found
        for challenge in question.rows
        if (found := _sum(released, options, challenge=TOTAL, item=challenge, **keys))
    }
    if len(sums) < len(question.rows):
        return ""
    ranked = sorted(
        sums, key=lambda challenge: -sums[challenge][0] / sums[challenge][1]
    )
    first = ranked[0]
    count, answered = sums[first]
    if not count or (len(ranked) > 1 and sums[ranked[1]][0] == count):
        return ""
    what = text.listed([text.quoted(option) for option in options], "eller")
    label = text.quoted(text.label_of(released, "challenge", first))
    return f"Flest svarar {what} om {label} ({text.out_of(count, answered)})."


def _sum(
    released: Released, options: Sequence[str], **keys: str
) -> tuple[float, float] | None:
    """(count, answered) of several answers to a question with one answer each; None
    unless all are shown."""
    rows = text.shown_rows(released.select(option=list(options), **keys))
    if len(rows) != len(options):
        return None
    return sum(row.count for row in rows), rows[0].answered
