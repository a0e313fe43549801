"""explore.ipynb: choose by widgets, see the chart and its numbers at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import ipywidgets as widgets

from helpers.app.workbench.addition import add_cut
from helpers.app.workbench.bench import Bench, open_bench, waves_of
from helpers.app.workbench.preview import preview
from helpers.core.errors import CodebookError, KartlaggningError
from helpers.core.project import Project
from helpers.presentation import text
from helpers.presentation.pages.lab import lab_style
from helpers.survey.codebook import (
    CHAPTERS,
    FILE,
    Codebook,
    Date,
    Extra,
    Grid,
    read_codebook,
)
from helpers.survey.decisions import Made, take_back

ALL, EACH = "", "*"
WIDE = widgets.Layout(width="min(100%, 44rem)")
LABELS = {"description_width": "6rem"}
COLUMNS = "repeat(auto-fill, minmax(min(100%, 30rem), 1fr))"


def explore(survey: str, project: Project | None = None) -> Explorer:
    """The workbench of a survey; show it as the last thing of a cell."""
    return Explorer(survey, project or Project.find())


def problem_list(error: KartlaggningError) -> str:
    """Every problem of an error, a line each."""
    lines = "".join(f"<li>{escape(str(problem))}</li>" for problem in error.problems)
    return f'<ul class="fel">{lines}</ul>'


class Explorer(widgets.VBox):
    """Drop-down lists over a picture. Each list's `value` is what is chosen; `cut` is
    all of it together."""

    def __init__(self, survey: str, project: Project) -> None:
        self.project = project
        self.benches: dict[str, Bench] = {}
        project.raw(survey)  # raises for a name that is none, with the nearest
        series = waves_of(survey, project)
        own = _series_of(survey, series, project)
        self.series = _list("Enkät", [(name, name) for name in series], own)
        self.wave = _list("Omgång", [])
        self.question, self.item = _list("Fråga", []), _list("Rad", [])
        self.group, self.challenge = _list("Grupp", []), _list("Utmaning", [])
        self.form = _list("Form", [])
        self.title = widgets.Text(
            description="Rubrik",
            placeholder="frivillig; annars skriver rapporten vad figuren visar",
            layout=WIDE,
            style=LABELS,
        )
        self.add = widgets.Button(
            description="Lägg till i rapporten", icon="plus", layout={"width": "14rem"}
        )
        self.undo = widgets.Button(
            description="Ångra tillägget", icon="undo", disabled=True
        )
        self.added: list[Made] = []
        self.undo.on_click(lambda _: self.take_back())
        self.message = widgets.HTML()
        self.picture = widgets.HTML(layout={"width": "100%"})
        self._surveys = series
        self._quiet = False
        self._to_series(survey)
        for chooser, act in (
            (self.series, lambda _: self._to_series()),
            (self.wave, lambda _: self._to_wave()),
            (self.question, lambda _: self._to_question()),
            *((one, lambda _: self.draw()) for one in self._filters()),
        ):
            chooser.observe(self._unless_quiet(act), names="value")
        self.add.on_click(lambda _: self.add_to_report())
        super().__init__(
            [
                widgets.HTML(lab_style()),
                widgets.GridBox(
                    [self.series, self.wave, self.question, *self._filters()],
                    layout={"grid_template_columns": COLUMNS, "max_width": "72rem"},
                ),
                self.picture,
                widgets.HBox([self.title, self.add, self.undo]),
                self.message,
            ]
        )
        self.add_class("kartlaggning-bank")

    # ------------------------------------------------------------ what is chosen

    @property
    def survey(self) -> str:
        return str(self.wave.value[0])

    @property
    def bench(self) -> Bench:
        return self._bench(self.survey)

    @property
    def cut(self) -> Extra:
        group = str(self.group.value)
        return Extra(
            question=self.question.value,
            item=self.item.value or None,
            group=None if group == ALL else self.bench.codebook.group,
            only=None if group in (ALL, EACH) else group,
            challenge=self.challenge.value or None,
            form=self.form.value or None,
            title=self.title.value.strip(),
        )

    # ------------------------------------------------------------ what is done

    def draw(self) -> None:
        """The picture and the numbers of the cut."""
        self._settle()
        earlier = self.wave.value[1]
        try:
            beside = self._bench(earlier) if earlier else None
            self.picture.value = preview(self.bench, self.cut, beside)
        except KartlaggningError as error:
            self.picture.value = problem_list(error)
        self.message.value = ""

    def add_to_report(self) -> None:
        """Writes the cut to survey.yml."""
        cut, survey = self.cut, self.survey
        path = self.project.raw(survey) / FILE
        before = path.read_bytes()
        try:
            added = add_cut(path.parent, cut)
        except KartlaggningError as error:
            self.message.value = problem_list(error)
            return
        chapter = CHAPTERS[self.bench.codebook.question(cut.question).chapter]
        sentence = (
            f"Tillagt sist i data/raw/{survey}/survey.yml. Efter nästa körning står "
            f"figuren i kapitlet {text.quoted(chapter)}: kartlaggning run {survey}"
            if added
            else "Det uttaget finns redan under extra i survey.yml."
        )
        if added:
            self.added.append(Made(path, before, path.read_bytes(), 1))
            self.undo.disabled = False
        self.message.value = f"<p>{escape(sentence)}</p>"

    def take_back(self) -> None:
        """Takes the last added cut out of survey.yml again."""
        if not self.added:
            return
        try:
            take_back(self.added[-1])
        except KartlaggningError as error:
            self.message.value = problem_list(error)
            return
        self.added.pop()
        self.undo.disabled = not self.added
        self.message.value = "<p>Ångrat: survey.yml är som före tillägget.</p>"

    # ------------------------------------------------------------ inside

    def _filters(self) -> list[widgets.Dropdown]:
        return [self.item, self.group, self.challenge, self.form]

    def _bench(self, survey: str) -> Bench:
        if survey not in self.benches:
            self.benches[survey] = open_bench(survey, self.project)
        return self.benches[survey]

    def _unless_quiet(self, act: Any) -> Any:
        return lambda change: None if self._quiet else act(change)

    def _fill(self, chooser: widgets.Dropdown, options: Iterable[Any]) -> None:
        """New options; the value stays where it is among them, else it is the first."""
        options = list(options)
        values = [value for _, value in options]
        was, self._quiet = self._quiet, True
        value = chooser.value if chooser.value in values else None
        chooser.options = options
        chooser.value = value if value is not None else (values or [None])[0]
        chooser.disabled = len(options) < 2
        self._quiet = was

    def _to_series(self, survey: str = "") -> None:
        surveys = self._surveys[self.series.value]
        choices = [(self._wave_of(one), (one, "")) for one in surveys]
        choices += [
            (f"{self._wave_of(one)} bredvid {self._wave_of(other)}", (one, other))
            for place, one in enumerate(surveys)
            for other in surveys[place + 1 :]
        ]
        self._fill(self.wave, choices)
        if survey:
            self._quiet = True
            self.wave.value = (survey, "")
            self._quiet = False
        self._to_wave()

    def _wave_of(self, survey: str) -> str:
        return survey.removeprefix(f"{self.series.value}-") or survey

    def _to_wave(self) -> None:
        try:
            book = self.bench.codebook
        except KartlaggningError as error:
            self.picture.value = problem_list(error)
            return
        asked = [q for q in book.counted if not isinstance(q, Date)]
        self._fill(self.question, [(_named(q.name), q.id) for q in asked])
        groups = [("Alla tillsammans", ALL)]
        if book.group:
            noun = text.groups(book)
            labels = dict.fromkeys(self.bench.numbers["group"])
            groups.append((f"Per {noun.one}", EACH))
            groups += [(one, one) for one in labels if one != "all"]
        self._fill(self.group, groups)
        area = text.doing(book).area
        challenges = [(f"Alla {area.many}", ALL)]
        challenges += [(label, id) for id, label in book.challenge_labels.items()]
        self._fill(self.challenge, challenges)
        self._to_question()

    def _to_question(self) -> None:
        book = self.bench.codebook
        question = book.question(self.question.value)
        rows = [("Alla rader", ALL)]
        if isinstance(question, Grid):
            rows += [(_named(i.label), i.row) for i in book.items(question)]
        self._fill(self.item, rows)
        self._fill(self.form, _forms(book, question.id))
        self.draw()

    def _of_rows(self) -> bool:
        return len(self.item.options) > 1

    def _settle(self) -> None:
        """Takes back what cannot stand together."""
        book = self.bench.codebook
        was, self._quiet = self._quiet, True
        if self.question.value == book.group:
            self.group.value = ALL
        of_forms = book.asks_of_forms(self.question.value)
        if of_forms and (self.challenge.value or self.form.value):
            self.item.value = ALL  # the challenge says the row
        elif self.group.value != ALL and not self.item.value and self._of_rows():
            self.item.value = self.item.options[1][1]  # one row in one picture
        self._quiet = was


def _list(name: str, options: list[tuple[str, Any]], value: Any = None) -> Any:
    return widgets.Dropdown(
        description=name,
        options=options,
        value=value,
        layout={"width": "auto"},
        style=LABELS,
    )


def _series_of(survey: str, series: Mapping[str, list[str]], project: Project) -> str:
    """The series of a survey. Raises CodebookError where its survey.yml has faults."""
    for name, surveys in series.items():
        if survey in surveys:
            return name
    read_codebook(project.raw(survey))
    raise CodebookError(f"Kodboken för {survey} går inte att läsa.")


def _forms(book: Codebook, question: str) -> list[tuple[str, str]]:
    forms = [("Alla former", ALL)]
    if book.asks_of_forms(question):
        forms += [(label, id) for id, label in book.form_labels.items()]
    return forms


def _named(name: str, most: int = 90) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
