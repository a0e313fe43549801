"""Findings: the sentence that is a picture's title, in klarspråk.

Every function takes `Released` and says nothing at all about a number that is not shown
(nor anything that such a number could overturn). Where nothing can be said the sentence
is empty. Nothing is called a difference that the intervals do not carry.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pandas as pd

from helpers.core.wording import in_sentence
from helpers.disclosure.released import Released, told_scale
from helpers.estimation.association import adjust_p_values, difference_p
from helpers.estimation.schema import SURE
from helpers.presentation.swedish import (
    NBSP,
    Noun,
    counted,
    doing,
    each,
    fraction,
    groups,
    listed,
    lower_first,
    number,
    percent_words,
    points,
    quoted,
    respondents,
    the_group,
    upper_first,
    word,
)
from helpers.presentation.text.cells import (
    State,
    dont_know,
    has_interval,
    label_of,
    none_of,
    only_released,
    share_words,
    shown_rows,
    state,
)
from helpers.survey.codebook import TOTAL

if TYPE_CHECKING:
    from helpers.survey.codebook import Codebook


def apart(one: Any, other: Any) -> bool:
    """Whether two rows differ for certain: their intervals do not meet. Where there is
    no interval the numbers are those of the respondents, and differ when they do.

    Stricter than a test of the difference, so it never calls a difference that such a
    test would deny (two intervals that just miss each other are further apart than the
    interval of the difference asks for).
    """
    if has_interval(one) and has_interval(other):
        return bool(one.low > other.high or one.high < other.low)
    return bool(one.estimate != other.estimate)


ALPHA = 0.05


def _corrected(pairs: Sequence[tuple[Any, Any]], *, method: str) -> list[float]:
    """The p of each pair's difference, corrected for their number: whoever looks at
    twelve groups at once finds two that seem to differ."""
    found = [difference_p(*_of(one), *_of(other)) for one, other in pairs]
    return [float(p) for p in adjust_p_values(found, method=method)]


def _of(row: Any) -> tuple[float, tuple[float, float]]:
    """A share and its interval; a share without one is taken as it is."""
    if has_interval(row):
        return row.estimate, (row.low, row.high)
    return row.estimate, (row.estimate, row.estimate)


def finding_top_options(released: Released, *, by: str = "option") -> str:
    """Which options are most common, naming together those that cannot be told apart.

    "Vet ej" and what is not shown are left out. "Inga hinder" names no hindrance: it is
    told only where it is more common than any, and then first. Nothing when nothing is
    shown.
    """
    rows = _substantial(released, by)
    nothing = none_of(released) if by == "option" else frozenset()
    rest = [row for row in rows if getattr(row, by) in nothing]
    rows = [row for row in rows if row not in rest]
    few = released.codebook.disclosure.percent_from
    if rest and (not rows or rest[0].estimate > rows[0].estimate):
        none = upper_first(
            f"{share_words(rest[0], percent_from=few)} svarar "
            f"{_named(released, rest[0], by)}"
        )
        others = _ranked(released, rows, by, few, beside=True)
        said = f"{none}; {lower_first(others)}" if others else none
    else:
        said = _ranked(released, rows, by, few)
    return _with_unsure(released, by, said, [*rows, *rest])


def _with_unsure(released: Released, by: str, said: str, rows: Sequence[Any]) -> str:
    """`said`, and how many say "vet ej" where they are more than any of `rows`."""
    unsure = dont_know(released)
    told = [row for row in shown_rows(released) if getattr(row, by) in unsure]
    most = max(told, key=lambda row: row.estimate, default=None)
    if not said or most is None or most.estimate <= max(r.estimate for r in rows):
        return said
    few = released.codebook.disclosure.percent_from
    share = share_words(most, percent_from=few)
    return f"{said}; {share} svarar {_named(released, most, by)}"


def _ranked(
    released: Released, rows: Sequence[Any], by: str, few: int, *, beside: bool = False
) -> str:
    """What is most common of `rows`, the largest first. `beside`: an answer that is not
    among them has more."""
    if not rows:
        return ""
    top = rows[0]
    # A hidden number may be larger than those that can be seen.
    hides = _hides(released, by)
    most = "Vanligast av det som redovisas" if hides else "Vanligast"
    most += " i övrigt" if beside else ""
    if top.count == 0 and not hides:
        return "Inget av svarsalternativen har valts" if not beside else ""
    leaders = [top] + [row for row in rows[1:] if not apart(top, row)]
    said = [_named(released, row, by) for row in leaders]
    shares = [share_words(row, percent_from=few) for row in leaders]
    if len(rows) == 1:
        return f"{shares[0]} har svarat {said[0]}"
    if len(leaders) == 1:
        after = f", följt av {_named(released, rows[1], by)} ({_short(rows[1], few)})"
        follows = after if rows[1].count else ""
        return f"{most} är {said[0]} ({_short(top, few)}){follows}"
    if len(leaders) <= 3:
        return f"{most} är {listed(said)} ({_together(leaders, few)})"
    none = (
        "I övrigt skiljer inget svar ut sig" if beside else "Inget svar skiljer ut sig"
    )
    return (
        f"{none}: {said[0]} och {said[1]} anges oftast ({_together(leaders[:2], few)})"
    )


def finding_single(released: Released, *, noun: Noun | None = None) -> str:
    """The most common answer to a question with one answer each."""
    rows = _substantial(released, "option")
    if not rows or rows[0].count == 0:
        return finding_top_options(released)
    top, few = rows[0], released.codebook.disclosure.percent_from
    noun = noun or respondents(released.codebook)
    tied = len(rows) > 1 and not apart(top, rows[1])
    hidden = _hides(released, "option")
    vague = has_interval(top) and top.high - top.low > 0.3
    if tied or vague or top.answered < few or top.estimate < 0.3 or hidden:
        return finding_top_options(released)
    said = (
        f"{upper_first(fraction(top.estimate, noun))} svarar "
        f"{quoted(top.option)} ({_short(top, few)})"
    )
    return _with_unsure(released, "option", said, rows)


def finding_group_spread(released: Released, *, by: str = "group") -> str:
    """How far groups lie from each other; called a difference only when it is."""
    rows = [row for row in shown_rows(released) if getattr(row, by) != TOTAL]
    codebook = released.codebook
    few, noun = codebook.disclosure.percent_from, _noun_of(codebook, by)
    if not rows:
        return ""
    if len(rows) == 1:
        only = rows[0]
        return f"{label_of(released, by, getattr(only, by))}: {_short(only, few)}"
    if all(row.count == 0 for row in rows):
        return f"Ingen svarande i någon av {noun.the_many} har uppgett detta"
    ordered = sorted(rows, key=lambda row: row.estimate)
    low, high = ordered[0], ordered[-1]
    enough = [row for row in ordered if row.answered >= few]
    if len(enough) < 2:
        return (
            f"Få svar i varje {noun.one}: från {share_words(low, percent_from=few)} "
            f"till {share_words(high, percent_from=few)}"
        )
    low, high = enough[0], enough[-1]
    share = _share_of_what(released, by)
    whole = len(enough) == sum(getattr(row, by) != TOTAL for row in released)
    those = noun.the_many if whole else f"de {noun.many} som kan jämföras"
    if low.estimate == high.estimate:
        return f"{share} är lika stor i {those} ({_short(low, few)})"
    ends = [_those_at(released, by, end, enough) for end in (low, high)]
    named = (
        f"från {percent_words(low.estimate)} ({ends[0]}) "
        f"till {percent_words(high.estimate)} ({ends[1]})"
    )
    if not (has_interval(low) and has_interval(high)):
        # Nothing is known of others than those who answered. A small group is drawn
        # too, and its bar may be longer than the longest that is told of.
        small = (
            len(enough)
            < len(rows)
            == sum(getattr(row, by) != TOTAL for row in released)
        )
        whom = f"{noun.many} med minst {word(few)} svarande"
        among = whom if small else "de svarande"
        return f"Bland {among} varierar {lower_first(share)} {named}"
    pairs = list(combinations(reversed(enough), 2))  # the ends of the row come first
    p = dict(zip(pairs, _corrected(pairs, method="holm"), strict=True))
    if apart(low, high) and p[high, low] < ALPHA:
        return f"{share} skiljer sig mellan {those}: {named}"
    sure = [pair for pair in pairs if apart(*pair) and p[pair] < ALPHA]
    if sure:
        # The ends may be small groups, about which less is known than about these.
        more, less = max(sure, key=lambda pair: pair[0].estimate - pair[1].estimate)
        one, other = [_name_in(released, by, getattr(row, by)) for row in (more, less)]
        return (
            f"{share} skiljer sig mellan {those}: till exempel "
            f"{percent_words(more.estimate)} ({one}) mot "
            f"{percent_words(less.estimate)} ({other})"
        )
    span = f"från {_bare(low)} till {percent_words(high.estimate)}"
    return f"Ingen säker skillnad mellan {those}: {lower_first(share)} går {span}"


def _those_at(released: Released, by: str, end: Any, rows: Sequence[Any]) -> str:
    """Who has the percentage of `end`: all who share it, or how many they are."""
    told = percent_words(end.estimate)
    tied = [row for row in rows if percent_words(row.estimate) == told]
    if len(tied) > 2:
        return f"{word(len(tied))} {_noun_of(released.codebook, by).many}"
    return listed([_name_in(released, by, getattr(row, by)) for row in tied])


def _name_in(released: Released, by: str, value: str) -> str:
    """A label inside a sentence, in quotes where it says little by itself."""
    if by == "group":
        return the_group(released.codebook, value)
    return label_of(released, by, value)


def _share_of_what(released: Released, by: str) -> str:
    """What the shares are shares of, where the rows agree on it."""
    options = set(released.values("option"))
    if set(released.values("statistic")) == {"collaborates"}:
        doing_it = doing(released.codebook)
        inside = _inside(doing_it.area, released, by) if doing_it.area.neuter else ""
        return f"Andelen som {doing_it.verb}{inside}"
    if len(options) == 1 and options != {TOTAL}:
        return f"Andelen som svarar {quoted(options.pop())}"
    return "Andelen"


def _inside(area: Noun, released: Released, by: str) -> str:
    """Within which areas: to work at all says nothing."""
    if by == "challenge":
        return f" inom ett {area.one}"
    challenges = set(released.values("challenge"))
    if len(challenges) > 1:
        return ""
    one = challenges.pop()
    if one == TOTAL:
        return f" inom minst ett av {area.the_many}"
    return f" inom {quoted(label_of(released, 'challenge', one))}"


def finding_matrix(
    released: Released, *, rows: str = "group", columns: str = "challenge"
) -> str:
    """What a table of groups × challenges (or forms) shows: where most is done, and how
    many cells have none at all. Totals are counted over what is shown only when every
    cell of the column is."""
    cells = [
        row
        for row in only_released(released)
        if getattr(row, rows) != TOTAL and getattr(row, columns) != TOTAL
    ]
    shown = [row for row in cells if state(row) is State.SHOWN]
    if not shown:
        return ""
    codebook = released.codebook
    noun, other = _noun_of(codebook, rows), _noun_of(codebook, columns)
    none = [row for row in shown if row.count == 0]
    named = list(dict.fromkeys(getattr(row, rows) for row in cells))
    silent = [
        name
        for name in named
        if all(
            state(row) is State.NO_ANSWERS
            for row in cells
            if getattr(row, rows) == name
        )
    ]
    everywhere = [
        name
        for name in named
        if (mine := [row for row in cells if getattr(row, rows) == name])
        and all(state(row) is State.SHOWN and row.count > 0 for row in mine)
    ]
    parts = []
    does = _does(released)
    throughout = f"{does('någon svarande')} {_within(columns)} "
    throughout += f"{each(neuter=other.neuter)} av {other.the_many}"
    if len(everywhere) == len(named):
        parts.append(f"I alla {noun.many} {throughout}")
    elif none:
        # A hidden cell may be one more.
        least = "minst " if any(not row.shown for row in cells) else ""
        parts.append(
            f"I {least}{word(len(none))} av {number(len(cells))} kombinationer av "
            f"{noun.one} och {other.one} {does('ingen svarande')}"
        )
    elif everywhere:
        some = f"{word(len(everywhere))} av {word(len(named))} {noun.many}"
        parts.append(f"I {some} {throughout}")
    else:
        parts.append(f"Så fördelar sig svaren mellan {noun.the_many}")
    if silent:
        parts.append(f"från {counted(len(silent), noun)} saknas svar")
    return "; ".join(parts)


def _does(released: Released) -> Callable[[str], str]:
    """What someone does in a cell, in inverted order: "samverkar någon svarande", or
    "uppger någon svarande detta" where the rows are of any other question."""
    challenges = released.codebook.challenges
    source = challenges.source.question if challenges else ""
    if set(released.values("question")) == {source}:
        verb = doing(released.codebook).verb
        return lambda who: f"{verb} {who}"
    return lambda who: f"uppger {who} detta"


def sure_change(row: Any) -> bool:
    """Whether a difference may be called one (methods.md): its interval excludes 0, and
    so it is when corrected for how many were compared."""
    return (
        state(row) is State.SHOWN
        and has_interval(row)
        and bool(row.low > 0 or row.high < 0)
        and row.method in SURE
    )


def finding_change(
    changes: Released, *, by: str = "challenge", waves: tuple[str, str] = ("", "")
) -> str:
    """What has changed between two waves, and that nothing else surely has.

    Each row of `changes` is a difference of shares (−1 to 1) with its interval.
    """
    rows = [row for row in shown_rows(changes) if pd.notna(row.estimate)]
    if not rows:
        return ""
    when = f" mellan {waves[0]} och {waves[1]}" if all(waves) else ""
    sure = sorted(filter(sure_change, rows), key=lambda row: -abs(row.estimate))
    if not sure:
        return f"Ingen statistiskt säkerställd förändring{when}"
    said = []
    for verb, sign in (("ökat", 1), ("minskat", -1)):
        part = [row for row in sure if row.estimate * sign > 0]
        names = [label_of(changes, by, getattr(row, by)) for row in part]
        if len(part) == 1:
            size = f" med {points(part[0].estimate)}"
            said.append(f"{verb} {_within(by)} {names[0]}{size}")
        elif part:
            said.append(f"{verb} {_within(by)} {listed(names)}")
    return f"Andelen har {' och '.join(said)}{when}"


def _within(by: str) -> str:
    near = {"challenge": "inom", "group": "i", "form": "i", "item": "i"}
    return near.get(by, "för")


def finding_against(released: Released, *, group: str, by: str = "option") -> str:
    """Where one group surely differs from all, and where not."""
    of_all = {
        getattr(row, by): row for row in shown_rows(released) if row.group == TOTAL
    }
    own = [row for row in shown_rows(released) if row.group == group]
    if not own:
        return ""
    few = released.codebook.disclosure.percent_from
    who = upper_first(the_group(released.codebook, group))
    if all(row.answered < few for row in own):
        most = max(int(row.answered) for row in own)
        return f"{who}: för få svar ({number(most)}) för att jämföra i procent"
    pairs = [
        (row, of_all[getattr(row, by)])
        for row in own
        if getattr(row, by) in of_all and row.answered >= few and has_interval(row)
    ]
    if not pairs:  # nothing is known of others than those who answered
        return f"Så svarade {the_group(released.codebook, group)}, bredvid alla"
    corrected = _corrected(pairs, method="bh")
    above, below = [], []
    for (row, other), p in zip(pairs, corrected, strict=True):
        name = quoted(label_of(released, by, getattr(row, by)))
        # All includes the group itself, so its share must lie outside the interval.
        if p >= ALPHA:
            continue
        if row.low > (other.high if has_interval(other) else other.estimate):
            above.append(name)
        elif row.high < (other.low if has_interval(other) else other.estimate):
            below.append(name)
    within = " inom" if by == "challenge" else ""
    verb = doing(released.codebook).verb if by == "challenge" else "uppger"
    said = []
    if above:
        said.append(f"oftare{within} {listed(above)}")
    if below:
        said.append(f"mer sällan{within} {listed(below)}")
    if said:
        return f"{who} {verb} {' och '.join(said)} än alla svarande"
    return f"{who} skiljer sig inte säkert från alla svarande"


def finding_largest(
    released: Released, *, rows: str = "challenge", columns: str = "form"
) -> str:
    """Which value of `columns` is most common, and whether it is so in every row."""
    leaders: dict[str, list[str]] = {}
    by_row: dict[str, list[Any]] = {}
    for row in only_released(released):
        if getattr(row, rows) != TOTAL and getattr(row, columns) != TOTAL:
            by_row.setdefault(getattr(row, rows), []).append(row)
    for name, cells in by_row.items():
        if any(state(cell) is not State.SHOWN for cell in cells):
            continue  # what is not seen could be the largest
        top = max(cells, key=lambda cell: cell.estimate)
        equal = any(cell.estimate == top.estimate for cell in cells if cell is not top)
        if top.count and not equal:
            leaders.setdefault(getattr(top, columns), []).append(name)
    noun = _noun_of(released.codebook, rows)
    if rows == "item" and set(by_row) <= set(released.codebook.challenge_labels):
        noun = doing(released.codebook).area
    if not leaders:
        return f"Så fördelar sig svaren mellan {noun.the_many}"
    most = max(leaders, key=lambda value: len(leaders[value]))
    label = label_of(released, columns, most)
    where = (
        f"alla {word(len(by_row))} {noun.many}"
        if len(leaders[most]) == len(by_row)
        else f"{word(len(leaders[most]))} av {word(len(by_row))} {noun.many}"
    )
    said = quoted(label) if columns == "option" else label
    return f"{said} är vanligast {_within(rows)} {where}"


def finding_scale(released: Released, *, by: str = "item") -> str:
    """For which item most answer on the upper half of the scale, named together with
    those that cannot be told apart from it."""
    codebook = released.codebook
    upper, top_options = _upper_half(released)
    few = codebook.disclosure.percent_from
    sums: dict[str, float] = {}
    for name in only_released(released).values(by):
        rows = [row for row in released.select(**{by: name}) if row.option in upper]
        whole = 0 < len(rows) == len(upper)
        if whole and all(state(r) is State.SHOWN and r.answered >= few for r in rows):
            sums[name] = sum(r.estimate for r in rows)
    if not sums:
        return ""
    said = listed([quoted(option) for option in top_options], "eller")
    ranked = sorted(sums, key=lambda name: -sums[name])
    first = ranked[0]
    share = sums[first]
    if len(ranked) == 1:
        whom = respondents(codebook).the_many
        return f"{upper_first(percent_words(share))} av {whom} svarar {said}"
    last = ranked[-1]
    low = sums[last]
    if round(share, 2) == round(low, 2):
        return f"{upper_first(percent_words(share))} svarar {said} i alla delar"
    whole = len(sums) == len(released.values(by))
    among = "Bland de svarande" if whole else "Av det som redovisas"
    return (
        f"{among} anger flest {said} om "
        f"{_small(released, by, first)} ({percent_words(share)}), "
        f"färst om {_small(released, by, last)} ({percent_words(low)})"
    )


def _upper_half(released: Released) -> tuple[list[str], list[str]]:
    """The options above the scale's middle, and how they are named in a sentence."""
    for id in only_released(released).values("question"):
        question = released.codebook.by_id.get(id)
        if question is None:
            continue
        if options := told_scale(question, released.values("option")):
            upper = options[(len(options) + 1) // 2 :]
            return upper, upper
    return [], []


def finding_combinations(released: Released, *, by: str = "form") -> str:
    """The most common combination, and how many do everything at once."""
    rows = [row for row in shown_rows(released) if getattr(row, by) != TOTAL]
    some = [row for row in rows if getattr(row, by) != "none"]
    if not some:
        return ""
    few = released.codebook.disclosure.percent_from
    parts = {part for row in rows for part in getattr(row, by).split("+")} - {"none"}
    top = max(some, key=lambda row: row.count)
    if top.count == 0:
        return "Ingen svarande har uppgett någon av formerna"
    equal = any(row.count == top.count for row in some if row is not top)
    noun = respondents(released.codebook)
    every = next(
        (r for r in some if len(getattr(r, by).split("+")) == len(parts)), None
    )
    all_of_them = f"alla {word(len(parts))}"
    said = []
    if not equal:
        names = [_small(released, by, part) for part in getattr(top, by).split("+")]
        if len(names) == len(parts) > 1:
            what = all_of_them
        else:
            what = f"{'enbart ' if len(names) == 1 else ''}{listed(names)}"
        most = "Vanligast av det som redovisas" if _hides(released, by) else "Vanligast"
        none = next((row for row in rows if getattr(row, by) == "none"), None)
        if none is not None and none.count > top.count:
            said.append(f"{_short(none, few)} uppger ingen av formerna")
            most, every = f"{lower_first(most)} bland övriga", None
        said.append(f"{most} är {what} ({_short(top, few)})")
    if every is not None and every is not top and len(parts) > 1:
        said.append(f"{counted(int(every.count), noun)} gör {all_of_them}")
    return upper_first("; ".join(said)) or "Flera kombinationer är lika vanliga"


def _noun_of(codebook: Codebook, column: str) -> Noun:
    known = {
        "challenge": doing(codebook).area,
        "form": Noun("form", "former", "formerna"),
        "option": Noun("svarsalternativ", "svarsalternativ", "svarsalternativen", True),
        "item": Noun("fråga", "frågor", "frågorna"),
    }
    return known.get(column) or groups(codebook)


def _substantial(released: Released, by: str) -> list[Any]:
    """Rows worth a word, most common first: shown, no total, no "vet ej". The order of
    equals is that of the questionnaire."""
    unsure = dont_know(released)
    rows = [
        row
        for row in shown_rows(released)
        if getattr(row, by) not in unsure and getattr(row, by) != TOTAL
    ]
    return sorted(rows, key=lambda row: -row.estimate)


def _hides(released: Released, by: str) -> bool:
    """Whether a row that is kept back could be the largest.

    Where everyone counts once (a single answer, a combination) the hidden rows share
    what the shown ones leave, which the reader can see as well as we.
    """
    unsure = dont_know(released) | none_of(released) | {TOTAL}
    rows: list[Any] = [
        row for row in only_released(released) if getattr(row, by) != TOTAL
    ]
    hidden = [row for row in rows if state(row) is State.SUPPRESSED]
    if all(getattr(row, by) in unsure for row in hidden):
        return False
    shown = [row for row in rows if state(row) is State.SHOWN]
    if not _exclusive(released, by):
        return True
    left = 1 - sum(row.estimate for row in shown)
    top = max(row.estimate for row in shown if getattr(row, by) not in unsure)
    return bool(left >= top)


def _exclusive(released: Released, by: str) -> bool:
    """Whether the rows divide the answered among them."""
    codebook = released.codebook
    if released.values("statistic") == ["combination"]:
        return True
    ids = released.values("question")
    if by != "option" or len(ids) != 1 or len(released.values("item")) != 1:
        return False
    question = codebook.by_id.get(ids[0])
    items = codebook.items(question) if question is not None else []
    return bool(items) and items[0].kind == "single"


def _named(released: Released, row: Any, by: str) -> str:
    value = getattr(row, by)
    quote = by == "option"
    return (
        quoted(label_of(released, by, value)) if quote else _small(released, by, value)
    )


def _small(released: Released, by: str, value: str) -> str:
    """A label inside a sentence, with a small letter where that is safe."""
    return in_sentence(label_of(released, by, value), released.codebook.language)


def _short(row: Any, percent_from: int) -> str:
    return share_words(row, percent_from=percent_from)


def _bare(row: Any) -> str:
    """A percentage in prose where the unit follows later: "från 12 till 85 procent"."""
    return percent_words(row.estimate).removesuffix(f"{NBSP}procent")


def _together(rows: Sequence[Any], percent_from: int) -> str:
    """Several shares: "48 respektive 41 procent", "12 procent vardera"."""
    said = [_short(row, percent_from) for row in rows]
    if len(set(said)) == 1:
        return f"{said[0]} vardera"
    unit = f"{NBSP}procent"
    if all(words.endswith(unit) for words in said):
        said = [words.removesuffix(unit) for words in said[:-1]] + said[-1:]
    return f"{', '.join(said[:-1])} respektive {said[-1]}"
