"""explore.ipynb: any two questions crossed, among those that one chooses."""

from __future__ import annotations

import base64
from html import escape
from io import BytesIO

import ipywidgets as widgets
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns

from helpers.app.own.answers import (
    OPTION,
    QUESTION,
    RESPONSE,
    ROW,
    TICKED,
    WEIGHT,
    TidyAnswers,
    read_answers,
)
from helpers.app.own.look import CAPTION, own_look, wrapped
from helpers.app.workbench.explorer import LABELS, WIDE
from helpers.core.project import Project
from helpers.presentation import text
from helpers.presentation.pages.lab import lab_style

ALL = ""
COUNTS, OF_ROW, OF_COLUMN = "antal svar", "procent av raden", "procent av kolumnen"
TOTAL = "Alla"


def cross(survey: str, project: Project | None = None) -> Crosser:
    """Two questions of a survey against each other; show it as the last of a cell."""
    return Crosser(read_answers(survey, project or Project.find()))


def crossed(
    answers: TidyAnswers,
    rows: str,
    columns: str,
    *,
    among: tuple[str, str] | None = None,
    show: str = COUNTS,
    weighted: bool = False,
) -> pd.DataFrame:
    """How the answers to `rows` divide on those to `columns`, with a line for all.

    `among`: a question and the answer that those have given who count. A respondent
    who ticked several options is in each, so that rows may add up to more than all.
    Blank: nobody. With `weighted` each stands for as many units as its weight says.
    """
    who = _answered(answers, rows) & _answered(answers, columns)
    if among is not None:
        given = _long(answers, among[0], "villkor")
        who &= set(given.loc[given["villkor"] == among[1], RESPONSE])
    weight = answers.responses.set_index(RESPONSE)[WEIGHT]
    counted = weight if weighted else weight * 0 + 1

    def chosen(question: str, called: str) -> pd.DataFrame:
        found = _long(answers, question, called)
        found = found[found[RESPONSE].isin(who)]
        return found.assign(v=found[RESPONSE].map(counted))

    left, right = chosen(rows, "rad"), chosen(columns, "kolumn")
    both = left.merge(right.drop(columns="v"), on=RESPONSE)
    table = both.pivot_table(
        index="rad", columns="kolumn", values="v", aggfunc="sum", observed=True
    ).fillna(0.0)
    table.index = table.index.astype(object)
    of_column = right.groupby("kolumn", observed=True)["v"].sum()
    of_row = left.groupby("rad", observed=True)["v"].sum()
    of_row.index = of_row.index.astype(object)
    of_row[TOTAL] = counted[counted.index.isin(who)].sum()
    table.loc[TOTAL] = of_column.reindex(table.columns)
    if show == OF_ROW:
        table = 100 * table.div(of_row.reindex(table.index), axis=0)
    elif show == OF_COLUMN:
        table = 100 * table.div(table.loc[TOTAL], axis=1)
    return table.rename_axis(index=None, columns=None)


def _answered(answers: TidyAnswers, question: str) -> set[int]:
    """Who answered a question, also with none of its options."""
    if question in answers.responses:
        return set(_long(answers, question, "svar")[RESPONSE])
    return set(answers.ticks.loc[_names(answers) == question, RESPONSE])


def crossable(answers: TidyAnswers) -> list[str]:
    """The questions that can be crossed, the group first: one choice, or several."""
    single = [
        name
        for name in answers.responses
        if isinstance(answers.responses[name].dtype, pd.CategoricalDtype)
    ]
    return [*single, *dict.fromkeys(_names(answers))]


def _names(answers: TidyAnswers) -> pd.Series:
    """Per row of the ticks its question, with the row of a grid."""
    asked, row = answers.ticks[QUESTION], answers.ticks[ROW]
    return asked.where(row == "", asked + ": " + row)


def _long(answers: TidyAnswers, question: str, called: str) -> pd.DataFrame:
    """Svar and the answer (`called`), a row for each option that was chosen."""
    if question in answers.responses:
        found = answers.responses[[RESPONSE, question]].dropna()
        found = found.rename(columns={question: called})
        found[called] = found[called].cat.remove_unused_categories()
        return found
    ticks = answers.ticks
    name = _names(answers)
    own = ticks[(name == question) & ticks[TICKED]]
    order = ticks.loc[name == question, OPTION].unique()
    chosen = pd.Categorical(own[OPTION], [o for o in order if o in set(own[OPTION])])
    return pd.DataFrame({RESPONSE: own[RESPONSE], called: chosen})


