"""One of a few options; what only one or two gave is own words beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.cleaning.privacy import find_personal
from helpers.drafting import scales
from helpers.drafting.hypotheses.number import no_answer_among_words
from helpers.drafting.recognition.blocks import heads_names
from helpers.drafting.recognition.grouping import Group
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis, counts_said
from helpers.drafting.recognition.options import (
    are_choices,
    one_writing,
    options_and_own,
    own_words_said,
    put_codes,
    put_options,
)
from helpers.drafting.recognition.profiles import (
    FEWEST_GAVE,
    LONGEST_OPTION,
    MOST_OPTIONS,
    Drafted,
    Profile,
)

# Tools that give each option a column of its own: a list in a cell is somebody's words.
ONE_COLUMN_EACH = frozenset({"limesurvey"})
MANY_TIMES = 10  # so many answers to each different text are not people's own words
MOST_COVERED = 0.6  # of the answers must be options
_OWN_WORDS = re.compile(
    r"något (mer|annat)|övrigt|kommentar|anything else|comments?\b|synpunkt|exempel"
    r"|beskriv|berätta|describe|explain|varför|\bwhy\b|underlättar",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"(har|är|finns|kan|vill|ska|deltar|samverkar|do|does|did|are|is|have|has|can|will"
    r"|would)\b",
    re.IGNORECASE,
)


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    (profile,) = group.profiles
    if _refuted(profile, about, alone=group.beside is None):
        return
    if {*profile.texts} <= {"0", "1"} and len(profile.texts) == 2:
        yield Hypothesis("ja och nej", _yes_no(profile), Evidence.CELLS, 0.9)
        return
    drafted = _drafted(profile, about)
    if drafted is None:
        return
    codes = all(text.isdecimal() for text in profile.texts)
    says = f"ett svar ({counts_said(profile.counts)})"
    fit = 0.5 if codes else 0.7
    yield Hypothesis("ett svar", drafted, Evidence.CELLS, fit, says)


def _refuted(profile: Profile, about: About, *, alone: bool) -> bool:
    """Whether the answers are not options: most are different, or sentences, or typed
    where the tool's options have columns of their own, or somebody's data."""
    typed = len(profile.texts) < len(profile.counts)  # "Zenodo" and "zenodo"
    one = alone and not scales.is_dont_know(profile.texts[0])
    if one and len(profile.texts) < 2:
        return True
    return (
        not profile.category
        or (about.tool in ONE_COLUMN_EACH and typed)
        or _sentences(profile)
    )


def _drafted(profile: Profile, about: About) -> Drafted | None:
    drafted = Drafted(
        {"type": "single", "column": profile.column.name}, [profile.column]
    )
    nothing = no_answer_among_words(profile.texts)
    texts = [t for t in profile.texts if t.casefold() != "-oth-" and t not in nothing]
    alike = one_writing(profile.counts)
    counts: dict[str, int] = {}
    for text in texts:
        counts[alike.get(text, text)] = counts.get(alike.get(text, text), 0) + (
            profile.count(text)
        )
    least = FEWEST_GAVE
    if len(counts) > 12 or any(len(text) > LONGEST_OPTION for text in counts):
        # Fewer than five are not shown anyway: they are clearer among the others.
        many = 5 if profile.filled >= 100 else FEWEST_GAVE
        least = max(many, -(-profile.filled // 200))
    known = about.common if least == FEWEST_GAVE else ()
    listed, own = options_and_own(counts, least, known)
    common = [text for text in listed[:MOST_OPTIONS] if len(text) <= LONGEST_OPTION]
    own += [text for text in listed if text not in common]
    covered = sum(counts[text] for text in common)
    if not common or covered < MOST_COVERED * profile.filled:
        return None
    if (own and len(common) < 2) or _personal(common):
        return None
    alike = {text: best for text, best in sorted(alike.items()) if best in common}
    if alike or nothing:
        drafted.keys["recode"] = alike | dict.fromkeys(nothing, "")
    if are_choices(profile.wording, common):
        put_codes(drafted, common)  # not a scale because no number is missing
    else:
        put_options(drafted, common)
    others = [text for text in common if scales.is_other(text)]
    typed = any(text.casefold() == "-oth-" for text in profile.texts)
    if own or others or typed:
        drafted.keys["other"] = others[0] if others else about.other
    if typed:  # LimeSurvey's word for an option of one's own
        drafted.keys.setdefault("recode", {})["-oth-"] = drafted.keys["other"]
    if own:
        drafted.todo.append(own_words_said(own, str(drafted.keys["other"])))
    if heads_names(profile.wording) and len(common) > 3:
        drafted.todo.append(
            "är det namn på organisationer? Gör då frågan till type: ties: annars "
            "står namnen i rapporten"
        )
    if nothing:
        codes = ", ".join(nothing)
        drafted.todo.append(f"betyder {codes} inget svar? Det räknas så (recode)")
    return drafted


def _yes_no(profile: Profile) -> Drafted:
    """0 and 1 are no and yes; asked about where the header is no such question."""
    keys = {
        "type": "single",
        "column": profile.column.name,
        "recode": {"0": "Nej", "1": "Ja"},
        "options": ["Ja", "Nej"],
    }
    drafted = Drafted(keys, [profile.column])
    if not _YES_NO.match(profile.header):
        drafted.todo.append("betyder 1 ja och 0 nej?")
    return drafted


def _personal(options: list[str]) -> bool:
    """Whether somebody's number or address would become an option."""
    return any(f.kind != "name" for option in options for f in find_personal(option))


def _sentences(profile: Profile) -> bool:
    """Whether people have answered in their own words, some of them the same ones."""
    long = [text for text in profile.texts if len(text) > 20]
    ended = [text for text in profile.texts if text.endswith((".", "!"))]
    asked = _OWN_WORDS.search(profile.wording) is not None
    if profile.filled >= MANY_TIMES * len(profile.texts):
        return False  # sentences that the form offered
    if asked and len(long) > 0.5 * len(profile.texts):
        return True
    return len(profile.texts) > 2 and len(ended) > 0.5 * len(profile.texts)
