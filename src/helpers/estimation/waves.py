"""Two waves of a series → what changed, told apart from who answered and who was asked.

Three things are kept apart: the change among all, in the matched panel (the units that
answered both waves), and of the frame. Questions and departments that cannot be
compared are left out, and `breaks` says which and why. Formulas and sources at length
in docs/methods.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.cleaning.cleaned import Cleaned, read_cleaned
from helpers.cleaning.names import normalise
from helpers.core.project import Project
from helpers.core.wording import called_before, fold, same_words
from helpers.estimation.association import adjust_p_values
from helpers.estimation.estimates import (
    answered,
    asked,
    chosen,
    collaboration,
)
from helpers.estimation.inference import MATCHED_UNITS_FOR_A_TEST, change_with_overlap
from helpers.estimation.intervals import asked_of_all
from helpers.estimation.population import Population, in_frame, survey_population
from helpers.estimation.schema import EXACT_CHANGE, KEYS, OVERLAP, OVERLAP_SURE, table
from helpers.survey.codebook import NO_GROUP, TOTAL, AnyQuestion, Codebook, Item
from helpers.survey.series import earlier_waves
from helpers.survey.sources import read_crosswalk

COUNTS = "counts"
LEVEL = 0.95
NOT_ASKED = "ställdes inte förra gången."
MOST_NAMED = 6
"""So many options that are gone or new are told one by one."""
# A tool's own number before the wording: "Q12. ", "3.1 ", "G01Q02. ".
_NUMBERED = re.compile(r"^(?:[A-Z]*\d[\w.]*[.):]?|[A-Z]+\d+\w*(?:\[\w+\])?[.):])\s+")


@dataclass(frozen=True)
class Earlier:
    """The wave before: its answers, and what became of its departments."""

    cleaned: Cleaned
    crosswalk: pd.DataFrame


def read_earlier(survey: str, project: Project | None = None) -> Earlier | None:
    """The wave before `survey` in its series, as 1_clean wrote it; None where there is
    none. Raises ProjectError when 1_clean has not."""
    project = project or Project.find()
    before = earlier_waves(survey, project)
    if not before:
        return None
    return Earlier(read_cleaned(before[-1], project), read_crosswalk(survey, project))


class Break(NamedTuple):
    """What a reader must know before two waves are compared.

    `question`: its id in the later wave, "" where it is about departments or units.
    `compared`: whether it is compared all the same, with `text` beside it.
    """

    question: str
    compared: bool
    text: str


@dataclass(frozen=True)
class _Pair:
    """One item, as it was in each wave."""

    earlier: Item
    later: Item

    @property
    def options(self) -> list[str]:
        return list(self.later.question.all_options)  # type: ignore[union-attr]

    def before(self, option: str) -> str:
        """What the earlier wave called `option`: itself, the same words written in
        another way, or on a scale that has been turned the option as far from the
        other end."""
        before, question = self.earlier.question, self.later.question
        called, now = _called_before(question, before), _low_to_high(question)
        then = _low_to_high(before)
        if option in now and [called.get(one) for one in now] != then:
            return then[now.index(option)]
        return called.get(option, option)


def changes(
    earlier: Cleaned, later: Cleaned, crosswalk: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Everything that changed from `earlier` to `later`, in the estimates' columns.

    `crosswalk`: from, to (`Source.crosswalk` of the later survey): the earlier wave's
    departments and what became of them. Keys are the later wave's. Statistics:

    - `change_all`: the difference of the two waves' own shares (the city weighted by
      department where there are frames). `answered`: later, `asked`: earlier.
    - `change`: among the units of both frames, with its interval where one may be
      claimed; `count`: matched units that changed, `answered`: matched units,
      `population`: units of both frames.
    - `change_matched`: of units that answered both; `count`, `answered` as above.
    - `change_frame`: what of `change_all` is due to units new in or gone from it.
    - `transition` (one answer) with option "från → till", and `started`, `stopped`
      (several answers): counts among matched units.
    - the first four, `started` and `stopped` for those that collaborate within a
      challenge and form (`challenge`, `form`; item and option "all").
    - of the frame (question "all"): units in both, new, gone, in another department.
    - the ties: among units that answered both waves, `answered` being these.

    `method`: overlap, overlap_sure (0 is outside the interval, and the test stands when
    corrected for their number: Holm for the challenges, which are planned; Benjamini
    and Hochberg for all the rest, of all and of departments apart), exact (all
    answered) or counts (no interval). Differences are 0-1 and unrounded. Without unit
    names nothing is matched: only `change_all` is given.
    """
    waves = _Waves(earlier, later, crosswalk)
    rows: list[dict[str, Any]] = []
    for pair in waves.pairs:
        for option in pair.options:
            rows += _option_rows(waves, pair, option)
        if pair.later.kind == "single":
            rows += _transitions(waves, pair)
    rows += _collaboration_rows(waves)
    _correct(rows)
    rows += _frame_rows(waves)
    rows += _tie_rows(waves)
    return table(rows, later.survey)


