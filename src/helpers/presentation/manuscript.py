"""Her own texts: data/raw/<survey>/texts/<chapter>.md, with slots for numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

from helpers.core.errors import KartlaggningError, Problem, nearest
from helpers.core.language import ENGLISH, SWEDISH, speaking
from helpers.core.project import Project, write_bytes, write_json
from helpers.disclosure.released import Released
from helpers.presentation import text
from helpers.presentation.figures.figure import Figure
from helpers.presentation.findings.waves import TwoWaves
from helpers.presentation.locale import message, phrase
from helpers.presentation.open_data.described import described_table
from helpers.presentation.pages.dress import PLAIN, Dress
from helpers.presentation.pages.profile import read_dress
from helpers.presentation.translated import english_texts, in_english

Texts = Mapping[str, str]


TOLD = "tables"
"""In data/processed/<survey>: what each figure's csv is, for those who describe it."""


class Drawn(Protocol):
    """Anything shown that has figures, whose numbers are taken away as csv."""

    def figures(self) -> Iterator[tuple[str, Figure]]: ...


Shown = TypeVar("Shown", bound=Drawn)
SLOT = re.compile(r"(?<!\{)\{([^{}\n]*)\}(?!\})")
NONE = message("okänt antal")


@dataclass(frozen=True)
class Report:
    """What the chapters are written from: released numbers, and her own texts by
    chapter. `data` is the folder for the figures' numbers, `told` that for what they
    are (none: they are not written); `earlier` what was released of the wave before,
    where there is one; `dress` the organisation's own look.

    Raises TypeError for numbers that were not released.
    """

    released: Released
    texts: Texts
    data: Path | None = None
    told: Path | None = None
    earlier: Released | None = None
    dress: Dress = PLAIN
    language: str = SWEDISH
    swedish: Released | None = None  # where `released` has names in another language

    def __post_init__(self) -> None:
        if not isinstance(self.released, Released) or not isinstance(
            self.earlier, Released | None
        ):
            raise TypeError("a report is written from released numbers only")

    @property
    def waves(self) -> TwoWaves | None:
        """Both waves' numbers, where there is an earlier one to compare with."""
        facts = self.released.facts.comparison
        if not facts or self.earlier is None:
            return None
        return TwoWaves(self.released, self.earlier, facts)

    def show(self, chapter: Callable[..., Shown], *about: str) -> Shown:
        """`chapter(self, *about)`, with the numbers of its figures written as csv, so
        that every link to them leads somewhere."""
        if self.language != SWEDISH:
            with speaking(self.language):
                return Written.of(chapter(self, *about))  # type: ignore[return-value]
        shown = chapter(self, *about)
        if self.data is not None and self.told is not None:
            book = self.released.codebook
            labels = book.chapter_titles | book.challenge_labels
            subject = ", ".join(labels.get(one, one) for one in about)
            for heading, figure in shown.figures():
                name = f"{figure.key}.csv"
                write_bytes(self.data / name, figure.csv)
                # What a heading says after its colon was found, and changes.
                about_it = subject or heading.partition(":")[0]
                described = described_table(name, figure, about=about_it)
                write_json(self.told / f"{figure.key}.json", described.as_json())
        return shown


@dataclass(frozen=True)
class Written:
    """A chapter as it was written in another language: what it shows is said only when
    it is displayed, and then Swedish would be spoken again."""

    bundle: Mapping[str, str]

    @classmethod
    def of(cls, shown: Any) -> Written:
        return cls(shown._repr_mimebundle_())

    def _repr_mimebundle_(self, **_: object) -> Mapping[str, str]:
        return self.bundle


def slots(released: Released) -> dict[str, str]:
    """The numbers that a text may take in, as words of the report.

    Only what is released: a number can be quoted, never typed.
    """
    facts = released.facts
    response = facts.response
    share = response.response_rate
    ties = released.select(statistic="ties", group="all", form="all", challenge="all")
    shown = [int(row.count) for row in ties if row.shown]
    departments = len(response.departments)
    return {
        # Answers from outside the frame are in no number of the report.
        "kept": text.number(facts.kept - response.outside),
        "asked": phrase(NONE)
        if response.asked is None
        else text.number(response.asked),
        "svarsandel": text.percent_words(share) if share is not None else phrase(NONE),
        "departments": text.word(departments),
        "organisations": text.number(facts.organisations.named),
        "ties": text.number(sum(shown)) if shown else phrase(NONE),
    }


