"""An earlier version in the names of this one: what was renamed must not protect less.

A question, an option or a group that is called otherwise is matched where only writing
differs, or by `renamed` in survey.yml. Where neither tells, nothing is guessed: release
stops and asks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from helpers.core.errors import DisclosureError, Problem
from helpers.core.wording import called_before
from helpers.disclosure.exchanged import exchanged
from helpers.disclosure.public import has_secret_base
from helpers.disclosure.released import either, merged_options
from helpers.disclosure.rules import is_protected
from helpers.estimation.schema import SHARES, Protection, protected_by
from helpers.survey.codebook import NO_GROUP, TOTAL, Codebook, Question

FILE = "survey.yml"
MOST_NAMED = 8
TOLD = protected_by(
    Protection.CELL, Protection.AMOUNT, Protection.BASE, Protection.ALONE
)
"""Statistics that tell what was answered: a question that has one is a question."""


@dataclass(frozen=True)
class EarlierVersion:
    """A published table in the names of now.

    `regrouped`: groups of now, and those of then that are the same units, where one was
    merged or divided. `unmatched`: groups of now that have no counterpart.
    """

    table: pd.DataFrame
    regrouped: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    unmatched: frozenset[str] = frozenset()


def in_names_of_now(
    tables: Sequence[pd.DataFrame], rows: pd.DataFrame, codebook: Codebook
) -> list[EarlierVersion]:
    """The earlier versions of a survey in the names of `rows`.

    Raises DisclosureError, with all questions to answer, where names differ and nobody
    has said what became of them, and where `renamed` contradicts what was published.
    """
    problems = _contradictions(tables, codebook)
    versions = []
    for table in tables:
        problems += exchanged(table, rows, codebook)
        table, more = _questions(table, rows, codebook)
        problems += more
        table, more = _items(table, rows, codebook)
        problems += more
        table, more = _challenges_and_forms(table, rows, codebook)
        problems += more
        table, more = _options(table, codebook)
        version, others = _groups(table, rows, codebook)
        problems += [*more, *others]
        versions.append(version)
    if problems:
        raise DisclosureError(list(dict.fromkeys(problems)))
    return versions


def _contradictions(
    tables: Sequence[pd.DataFrame], codebook: Codebook
) -> list[Problem]:
    """Names of then that no published version has."""
    if not tables:
        return []
    everything = pd.concat(tables)
    renamed = codebook.renamed
    problems = [
        ("questions", renamed.questions, set(everything["question"])),
        ("groups", renamed.groups, set(everything["group"])),
        ("challenges", renamed.challenges, set(everything["challenge"])),
        ("forms", renamed.forms, _single_forms(everything["form"])),
    ]
    problems += [
        (f"options → {id}", options, set(everything["option"]))
        for id, options in renamed.options.items()
    ]
    problems += [
        (f"items → {id}", items, set(everything["item"]))
        for id, items in renamed.items.items()
    ]
    kept = _still_there("questions", renamed.questions, codebook.by_id)
    lists = [("groups", codebook.group or "", renamed.groups)]
    lists += [(f"options → {id}", id, own) for id, own in renamed.options.items()]
    for where, id, names in lists:
        now = codebook.question(id).all_options if id in codebook.by_id else ()
        kept += _still_there(where, names, now)
    return kept + [
        Problem(
            f"renamed → {where}: ”{name}” finns inte i någon publicerad version.",
            "Skriv namnet som det stod då, eller en tom lista ([]) om det inte hade "
            "någon motsvarighet.",
            file=FILE,
        )
        for where, names, known in problems
        for then in names.values()
        for name in then
        if name not in known
    ]


def _still_there(
    where: str, given: Mapping[str, Sequence[str]], now: Collection[str]
) -> list[Problem]:
    """What is said to be called otherwise now, and is there under its own name too:
    what is shown of both would tell the late answers of one."""
    return [
        Problem(
            f"renamed → {where}: ”{name}” sägs nu heta ”{new}”, men finns också kvar "
            f"som ”{name}”.",
            f"Ta bort ”{name}” ur listan om den är sig lik. Har något flyttats mellan "
            f"dem: skriv [] för ”{new}”, så redovisas inga skyddade svar för den.",
            file=FILE,
        )
        for new, names in given.items()
        for name in names
        if name != new and name in now and name not in given
    ]


def _questions(
    table: pd.DataFrame, rows: pd.DataFrame, codebook: Codebook
) -> tuple[pd.DataFrame, list[Problem]]:
    now, then = (
        list(dict.fromkeys(one.loc[one["statistic"].isin(TOLD), "question"]))
        for one in (rows, table)
    )
    gone = [id for id in then if id not in now and id not in codebook.by_id]
    new = [
        id
        for id in now
        if id not in then
        and (is_protected(codebook, id) or has_secret_base(codebook, id, TOTAL))
    ]
    ids = _Ids.of(new, gone, codebook.renamed.questions)
    table = table.assign(question=table["question"].replace(ids.names))
    return table, ids.problems("Frågan", "questions")


class _Ids(NamedTuple):
    """`names`: id then → id now. `asked`: ids of now that nobody has said what they
    were; `left`: ids of then that none of now was."""

    names: dict[str, str]
    asked: list[str]
    left: list[str]

    @classmethod
    def of(
        cls,
        now: Collection[str],
        then: Collection[str],
        given: Mapping[str, Sequence[str]],
    ) -> _Ids:
        new = [id for id in now if id not in then]
        was = {id: given[id][0] for id in new if given.get(id)}
        names = {before: id for id, before in was.items() if before in then}
        left = [id for id in then if id not in now and id not in names]
        return cls(names, [id for id in new if id not in given], left)

    def problems(self, what: str, *where: str) -> list[Problem]:
        """A question for each, where one of then may be the same. `where`: the keys of
        `renamed` to answer under."""
        return [
            Problem(
                f"{what} {id} finns inte i en publicerad version, som i stället har "
                f"{_listed(self.left)}. Är det samma kan skillnaden mellan versionerna "
                "visa vad ett enda sent svar är.",
                f"Skriv {_under(where, f'{id}: {self.left[0]}')} om det var så det "
                f"hette, eller {_under(where, f'{id}: []')} om det är nytt.",
                file=FILE,
            )
            for id in (self.asked if self.left else ())
        ]


def _under(keys: Sequence[str], names: str) -> str:
    """
    >>> _under(["items", "grid"], "g1: r1")
    'renamed: {items: {grid: {g1: r1}}}'
    """
    for key in reversed(["renamed", *keys]):
        names = f"{key}: {{{names}}}"
    return names


def _items(
    table: pd.DataFrame, rows: pd.DataFrame, codebook: Codebook
) -> tuple[pd.DataFrame, list[Problem]]:
    """Rows of protected grids by their ids of now."""
    problems: list[Problem] = []
    item = table["item"].copy()
    now = _protected(rows, codebook).groupby("question")["item"].unique()
    for id, own in _protected(table, codebook).groupby("question", sort=False):
        if id in now:
            given = codebook.renamed.items.get(str(id), {})
            ids = _Ids.of(list(now[id]), list(own["item"].unique()), given)
            problems += ids.problems(f"Frågan {id}: raden", "items", str(id))
            mine = table["question"].eq(id)
            item[mine] = item[mine].replace(ids.names)
    return table.assign(item=item), problems


def _challenges_and_forms(
    table: pd.DataFrame, rows: pd.DataFrame, codebook: Codebook
) -> tuple[pd.DataFrame, list[Problem]]:
    own, then = _protected(rows, codebook), _protected(table, codebook)
    given = codebook.renamed
    challenges = _Ids.of(
        own["challenge"].unique(), then["challenge"].unique(), given.challenges
    )
    forms = _Ids.of(
        sorted(_single_forms(own["form"])), sorted(_single_forms(then["form"])),
        given.forms,
    )  # fmt: skip
    problems = challenges.problems("Utmaningen", "challenges")
    problems += forms.problems("Formen", "forms")
    mixes = {
        mix: "+".join(forms.names.get(one, one) for one in mix.split("+"))
        for mix in table["form"].unique()
    }
    return table.assign(
        challenge=table["challenge"].replace(challenges.names),
        form=table["form"].map(mixes),
    ), problems


def _single_forms(forms: pd.Series) -> set[str]:
    """The forms that combinations ("a+b") are made of."""
    return {one for mix in forms.unique() for one in str(mix).split("+")}


def _protected(table: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """The shares of protected questions."""
    shares = table[table["statistic"].isin(SHARES)]
    known = {id: is_protected(codebook, id) for id in shares["question"].unique()}
    return shares[shares["question"].map(known).astype(bool)]


def _options(
    table: pd.DataFrame, codebook: Codebook
) -> tuple[pd.DataFrame, list[Problem]]:
    problems: list[Problem] = []
    shares = table["statistic"].isin(SHARES)
    option = table["option"].copy()
    for id, own in table[shares].groupby("question", sort=False):
        question = codebook.by_id.get(str(id))
        if question is None or not is_protected(codebook, str(id)):
            continue
        labels = list(dict.fromkeys(own["option"]))
        names, more = _options_of(question, labels, codebook)
        problems += more
        option[own.index] = own["option"].replace(names)
    return table.assign(option=option), problems


def _options_of(
    question: Question, then: list[str], codebook: Codebook
) -> tuple[dict[str, str], list[Problem]]:
    """What each option of then is called now."""
    options = [*question.all_options, TOTAL]
    given = codebook.renamed.options.get(question.id, {})
    before = {now: names[0] for now, names in given.items() if names}
    before |= called_before([o for o in options if o not in given], then)
    for label, parts in merged_options(question).items():
        # A merged label is made of the options, and so renamed with them.
        old = either([before.get(part, part) for part in parts], question.language)
        before[label] = next(iter(called_before([old], then).values()), label)
    names = {name: now for now, name in before.items()}
    gone = [name for name in then if name not in names]
    covered = {
        part
        for label, parts in merged_options(question).items()
        if before[label] in then
        for part in parts
    }
    new = [o for o in options if o not in {*before, *given, *covered, TOTAL}]
    if not gone or not new:
        return names, []
    return names, [
        Problem(
            f"Frågan {question.id}: {_listed(new)} finns inte i en publicerad "
            f"version, som i stället har {_listed(gone)}.",
            f"Skriv renamed: {{options: {{{question.id}: {{nu: förut}}}}}}, med "
            "alternativets namn nu och förut, eller nu: [] om det är nytt.",
            file=FILE,
        )
    ]


def _groups(
    table: pd.DataFrame, rows: pd.DataFrame, codebook: Codebook
) -> tuple[EarlierVersion, list[Problem]]:
    now, then = _groups_of(rows), _groups_of(table)
    if not then or not now:
        return EarlierVersion(table), []
    given = _told_of(codebook.renamed.groups, then)
    before = {group: names for group, names in given.items() if group in now}
    written = called_before([g for g in now if g not in before], then)
    before |= {group: [name] for group, name in written.items()}
    used = {name for names in before.values() for name in names}
    new = [group for group in now if group not in before]
    gone = [g for g in then if g not in used and given.get(g) != []]
    if new or gone:
        return EarlierVersion(table), [_regrouping(new, gone, now, then)]
    names = {
        old[0]: group
        for group, old in before.items()
        if len(old) == 1 and _times(old[0], before) == 1
    }
    together = _components(before, set(names.values()))
    unmatched = frozenset(group for group, old in before.items() if not old)
    table = table.assign(group=table["group"].replace(names))
    return EarlierVersion(table, together, unmatched), []


def _told_of(
    renamed: Mapping[str, Sequence[str]], then: Collection[str]
) -> dict[str, list[str]]:
    """What `renamed` says of a version that has the groups `then`: one that came after
    the change has the names of now."""
    given = {}
    for group, names in renamed.items():
        known = [name for name in names if name in then]
        if known or not names:
            given[group] = known
        elif group in then:
            given[group] = [group]
    return given


def _groups_of(rows: pd.DataFrame) -> list[str]:
    groups = rows.loc[rows["statistic"].isin(SHARES), "group"]
    return [g for g in dict.fromkeys(groups) if g not in (TOTAL, NO_GROUP)]


def _times(name: str, before: Mapping[str, Sequence[str]]) -> int:
    return sum(name in old for old in before.values())


def _components(
    before: Mapping[str, Sequence[str]], alone: set[str]
) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Groups of now and of then that are the same units together."""
    found: list[tuple[set[str], set[str]]] = []
    for group, old in before.items():
        if group in alone or not old:
            continue
        touched = [one for one in found if one[1] & set(old)]
        found = [one for one in found if one not in touched]
        mine = {group}.union(*(one[0] for one in touched))
        theirs = set(old).union(*(one[1] for one in touched))
        found.append((mine, theirs))
    return tuple((tuple(sorted(a)), tuple(sorted(b))) for a, b in found)