def _correct(rows: list[dict[str, Any]]) -> None:
    """Mark the changes that stand when corrected for how many were looked at."""
    claimed = [row for row in rows if row["method"] == OVERLAP]
    planned = [
        row
        for row in claimed
        if row["group"] == TOTAL and row["challenge"] != TOTAL and row["form"] == TOTAL
    ]
    others = [row for row in claimed if not any(row is one for one in planned)]
    families = [
        (planned, "holm"),
        ([row for row in others if row["group"] == TOTAL], "bh"),
        ([row for row in others if row["group"] != TOTAL], "bh"),
    ]
    for family, method in families:
        adjusted = adjust_p_values([row["p"] for row in family], method=method)
        for row, p in zip(family, adjusted, strict=True):
            outside = row["low"] > 0 or row["high"] < 0
            if outside and p < 1 - LEVEL:
                row["method"] = OVERLAP_SURE


def breaks(
    earlier: Cleaned, later: Cleaned, crosswalk: pd.DataFrame | None = None
) -> list[Break]:
    """What is not compared between the waves and why, and what is compared with a
    reservation; each a Swedish sentence."""
    return _Waves(earlier, later, crosswalk).breaks


def comparison(earlier: Earlier, later: Cleaned) -> dict[str, Any]:
    """What a report says about the comparison itself: which surveys, how many units
    answered both and are in both frames (None without frames), which later question is
    compared with which earlier, those whose answers were protected then, the options
    that had another name then (turned scales, other spelling), and the breaks."""
    waves = _Waves(earlier.cleaned, later, earlier.crosswalk)
    book = earlier.cleaned.codebook
    both = (waves.rows[["first", "second"]] >= 0).all(axis=1)
    return {
        "survey": earlier.cleaned.survey,
        "wave": book.title if book.wave is None else str(book.wave),
        "matched": int(both.sum()),
        "common": len(waves.common) if waves.framed else None,
        "questions": {
            pair.later.question.id: pair.earlier.question.id for pair in waves.pairs
        },
        "protected": [
            question.id
            for question in later.codebook.questions
            if (before := _counterpart(question, book)) is not None
            and book.protected(before.id)
        ],
        "turned": {
            pair.later.question.id: turned
            for pair in waves.pairs
            if (
                turned := {
                    o: pair.before(o) for o in pair.options if pair.before(o) != o
                }
            )
        },
        "breaks": [one._asdict() for one in waves.breaks],
    }


# --- what may be compared -------------------------------------------------------------