class Crosser(widgets.VBox):
    """Lists over a table and its picture. All of it is internal, and marked."""

    def __init__(self, answers: TidyAnswers) -> None:
        self.answers = answers
        names = crossable(answers)
        self.rows = _choose("Rader", names, 0)
        self.columns = _choose("Kolumner", names, 1)
        self.question = _choose("Bara bland", [ALL, *names], 0)
        self.answer = _choose("som svarat", [ALL], 0)
        self.show = _choose("Visa", [COUNTS, OF_ROW, OF_COLUMN], 1)
        self.weighted = widgets.Checkbox(
            description="Vägt efter listan över tillfrågade",
            disabled=bool((answers.responses[WEIGHT] == 1).all()),
            indent=False,
        )
        self.undo = widgets.Button(description="Ångra valet", icon="undo")
        self.shown = widgets.HTML()
        self._before: list[tuple[object, ...]] = []
        self._quiet = False
        for one in self._lists():
            one.observe(self._changed, names="value")
        self.undo.on_click(lambda _: self.take_back())
        super().__init__(
            [
                widgets.HTML(lab_style()),
                *self._lists()[:-1],
                self.weighted,
                self.undo,
                self.shown,
            ]
        )
        self.add_class("kartlaggning-bank")
        self._remember()
        self.draw()

    def _lists(self) -> list[widgets.Widget]:
        chosen = [self.rows, self.columns, self.question, self.answer, self.show]
        return [*chosen, self.weighted]

    def _remember(self) -> None:
        self._before.append(tuple(one.value for one in self._lists()))
        self.undo.disabled = len(self._before) < 2

    def _changed(self, change: dict[str, object]) -> None:
        if self._quiet:
            return
        if change["owner"] is self.question:
            self._offer_answers()
        self._remember()
        self.draw()

    def _offer_answers(self) -> None:
        options = [ALL]
        if self.question.value:
            found = _long(self.answers, self.question.value, "svar")["svar"]
            options = list(found.cat.categories)
        self._quiet = True
        self.answer.options = options
        self.answer.value = options[0] if options else None
        self._quiet = False

    def take_back(self) -> None:
        """As it was before the last choice."""
        if len(self._before) < 2:
            return
        self._before.pop()
        values = self._before[-1]
        self._quiet = True
        self.question.value = values[2]
        self._offer_answers()
        self._quiet = True
        for one, value in zip(self._lists(), values, strict=True):
            one.value = value
        self._quiet = False
        self.undo.disabled = len(self._before) < 2
        self.draw()

    @property
    def table(self) -> pd.DataFrame:
        """What is shown."""
        among = None
        if self.question.value and self.answer.value:
            among = self.question.value, self.answer.value
        return crossed(
            self.answers,
            self.rows.value,
            self.columns.value,
            among=among,
            show=self.show.value,
            weighted=bool(self.weighted.value),
        )

    def draw(self) -> None:
        if not self.rows.value or not self.columns.value:
            self.shown.value = "<p>Enkäten har inte två frågor att korsa.</p>"
            return
        if self.rows.value == self.columns.value:
            self.shown.value = "<p>Välj två olika frågor.</p>"
            return
        table = self.table
        if table.shape[1] == 0:
            self.shown.value = "<p>Ingen har svarat på båda.</p>"
            return
        self.shown.value = f"{_html(table)}{self._picture(table)}{COPY}"

    def _picture(self, table: pd.DataFrame) -> str:
        own_look()
        figure, axes = plt.subplots()
        form = ".0f"
        sns.heatmap(table, annot=True, fmt=form, cmap="Blues", cbar=False, ax=axes)
        axes.set_title(f"{self.rows.value} och {self.columns.value}, {self.show.value}")
        axes.tick_params(axis="y", rotation=0)
        wrapped(axes)
        content = BytesIO()
        figure.savefig(content, format="png")
        plt.close(figure)
        data = base64.b64encode(content.getvalue()).decode("ascii")
        sentence = escape(f"Värmekarta av tabellen ovanför: {axes.get_title()}")
        return (
            f'<img class="korsad" alt="{sentence}" src="data:image/png;base64,{data}">'
        )


# The handlers hold nothing of the answers: they take what stands beside them.
COPY = """\
<p><button type="button" onclick="
 var t = this.closest('div').querySelector('table.korsad');
 navigator.clipboard.writeText(Array.from(t.rows).map(function (r) {
  return Array.from(r.cells).map(function (c) { return c.innerText; }).join('\\t');
 }).join('\\n')); this.textContent = 'Tabellen är kopierad';">Kopiera tabellen</button>
<button type="button" onclick="
 var b = this, i = b.closest('div').querySelector('img.korsad');
 fetch(i.src).then(function (r) { return r.blob(); }).then(function (p) {
  return navigator.clipboard.write([new ClipboardItem({'image/png': p})]);
 }).then(function () { b.textContent = 'Bilden är kopierad'; });">
Kopiera bilden</button></p>"""


def _html(table: pd.DataFrame) -> str:
    heads = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in table)
    lines = "".join(
        f'<tr><th scope="row">{escape(str(name))}</th>'
        + "".join(f"<td>{text.number(round(value))}</td>" for value in values)
        + "</tr>"
        for name, values in zip(table.index, table.to_numpy().tolist(), strict=True)
    )
    return (
        f'<table class="siffror korsad"><caption>{escape(CAPTION)}</caption><thead><tr>'
        f"<td></td>{heads}</tr></thead><tbody>{lines}</tbody></table>"
    )


def _choose(name: str, options: list[str], place: int) -> widgets.Dropdown:
    value = options[place] if place < len(options) else None
    shown = [(option or "alla", option) for option in options]
    return widgets.Dropdown(
        description=name, options=shown, value=value, layout=WIDE, style=LABELS
    )
