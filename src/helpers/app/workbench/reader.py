"""The free texts of a survey: searched, counted by theme, and approved as quotes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from html import escape
from typing import Any

import ipywidgets as widgets

from helpers.app.workbench.explorer import LABELS, WIDE, problem_list
from helpers.app.workbench.freetext import (
    count_themes,
    in_context,
    marked,
    other_questions,
    parse_themes,
    pattern,
    propose_themes,
    read_free_texts,
    read_themes,
    write_themes,
)
from helpers.cleaning.quotes import stands_in, text_questions
from helpers.core.errors import KartlaggningError
from helpers.core.project import Project
from helpers.presentation import text
from helpers.presentation.pages.lab import lab_style
from helpers.survey.decisions import Made, decide, take_back
from helpers.survey.sources import read_source

MOST_HITS = 60
EXAMPLE = "Lokaler: lokal*, hus\nTid: tid, tidsbrist"


def read_texts(survey: str, project: Project | None = None) -> Reader:
    """The free texts of a survey; show it as the last thing of a cell."""
    return Reader(survey, project or Project.find())


class Reader(widgets.VBox):
    """Search, themes and quotes of one text question at a time."""

    def __init__(self, survey: str, project: Project) -> None:
        self.survey, self.project = survey, project
        self.folder = project.raw(survey)
        source = read_source(survey, project)
        self.answers = read_free_texts(source)
        own = {q.id: q for q in text_questions(source.codebook)}
        others = other_questions(source)
        self.quotable = {id for id, question in own.items() if question.quote_if}
        names = {id: question.name for id, question in own.items()}
        names |= {key: f"{q.name}, annat" for key, q in others.items()}
        counts = self.answers["question"].value_counts()
        self.question = widgets.Dropdown(
            description="Textfråga",
            options=[
                (f"{name} ({counts.get(id, 0)} svar)", id) for id, name in names.items()
            ],
            layout=WIDE,
            style=LABELS,
        )
        self.search = widgets.Text(
            description="Sök",
            placeholder='ord, början* eller "flera ord i följd"',
            continuous_update=True,
            layout=WIDE,
            style=LABELS,
        )
        self.hits = widgets.HTML()
        self.themes = widgets.Textarea(
            description="Teman",
            value="\n".join(f"{a}: {b}" for a, b in read_themes(self.folder).items()),
            placeholder=EXAMPLE,
            layout=widgets.Layout(width="min(100%, 44rem)", height="7rem"),
            style=LABELS,
        )
        self.counts = widgets.HTML()
        self.propose = widgets.Button(description="Föreslå teman")
        self.keep_themes = widgets.Button(description="Spara teman")
        self.kept_themes = widgets.HTML()
        self.answer = widgets.Dropdown(description="Svar", layout=WIDE, style=LABELS)
        self.whole = widgets.HTML()
        self.quote = widgets.Textarea(
            description="Citat",
            layout=widgets.Layout(width="min(100%, 44rem)", height="5rem"),
            style=LABELS,
        )
        self.who = widgets.Text(
            description="Vem avgör", placeholder="ditt namn", layout=WIDE, style=LABELS
        )
        self.approve = widgets.Button(description="Godkänn citat", icon="check")
        self.reject = widgets.Button(description="Publicera inte")
        self.undo = widgets.Button(description="Ångra", icon="undo", disabled=True)
        self.made: list[Made] = []
        self.message = widgets.HTML()
        self.question.observe(lambda _: self.draw(), names="value")
        self.search.observe(lambda _: self.draw(), names="value")
        self.themes.observe(lambda _: self._count(), names="value")
        self.answer.observe(lambda _: self._choose(), names="value")
        self.propose.on_click(lambda _: self._propose())
        self.keep_themes.on_click(lambda _: self._keep_themes())
        self.approve.on_click(lambda _: self._decide("ja"))
        self.reject.on_click(lambda _: self._decide("nej"))
        self.undo.on_click(lambda _: self._take_back())
        super().__init__(
            [
                widgets.HTML(f"{lab_style()}<p>Internt: svaren som de skrevs. Det som "
                             "liknar personuppgifter är rödmarkerat.</p>"),
                self.question,
                self.search,
                self.hits,
                widgets.HTML("<h4>Teman</h4>"),
                self.themes,
                self.propose,
                self.keep_themes,
                self.kept_themes,
                self.counts,
                widgets.HTML("<h4>Citat</h4>"),
                self.answer,
                self.whole,
                self.quote,
                self.who,
                widgets.HBox([self.approve, self.reject, self.undo]),
                self.message,
            ]
        )  # fmt: skip
        self.add_class("kartlaggning-bank")
        if names:
            self.draw()
        else:
            self.hits.value = "<p>Enkäten har inga textfrågor.</p>"

    # ------------------------------------------------------------ what is shown

    @property
    def own(self) -> Any:
        """The answers to the chosen question."""
        return self.answers[self.answers["question"] == self.question.value]

    def draw(self) -> None:
        words = pattern(self.search.value)
        own = self.own
        found = own[own["text"].map(lambda text: bool(words.search(text)))]
        self.hits.value = _hits(found, words, bool(self.search.value.strip()))
        shown = found if self.search.value.strip() else own
        places = [(_place(row), index) for index, row in shown.head(500).iterrows()]
        self.answer.options = places
        self.answer.value = places[0][1] if places else None
        self._choose()
        self._count()

    def _choose(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            self.whole.value, self.quote.value = "", ""
            return
        self.whole.value = (
            f"<p>{marked(chosen['text'], pattern(self.search.value))}</p>"
        )
        self.quote.value = chosen["text"]
        self.approve.disabled = not chosen["allowed"]
        self.message.value = f"<p>{escape(self._leave(chosen))}</p>"

    def _leave(self, chosen: Any) -> str:
        if chosen["allowed"]:
            return "Den svarande har sagt ja till att svaret publiceras."
        if self.question.value not in self.quotable:
            return (
                "Kodboken säger inte vem som har sagt ja till att citeras (quote_if). "
                "Då kan inget svar på frågan bli citat."
            )
        return "Den svarande har inte sagt ja till att svaret publiceras."

    def _chosen(self) -> Any:
        if self.answer.value is None:
            return None
        return self.answers.loc[self.answer.value]

    def _count(self) -> None:
        own = self.own["text"]
        table = count_themes(own, parse_themes(self.themes.value))
        lines = "".join(
            f"<tr><td>{escape(row.theme)}</td><td>{row.texts}</td>"
            f"<td>{text.percent(row.share) if len(own) else ''}</td>"
            f"<td>{row.hits}</td></tr>"
            for row in table.itertuples()
        )
        heads = ("Tema", "Svar som nämner det", "Andel av svaren", "Träffar")
        top = "".join(f'<th scope="col">{head}</th>' for head in heads)
        self.counts.value = (
            f"<table><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table>"
            if lines
            else "<p>Skriv ett tema på varje rad, till exempel "
            f"{escape(EXAMPLE.splitlines()[0])}.</p>"
        )

    # ------------------------------------------------------------ what is written

    def _propose(self) -> None:
        """The commonest words as a start; what she has written stays."""
        written = parse_themes(self.themes.value)
        found = propose_themes(self.own["text"])
        kept = {a: b for a, b in found.items() if b not in written.values()}
        both = written | {a: b for a, b in kept.items() if a not in written}
        self.themes.value = "\n".join(f"{a}: {b}" for a, b in both.items())
        if not found:
            self.kept_themes.value = (
                "<p>Inget ord finns i så många svar att det kan föreslås.</p>"
            )

    def _keep_themes(self) -> None:
        written = [line for line in self.themes.value.splitlines() if line.strip()]
        themes = parse_themes(self.themes.value)
        if len(themes) < len(written):
            self.kept_themes.value = (
                "<p>Inget sparat: varje rad ska ha ett eget tema, kolon och ord, till "
                f"exempel {escape(EXAMPLE.splitlines()[0])}.</p>"
            )
            return
        try:
            write_themes(self.folder, themes)
        except KartlaggningError as error:
            self.kept_themes.value = problem_list(error)
            return
        self.kept_themes.value = (
            f"<p>Sparat i decisions/themes.csv: {len(themes)} teman.</p>"
        )

    def _decide(self, publish: str) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        if publish == "ja" and not stands_in(self.quote.value, chosen["text"]):
            self.message.value = (
                "<p>Citatet ska vara den svarandes egna ord. Det du utelämnar markerar "
                "du med […].</p>"
            )
            return
        decision = {
            **{key: chosen[key] for key in ("id", "file", "row", "question")},
            "text": self.quote.value,
            "publish": publish,
            "who": self.who.value,
            "date": dt.date.today().isoformat(),
        }
        try:
            self.made.append(decide(self.folder, "quotes", decision))
        except KartlaggningError as error:
            self.message.value = problem_list(error)
            return
        self.undo.disabled = False
        word = "Godkänt" if publish == "ja" else "Publiceras inte"
        self.message.value = f"<p>{word}: skrivet i decisions/quotes.csv.</p>"

    def _take_back(self) -> None:
        try:
            take_back(self.made[-1])
        except KartlaggningError as error:
            self.message.value = problem_list(error)
            return
        self.made.pop()
        self.undo.disabled = not self.made
        self.message.value = "<p>Ångrat: raden är borta ur decisions/quotes.csv.</p>"


def _place(row: Mapping[str, str], most: int = 60) -> str:
    words = row["text"]
    return f"rad {row['row']}: {words[:most]}{'…' if len(words) > most else ''}"


def _hits(found: Any, words: Any, searched: bool) -> str:
    """Every hit, a line each, its word in the middle."""
    if not searched:
        return ""
    lines = [
        (row.row, before, hit, after)
        for row in found.itertuples()
        for before, hit, after in in_context(row.text, words)
    ]
    body = "".join(
        f"<tr><td>{row}</td><td class='fore'>{marked(before)}</td>"
        f"<td><mark class='traff'>{escape(hit)}</mark></td>"
        f"<td>{marked(after)}</td></tr>"
        for row, before, hit, after in lines[:MOST_HITS]
    )
    more = len(lines) - MOST_HITS
    cut = f" De första {MOST_HITS} visas." if more > 0 else ""
    sentence = f"<p>{len(lines)} träffar i {len(found)} svar.{cut}</p>"
    return f"{sentence}<table>{body}</table>" if body else sentence