class _Waves:
    """Both waves with their units and departments laid beside each other."""

    def __init__(
        self, earlier: Cleaned, later: Cleaned, crosswalk: pd.DataFrame | None
    ) -> None:
        self.frames = survey_population(earlier), survey_population(later)
        self.earlier = in_frame(earlier, self.frames[0])
        self.later = in_frame(later, self.frames[1])
        self.became = _became(crosswalk)
        books = self.earlier.codebook, self.later.codebook
        self.pairs, self.breaks = _pairs(*books)
        self.challenges, self.forms, found = _collaboration_pairs(*books, self.pairs)
        self.breaks += found
        self._departments()
        self._matched()

    @property
    def framed(self) -> bool:
        return all(frame.known for frame in self.frames)

    @cached_property
    def common(self) -> pd.Series:
        """Units of both frames (key → department in the later wave)."""
        if not self.framed:
            return pd.Series(dtype=object)
        first, second = (_eligible(frame) for frame in self.frames)
        return second[second.index.isin(first.index)]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Where in each wave's responses a unit stands, -1 where it did not answer; one
        row a unit of both frames (without frames: that answered both)."""
        first, second = (
            _places(wave.responses["unit"]) for wave in (self.earlier, self.later)
        )
        if self.framed:
            keys = self.common.index
        else:
            keys = second.index[second.index.isin(first.index)]
        table = pd.DataFrame({"first": -1, "second": -1}, index=keys)
        table["first"] = first.reindex(keys, fill_value=-1)
        table["second"] = second.reindex(keys, fill_value=-1)
        groups = self.later.responses["group"].astype(str).to_numpy()
        if self.framed:
            table["group"] = self.common
        else:
            table["group"] = groups[table["second"]] if len(table) else ""
        return table

    @cached_property
    def codes(self) -> NDArray[np.intp]:
        """Per row of `rows`, its department's place in `groups`; -1 outside."""
        return pd.Index(self.groups).get_indexer(
            pd.Index(self.rows["group"].astype(object))
        )

    @cached_property
    def answer_codes(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Per response of each wave, its department's place in that wave's labels."""
        return tuple(  # type: ignore[return-value]
            pd.Index(labels, dtype=object).get_indexer(
                pd.Index(wave.responses["group"].astype(object))
            )
            for wave, labels in zip(
                (self.earlier, self.later), self.labels, strict=True
            )
        )

    def _departments(self) -> None:
        """`groups`: later departments; `sources`: of each the earlier ones, none where
        it cannot be compared."""
        self.labels = [
            _labels(wave.responses, frame)
            for wave, frame in zip((self.earlier, self.later), self.frames, strict=True)
        ]
        then, now = self.labels
        became = {name: self.became.get(name, (name,)) for name in then}
        split = {name: to for name, to in became.items() if len(to) > 1}
        self.groups = now
        self.sources: dict[str, list[str]] = {}
        for name in now:
            sources = [one for one, to in became.items() if name in to]
            broken = any(one in split for one in sources)
            self.sources[name] = [] if broken else sources
        for one, to in split.items():
            how = (
                "Jämförelsen görs bara för enheter som finns i båda listorna."
                if self.framed
                else "Utan enheternas namn i båda listorna kan de inte jämföras."
            )
            self._note(
                f"{one} delades mellan mätningarna i {_and(to)}. {how}", self.framed
            )
        for one, to in became.items():
            if not any(name in now for name in to):
                self._note(
                    f"{one} fanns i den förra mätningen men har ingen motsvarighet i "
                    "den senare (crosswalk.csv): förvaltningen jämförs inte.",
                    False,
                )
        fresh = [name for name in now if not any(name in to for to in became.values())]
        if fresh:
            self._note(
                f"{_and(fresh)} har ingen motsvarighet i den förra mätningen och "
                "jämförs inte.",
                False,
            )
        for name in now:
            sources = [one for one, to in became.items() if name in to]
            if not sources:
                continue
            if sources != [name] and not any(one in split for one in sources):
                self._note(
                    f"{name} jämförs med {_and(sources)} i den förra mätningen.", True
                )

    def _matched(self) -> None:
        for wave in (self.earlier, self.later):
            units = wave.responses["unit"].fillna("").astype(str).map(_key)
            twice = sorted(units[(units != "") & units.duplicated()].unique())
            if twice:
                self._note(
                    f"{len(twice)} enheter har flera svar {_when(wave)} och kan inte "
                    "följas mellan mätningarna.",
                    False,
                )
        codes = self.answer_codes
        for name in self.groups:
            then = [self.labels[0].index(one) for one in self.sources[name]]
            silent = [
                _when(wave)
                for wave, answers, places in (
                    (self.earlier, codes[0], then),
                    (self.later, codes[1], [self.groups.index(name)]),
                )
                if then and not np.isin(answers, places).any()
            ]
            if silent:
                self._note(
                    f"Från {name} saknas svar {_and(silent)}: förvaltningen ingår "
                    "inte i förändringen.",
                    False,
                )
        both = int(((self.rows[["first", "second"]] >= 0).all(axis=1)).sum())
        if both == 0:
            self._note(
                "Ingen enhet kan följas mellan mätningarna: bara skillnaden mellan "
                "alla svarande redovisas.",
                False,
            )
        elif both < MATCHED_UNITS_FOR_A_TEST:
            self._note(
                f"Bara {both} enheter svarade båda gångerna: förändringen redovisas i "
                "antal, utan intervall.",
                True,
            )

    def _note(self, text: str, compared: bool) -> None:
        self.breaks.append(Break("", compared, text))


def _when(wave: Cleaned) -> str:
    """How a wave is told to a reader."""
    said = wave.codebook.wave
    return f"i ”{wave.codebook.title}”" if said is None else str(said)


def _became(crosswalk: pd.DataFrame | None) -> dict[str, tuple[str, ...]]:
    """Earlier department → its later ones, in the file's order."""
    became: dict[str, tuple[str, ...]] = {}
    if crosswalk is None:
        return became
    for one, to in zip(crosswalk["from"], crosswalk["to"], strict=True):
        became[fold(one)] = (*became.get(fold(one), ()), fold(to))
    return became


def _labels(responses: pd.DataFrame, frame: Population) -> list[str]:
    if frame.known:
        return list(frame.departments)
    group = responses["group"]
    return [str(name) for name in group.cat.categories if name != NO_GROUP]


def _eligible(frame: Population) -> pd.Series:
    units = frame.units[frame.units["outcome"] != "ineligible"]
    return pd.Series(
        units["department"].astype(object).to_numpy(),
        index=pd.Index(units["unit"].map(_key)),
    )


def _places(units: pd.Series) -> pd.Series:
    """Unit → its row; a unit that answered twice is nowhere: which answer is its?"""
    keys = units.fillna("").astype(str).map(_key).to_numpy()
    places = pd.Series(np.arange(len(keys)), index=pd.Index(keys, dtype=object))
    return places[(places.index != "") & ~places.index.duplicated(keep=False)]


def _key(unit: object) -> str:
    return fold(str(unit)).casefold()


def _pairs(then: Codebook, now: Codebook) -> tuple[list[_Pair], list[Break]]:
    """The items that can be compared, and the breaks of the others."""
    pairs: list[_Pair] = []
    found: list[Break] = []
    for question in now.counted:
        if question.id == now.group or question.type not in (
            "single",
            "multiple",
            "grid",
        ):
            continue
        before = _counterpart(question, then)
        if before is None:
            text = f"”{question.name}” {NOT_ASKED}"
            found.append(Break(question.id, False, text))
            continue
        reason = _incomparable(before, question)
        if reason:
            text = f"”{question.name}” jämförs inte: {reason}."
            found.append(Break(question.id, False, text))
            continue
        found += [Break(question.id, True, text) for text in _notes(before, question)]
        earlier = {item.row: item for item in then.items(before)}
        for item in now.items(question):
            if item.kind == "number":
                continue
            if item.row in earlier:
                pairs.append(_Pair(earlier[item.row], item))
            else:
                text = f"Raden ”{item.label}” i ”{question.name}” är ny."
                found.append(Break(question.id, False, text))
    return pairs, found


def _collaboration_pairs(
    then: Codebook, now: Codebook, pairs: list[_Pair]
) -> tuple[list[str], list[str], list[Break]]:
    """The challenges (with "all" where they are the same ones) and forms (with "all")
    that both waves asked of in the same way, and the breaks of the others."""
    if then.challenges is None or now.challenges is None:
        return [], [], []
    sources = then.challenges.source, now.challenges.source
    rows = {
        pair.later.row
        for pair in pairs
        if pair.later.question.id == sources[1].question
        and pair.earlier.question.id == sources[0].question
    }
    alike = []
    for id in now.challenge_labels:
        if bool(sources[0].options) != bool(sources[1].options):
            continue
        if sources[1].options:
            wanted = [[*map(same_words, o.options.get(id, ()))] for o in sources]
            same = wanted[0] == wanted[1] and TOTAL in rows
        else:
            same = id in rows
        if same and id in then.challenge_labels:
            alike.append(id)
    if not alike:
        return [], [], []
    forms = [
        id
        for id, form in now.forms.items()
        if id in then.forms
        and same_words(then.forms[id].option) == same_words(form.option)
    ]
    if set(alike) == set(now.challenge_labels) == set(then.challenge_labels):
        return [TOTAL, *alike], [TOTAL, *forms], []
    text = (
        "Utmaningarna är inte desamma i båda mätningarna: bara "
        f"{_and([f'”{now.challenge_labels[id]}”' for id in alike])} jämförs."
    )
    return alike, [TOTAL, *forms], [Break("", False, text)]


def _counterpart(question: AnyQuestion, then: Codebook) -> AnyQuestion | None:
    """The same id, or the one that `compares_with` names for the earlier wave."""
    named = question.compares_with  # by wave
    return then.by_id.get(named.get(str(then.wave), question.id))


def _incomparable(before: AnyQuestion, question: AnyQuestion) -> str:
    """Why not, or "" where the two can be compared."""
    if before.type != question.type:
        return "den ställdes på ett annat sätt"
    if getattr(before, "cell", "") != getattr(question, "cell", ""):
        return "svaren gavs på ett annat sätt"
    called = _called_before(question, before)
    gone = [one for one in _options(before) if one not in called.values()]
    new = [one for one in _options(question) if one not in called]
    if gone or new:
        if _scale(before) or _scale(question):
            return "skalan är ändrad"
        if len(gone) + len(new) > MOST_NAMED:
            return (
                f"svarsalternativen är ändrade ({len(gone)} är borttagna och "
                f"{len(new)} är nya)"
            )
        said = [f"”{one}” är borttaget" for one in gone]
        said += [f"”{one}” är nytt" for one in new]
        return f"svarsalternativen är ändrade ({', '.join(said)})"
    then = _low_to_high(before)
    now = [called[option] for option in _low_to_high(question)]
    if then not in (now, now[::-1]):
        return "skalan är ändrad"
    return ""


def _notes(before: AnyQuestion, question: AnyQuestion) -> Iterator[str]:
    """Reservations on a question that is compared."""
    if before.id != question.id or _wording(before) != _wording(question):
        yield (
            f"”{question.name}” är omskriven och jämförs med förbehåll. Förra gången "
            f"löd frågan: ”{_wording(before)}”"
        )
    called = _called_before(question, before)
    if rewritten := [f"”{b}” → ”{a}”" for a, b in called.items() if a != b]:
        yield (
            f"I ”{question.name}” skrivs svarsalternativ på ett annat sätt än förra "
            f"gången men räknas som desamma: {', '.join(rewritten)}"
        )
    then, now = _low_to_high(before), _low_to_high(question)
    if then != [called[option] for option in now]:
        yield (
            f"Skalan i ”{question.name}” är vänd: ”{then[0]}” förra gången motsvarar "
            f"”{now[0]}” nu. Svaren från förra gången har vänts."
        )
    elif _scale(before) != [called[option] for option in _scale(question)]:
        yield (
            f"Svarsalternativen i ”{question.name}” stod i omvänd ordning förra "
            "gången. Svaren jämförs alternativ för alternativ."
        )
    if dict(before.asked_if) != dict(question.asked_if):
        yield (
            f"”{question.name}” ställdes inte till samma svarande: villkoret för att "
            "få frågan är ändrat."
        )


def _wording(question: AnyQuestion) -> str:
    return _NUMBERED.sub("", fold(question.wording))


def _options(question: AnyQuestion) -> list[str]:
    return list(getattr(question, "all_options", []))


def _called_before(question: AnyQuestion, before: AnyQuestion) -> dict[str, str]:
    """Option → what the same option was called in the earlier wave."""
    return called_before(_options(question), _options(before))


def _scale(question: AnyQuestion) -> list[str]:
    """The ordered options as they stood in the form."""
    ordered = list(getattr(question, "scale_options", []))
    if not ordered:
        return []
    return [one for one in question.all_options if one in ordered]  # type: ignore


def _low_to_high(question: AnyQuestion) -> list[str]:
    return list(getattr(question, "scale_options", []))


def _and(names: Any) -> str:
    *first, last = names
    return f"{', '.join(first)} och {last}" if first else str(last)


# --- one option -----------------------------------------------------------------------


@dataclass(frozen=True)
class _Answers:
    """Per response of a wave: has the option, answered, was asked (bools); and whether
    the question is about all units."""

    has: NDArray[np.bool_]
    given: NDArray[np.bool_]
    were: NDArray[np.bool_]
    of_all: bool

    @classmethod
    def of(cls, responses: pd.DataFrame, item: Item, option: str) -> _Answers:
        given = answered(responses, item)
        return cls(
            chosen(responses, item, option) & given,
            given,
            asked(responses, item),
            asked_of_all(item.question),
        )

    def at(self, rows: pd.Series) -> NDArray[np.float64]:
        """0/1 for the units at `rows`, NaN where they did not answer."""
        place = rows.to_numpy()
        inside = place >= 0
        values = np.full(len(place), np.nan)
        use = np.where(inside, place, 0)
        if len(self.given):
            values = np.where(inside & self.given[use], self.has[use], np.nan)
        return values.astype(float)


def _option_rows(waves: _Waves, pair: _Pair, option: str) -> Iterator[dict[str, Any]]:
    then = _Answers.of(waves.earlier.responses, pair.earlier, pair.before(option))
    now = _Answers.of(waves.later.responses, pair.later, option)
    yield from _answer_rows(
        waves,
        _key_of(pair.later, TOTAL, option=option),
        then,
        now,
        several=pair.later.kind == "multiple",
    )


def _collaboration_rows(waves: _Waves) -> Iterator[dict[str, Any]]:
    """The same of those that collaborate within a challenge, in a form of it."""
    surveys = waves.earlier, waves.later
    for challenge in waves.challenges:
        found = [
            collaboration(one.responses, one.codebook, challenge) for one in surveys
        ]
        sources = [one.codebook.challenges for one in surveys]
        assert sources[0] is not None
        assert sources[1] is not None
        of_all = [
            asked_of_all(one.codebook.question(source.source.question))  # type: ignore
            for one, source in zip(surveys, sources, strict=True)
        ]
        key = dict.fromkeys(KEYS, TOTAL) | {
            "question": sources[1].source.question,
            "challenge": challenge,
        }
        for form in waves.forms:
            column = "any" if form == TOTAL else form
            if not all(column in forms for forms, _, _ in found):
                continue
            then, now = (
                _Answers(forms[column].to_numpy() & given, given, were, of)
                for (forms, given, were), of in zip(found, of_all, strict=True)
            )
            yield from _answer_rows(
                waves, key | {"form": form}, then, now, several=True
            )


def _answer_rows(
    waves: _Waves,
    of: Mapping[str, Any],
    then: _Answers,
    now: _Answers,
    *,
    several: bool,
) -> Iterator[dict[str, Any]]:
    """All that is told of one yes or no, of all and by department."""
    first, second = then.at(waves.rows["first"]), now.at(waves.rows["second"])
    both = ~np.isnan(first) & ~np.isnan(second)
    # A question that some were routed past is about a domain whose size is unknown.
    of_all = then.of_all and now.of_all
    for group in (TOTAL, *waves.groups):
        key = {**of, "group": group}
        whole = _change_all(waves, group, then, now)
        yield key | whole
        inside = _inside(waves, group)
        matched = both & inside
        n = int(matched.sum())
        if not n:
            continue
        differs = matched & (first != second)
        counts = {"count": float(differs.sum()), "answered": n, "method": COUNTS}
        apart = float(second[matched].mean() - first[matched].mean())
        yield key | counts | {"statistic": "change_matched", "estimate": apart}
        if several:
            for statistic, value in (("started", 1.0), ("stopped", 0.0)):
                found = float((differs & (second == value)).sum())
                share = {"statistic": statistic, "count": found, "estimate": found / n}
                yield key | counts | share
        if waves.framed and of_all:
            change = _change(waves, group, first, second, inside)
            yield key | counts | change
            yield key | {
                "statistic": "change_frame",
                "estimate": whole["estimate"] - change["estimate"],
                "answered": n,
                "method": COUNTS,
            }


def _inside(waves: _Waves, group: str) -> NDArray[np.bool_]:
    if group == TOTAL:
        return np.ones(len(waves.rows), bool)
    return waves.codes == waves.groups.index(group)


def _change(
    waves: _Waves,
    group: str,
    first: NDArray[np.float64],
    second: NDArray[np.float64],
    inside: NDArray[np.bool_],
) -> dict[str, Any]:
    """The change among the units of both frames."""
    codes = waves.codes[inside] if group == TOTAL else np.zeros(inside.sum(), int)
    strata = len(waves.groups) if group == TOTAL else 1
    sizes = np.bincount(codes, minlength=strata).astype(float)
    found = change_with_overlap(first[inside], second[inside], codes, sizes)
    few = waves.later.codebook.disclosure.percent_from
    claimed = not np.isnan(found.low) and (found.matched >= few or found.variance == 0)
    method = EXACT_CHANGE if found.variance == 0 and claimed else OVERLAP
    return {
        "statistic": "change",
        "estimate": found.estimate,
        "low": found.low if claimed else np.nan,
        "high": found.high if claimed else np.nan,
        "population": sizes.sum(),
        "method": method if claimed else COUNTS,
        "p": found.p,
    }


def _change_all(
    waves: _Waves, group: str, then: _Answers, now: _Answers
) -> dict[str, Any]:
    """The difference of the waves' own shares, each with its own frame."""
    sources = None if group == TOTAL else waves.sources[group]
    own = None if group == TOTAL else [group]
    before, n1 = _share(waves, 0, then, sources)
    after, n2 = _share(waves, 1, now, own)
    return {
        "statistic": "change_all",
        "estimate": after - before,
        "answered": n2,
        "asked": n1,
        "method": COUNTS,
    }


def _share(
    waves: _Waves, wave: int, answers: _Answers, groups: list[str] | None
) -> tuple[float, float]:
    """A wave's share of some departments (None: of all), weighted by department where
    there is a frame, and how many answered; NaN where nobody did."""
    frame, labels, codes = (
        waves.frames[wave],
        waves.labels[wave],
        waves.answer_codes[wave],
    )
    use = answers.given
    if groups is not None:
        use = use & np.isin(codes, [labels.index(name) for name in groups])
    n = float(use.sum())
    if not n:
        return float("nan"), 0.0
    x, d = (
        np.bincount(codes[part & (codes >= 0)], minlength=len(labels))
        for part in (answers.has & use, use)
    )
    if not frame.known or np.count_nonzero(d) < 2:
        return float((answers.has & use).sum() / n), n
    if answers.of_all:
        past = np.zeros(len(labels), dtype=int)
    else:  # who was routed past is known to be outside, and shares the weight
        past = np.bincount(codes[~answers.were & (codes >= 0)], minlength=len(labels))
    weight = frame.sizes / np.maximum(d + past, 1)
    return float((weight * x).sum() / (weight * d).sum()), n


def _transitions(waves: _Waves, pair: _Pair) -> Iterator[dict[str, Any]]:
    """Every "från → till" among the units that answered both, of all departments."""
    codes = []
    for wave, item, rows, names in (
        (
            waves.earlier,
            pair.earlier,
            waves.rows["first"],
            [pair.before(option) for option in pair.options],
        ),
        (waves.later, pair.later, waves.rows["second"], pair.options),
    ):
        place = {option: code for code, option in enumerate(names)}
        values = wave.responses[item.key].astype(object)
        of_response = values.map(place).fillna(-1).astype(int).to_numpy()
        of_response = np.where(answered(wave.responses, item), of_response, -1)
        at = rows.to_numpy()
        known = (
            of_response[np.where(at >= 0, at, 0)] if len(of_response) else at * 0 - 1
        )
        codes.append(np.where(at >= 0, known, -1))
    both = (codes[0] >= 0) & (codes[1] >= 0)
    n = int(both.sum())
    if not n:
        return
    size = len(pair.options)
    cells = np.bincount(codes[0][both] * size + codes[1][both], minlength=size**2)
    for number, count in enumerate(cells):
        one, other = pair.options[number // size], pair.options[number % size]
        yield _key_of(pair.later, TOTAL, option=f"{one} → {other}") | {
            "statistic": "transition",
            "count": float(count),
            "answered": n,
            "estimate": count / n,
            "method": COUNTS,
        }


# --- the frame and the ties -----------------------------------------------------------


def _frame_rows(waves: _Waves) -> Iterator[dict[str, Any]]:
    """How many units are in both frames, new, gone, or in another department."""
    if not waves.framed:
        return
    first, second = (_eligible(frame) for frame in waves.frames)
    kept = second.index.isin(first.index)
    gone = first[~first.index.isin(second.index)]
    then = first.reindex(second.index)
    for group in (TOTAL, *waves.groups):
        here = np.ones(len(second), bool)
        left = np.ones(len(gone), bool)
        if group != TOTAL:
            here = (second == group).to_numpy(bool)
            left = gone.isin(waves.sources[group]).to_numpy(bool)
        sources = {name: waves.sources[name] or [] for name in waves.groups}
        moved = [
            was not in sources[now] and bool(sources[now])
            for was, now in zip(then, second, strict=True)
        ]
        numbers = {
            "frame_kept": (here & kept).sum(),
            "frame_new": (here & ~kept).sum(),
            "frame_gone": left.sum(),
            "frame_moved": (here & kept & np.array(moved, bool)).sum(),
        }
        for statistic, number in numbers.items():
            yield dict.fromkeys(KEYS, TOTAL) | {
                "group": group,
                "statistic": statistic,
                "count": float(number),
                "estimate": float(number),
                "population": float(here.sum()),
                "method": COUNTS,
            }


def _tie_rows(waves: _Waves) -> Iterator[dict[str, Any]]:
    """Ties new, kept and no longer named, among the units that answered both waves."""
    matched = waves.rows[(waves.rows[["first", "second"]] >= 0).all(axis=1)]
    if matched.empty:
        return
    earlier = {question.id: question for question in waves.earlier.codebook.ties}
    for question in waves.later.codebook.ties:
        before = _counterpart(question, waves.earlier.codebook)
        if before is None or before.id not in earlier:
            continue
        item = Item(question, TOTAL, question.id, question.name, None, {})
        then = _named(waves.earlier.ties, before.id, matched.index)
        now = _named(waves.later.ties, question.id, matched.index)
        for group in (TOTAL, *waves.groups):
            here = matched.index
            if group != TOTAL:
                here = matched.index[matched["group"] == group]
            yield from _tie_numbers(_key_of(item, group), then, now, here)


def _tie_numbers(
    key: Mapping[str, Any],
    then: set[tuple[str, str]],
    now: set[tuple[str, str]],
    units: pd.Index,
) -> Iterator[dict[str, Any]]:
    if not len(units):
        return
    inside = set(units)
    old = {tie for tie in then if tie[0] in inside}
    new = {tie for tie in now if tie[0] in inside}
    numbers = {
        "ties_new": len(new - old),
        "ties_kept": len(new & old),
        "ties_no_longer_named": len(old - new),
    }
    for statistic, count in numbers.items():
        yield {
            **key,
            "statistic": statistic,
            "count": float(count),
            "estimate": float(count),
            "answered": len(units),
            "method": COUNTS,
        }
    either = len(old | new)
    yield {
        **key,
        "statistic": "ties_jaccard",
        "count": float(len(new & old)),
        "answered": float(either),
        "estimate": len(new & old) / either if either else np.nan,
        "method": COUNTS,
    }


def _named(ties: pd.DataFrame, question: str, units: pd.Index) -> set[tuple[str, str]]:
    """(unit, organisation) of the question's ties; a name is the same in both waves
    where it is the register's, or the same but for case, signs and legal form."""
    here = ties[ties["question"] == question]
    keys = here["unit"].fillna("").astype(str).map(_key)
    names = here["organisation"].astype(str).map(normalise)
    inside = keys.isin(units)
    return set(zip(keys[inside], names[inside], strict=True))


# --- rows -----------------------------------------------------------------------------


def _key_of(item: Item, group: str, *, option: str = TOTAL) -> dict[str, Any]:
    return dict.fromkeys(KEYS, TOTAL) | {
        "question": item.question.id,
        "item": item.row,
        "option": option,
        "group": group,
    }