def _regrouping(
    new: Sequence[str], gone: Sequence[str], now: Sequence[str], then: Sequence[str]
) -> Problem:
    if not set(now) & set(then) and len(gone) == len(then):
        found = (
            f"En publicerad version delar in svaren på annat sätt: {_listed(then)}; "
            f"den här i {_listed(now)}."
        )
    elif not gone:
        found = f"Grupperna {_listed(new)} finns inte i en publicerad version."
    elif not new:
        found = f"En publicerad version har grupperna {_listed(gone)}, den här inte."
    else:
        found = (
            f"Grupperna {_listed(new)} finns inte i en publicerad version, som i "
            f"stället har {_listed(gone)}."
        )
    return Problem(
        f"{found} Tillsammans kan de visa vad en enda enhet har svarat.",
        "Skriv under renamed: {groups: …} i survey.yml vad var och en hette då: "
        "Nya namnet: Gamla namnet, eller flera gamla namn i en lista om de har slagits "
        "samman. Skriv Namnet: [] för en grupp som inte har någon motsvarighet (ny, "
        "borttagen eller en annan indelning): då redovisas inga skyddade svar för den.",
        file=FILE,
    )


def _listed(names: Iterable[str]) -> str:
    quoted = [f"”{name}”" for name in names]
    more = len(quoted) - MOST_NAMED
    return ", ".join(quoted[:MOST_NAMED]) + (f" och {more} till" if more > 0 else "")