SLOTS = ("kept", "asked", "svarsandel", "departments", "organisations", "ties")
"""The numbers that `slots` gives, known before there are any."""


class Manuscript(Texts):
    """Her texts of a survey by chapter, each with its slots filled when it is asked
    for: a slip in one stops the pages that use it and no others.

    `folder` is data/raw/<survey>, where they lie `within`. Looking a text up raises
    KartlaggningError with every slot in it that names no number.
    """

    def __init__(
        self, folder: Path, numbers: Mapping[str, str], *, within: str = "texts"
    ) -> None:
        self.paths = {
            path.stem: path for path in sorted((folder / within).glob("*.md"))
        }
        self.numbers = numbers

    def __getitem__(self, chapter: str) -> str:
        source = _source(self.paths[chapter])
        if problems := _unknown(self.paths[chapter], source, self.numbers):
            raise KartlaggningError(problems)
        return SLOT.sub(lambda slot: self.numbers[slot[1].strip()], source)

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)


def text_problems(folder: Path) -> list[Problem]:
    """What is wrong with her texts in data/raw/<survey>, all at once, used or not."""
    problems: list[Problem] = []
    for path in _text_files(folder):
        try:
            problems += _unknown(path, _source(path), dict.fromkeys(SLOTS, ""))
        except KartlaggningError as error:
            problems += error.problems
    return problems


def _text_files(folder: Path) -> list[Path]:
    return sorted((folder / "texts").rglob("*.md"))


def _within(path: Path) -> str:
    """Where a text lies in data/raw/<survey>: texts/mission.md, texts/en/mission.md."""
    texts = next(one for one in path.parents if one.name == "texts")
    return path.relative_to(texts.parent).as_posix()


def _source(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise KartlaggningError(
            Problem(
                "Texten är inte sparad som UTF-8, så å, ä och ö kan inte läsas.",
                "Spara den igen med kodningen UTF-8.",
                file=_within(path),
            )
        ) from None


def _unknown(path: Path, source: str, values: Mapping[str, str]) -> list[Problem]:
    return [
        Problem(
            f"”{{{name}}}” är inget tal som rapporten kan fylla i.",
            f"{nearest(name, values)} Välj bland: {', '.join(values)}.".strip(),
            file=_within(path),
            row=number,
        )
        for number, line in enumerate(source.splitlines(), start=1)
        for name in (found[1].strip() for found in SLOT.finditer(line))
        if name not in values
    ]


def read_report(
    survey: str, project: Project | None = None, *, language: str = SWEDISH
) -> Report:
    """The released numbers of a survey, with those of the wave before, and her texts
    about it. Raises KartlaggningError where names or texts lack that language."""
    project = project or Project.find()
    released = Released.read(project.processed(survey) / "released")
    texts = Manuscript(project.raw(survey), slots(released))
    compared = released.facts.comparison
    earlier = None
    if compared:
        folder = project.processed(compared.survey) / "released"
        earlier = Released.read(folder)
    data, declared = project.outputs(survey) / "data", project.processed(survey) / TOLD
    dress = read_dress(project.raw(survey), released.codebook)
    made = Report(released, texts, data, declared, earlier, dress)
    return made if language == SWEDISH else _in_english(made, project.raw(survey))


def _in_english(report: Report, folder: Path) -> Report:
    """The report in English; its figures link to the files of the Swedish one."""
    book, earlier = report.released.codebook, report.earlier
    before = earlier.codebook.english if earlier else {}
    with speaking(ENGLISH):
        released = in_english(report.released, before)
        texts = Manuscript(folder, slots(released), within=english_texts(folder, book))
        then = earlier and in_english(earlier, book.english, whole=False)
    return replace(
        report,
        released=released,
        texts=texts,
        earlier=then,
        language=ENGLISH,
        swedish=report.released,
    )
