"""What a survey says of itself: title, who answered, what divides the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import ipywidgets as widgets

from helpers.app.describing import changes, survey_keys
from helpers.app.describing.survey_keys import DAY_AND_WORDS, TWO_DAYS
from helpers.app.describing.taken import Read
from helpers.app.start.controls import (
    chooser,
    guarded,
    heading,
    html,
    paragraph,
    text,
)
from helpers.app.start.related import Accordion
from helpers.survey.codebook import Codebook, Edit, FreeText, Grid, Multiple, Single

Changed = Callable[[str, Iterable[Edit]], None]
RESPONDENTS = [
    ("verksamheter i kommunen eller regionen", "public_unit"),
    ("organisationer, till exempel föreningar", "organisation"),
    ("personer, som inte svarar för en verksamhet", "person"),
]
APPROVAL = [
    ("en person räcker", "one"),
    ("en annan person ska godkänna först", "two"),
]
DUPLICATES = [
    ("det svar som är mest ifyllt", "most_complete"),
    ("det första", "first"),
    ("det senaste", "last"),
]
PROMISED = [
    ("inget särskilt", "none"),
    ("att svar bara redovisas sammanslagna", "aggregate_only"),
]


class WholeSurvey(widgets.VBox):
    """The part of survey.yml that is about no single question."""

    def __init__(
        self, read: Callable[[], Read], changed: Changed, message: widgets.HTML
    ) -> None:
        self.read, self.changed, self.message = read, changed, message
        self.questions = _kinds(read())
        book = read().codebook
        single = [(q.name, q.id) for q in book.questions if isinstance(q, Single)]
        texts = [
            (q.name, q.id) for q in book.questions if isinstance(q, FreeText | Single)
        ]
        grids = [
            (q.name, q.id) for q in book.questions if isinstance(q, Grid | Multiple)
        ]
        source = book.challenges.source.question if book.challenges else ""
        title = text("Rapportens rubrik", book.title)
        self._on(title, "rubrik", self._top("title"))
        subtitle = text("Underrubrik", book.subtitle, "frivilligt")
        self._on(subtitle, "underrubrik", self._top("subtitle"))
        who = chooser("De som svarar är", RESPONDENTS, book.respondent)
        self._on(who, "vem som svarar", self._top("respondent"))
        promised = chooser("Inbjudan lovade", PROMISED, book.disclosure.promised)
        self._on(promised, "löfte", self._top("promised"))
        group = chooser(
            "Delas upp efter", [("ingen fråga", ""), *single], book.group or ""
        )
        self._on(group, "indelning", self._top("group"))
        unit = chooser(
            "Enhetens namn står i",
            [("ingen fråga: varje svar är en egen enhet", ""), *texts],
            book.unit.question if book.unit else "",
        )
        self._on(unit, "enhet", self._top("unit"))
        parts = [
            heading("Om enkäten"),
            html(paragraph("Det här kan bara du veta. Det sparas direkt.")),
            title,
            subtitle,
            who,
            promised,
            group,
            unit,
        ]
        if grids:
            challenges = chooser(
                "Utmaningarna står i", [("ingen fråga", ""), *grids], source
            )
            self._on(
                challenges, "utmaningar", lambda v: changes.challenges_of(self.book, v)
            )
            parts.append(challenges)
        pattern = _partners(book.questions)
        if pattern:
            ids = "\n".join(pattern)
            partners = chooser(
                "Samarbetspartner",
                [
                    ("läses som fritext", ""),
                    (f"{len(pattern)} kolumner är partner", ids),
                ],
                "",
            )
            self._on(
                partners, "samarbetspartner",
                lambda v: changes.partners_of(self.book, v.split("\n")) if v else [],
            )  # fmt: skip
            parts.append(partners)
        parts += self._contact(book)
        parts.append(
            Accordion(
                {
                    "Omgång och datum": (self._dates(book), False),
                    "Godkännande, källa och gallring": (self._afterwards(book), False),
                    "Frågor med en särskild uppgift": (self._roles(book), False),
                }
            )
        )
        super().__init__(parts)

    def _contact(self, book: Codebook) -> list[widgets.Widget]:
        lines = []
        for label, key in (
            ("Utges av", "organisation"),
            ("Kontaktperson", "name"),
            ("E-post", "email"),
            ("Diarienummer", "dnr"),
            ("Redogörelse för tillgänglighet", "accessibility_statement"),
        ):
            line = text(label, str(book.contact.model_dump()[key]), "frivilligt")
            self._on(line, label.lower(), self._part("contact", key))
            lines.append(line)
        return lines

    def _dates(self, book: Codebook) -> list[widgets.Widget]:
        series = text("Serie", book.series or "", "samma namn i alla omgångar")
        self._on(series, "serie", self._top("series"))
        wave = text("Omgång", str(book.wave or ""), "oftast året")
        self._on(wave, "omgång", lambda v: survey_keys.wave(self.book, v))
        came = text("Svaren kom in", survey_keys.period_line(book), TWO_DAYS)
        self._on(came, "när svaren kom in", lambda v: survey_keys.days(self.book, v))
        following = text("Nästa omgång", book.next_wave, "till exempel 2028")
        self._on(following, "nästa omgång", self._top("next_wave"))
        decided = text(
            "Rapporten beslutad", survey_keys.dated_line(book, "decided", "by"),
            DAY_AND_WORDS,
        )  # fmt: skip
        self._on(decided, "beslut", self._dated("decided", "by"))
        return [series, wave, came, following, decided]

    def _afterwards(self, book: Codebook) -> list[widgets.Widget]:
        approval = chooser("Innan något publiceras", APPROVAL, book.approval)
        self._on(approval, "godkännande", self._top("approval"))
        source = text("Källa", book.source, "står under varje figur")
        self._on(source, "källa", self._top("source"))
        deleted = text(
            "Svaren gallras", survey_keys.dated_line(book, "retention", "decision"),
            "2028-01-31, KS 2026-14",
        )  # fmt: skip
        self._on(deleted, "gallring", self._dated("retention", "decision"))
        return [approval, source, deleted]

    def _roles(self, book: Codebook) -> list[widgets.Widget]:
        """Questions, and columns, that the report uses for something of their own."""
        several = [(q.name, q.id) for q in book.counted if isinstance(q, Multiple)]
        hindrances = chooser(
            "Frågan om hinder",
            [("den första i kapitlet om hinder", ""), *several],
            book.hindrances or "",
        )
        self._on(hindrances, "frågan om hinder", self._top("hindrances"))
        parts = [hindrances]
        if book.unit is not None:
            twice = chooser("Har en enhet svarat flera gånger räknas",
                            DUPLICATES, book.unit.duplicates)  # fmt: skip
            self._on(
                twice, "flera svar från en enhet", self._part("unit", "duplicates")
            )
            parts.append(twice)
        now = book.weight.column if book.weight else ""
        columns = [(one, one) for one in book.ignore]
        if columns or now:
            weight = chooser("Svaren vägs med", [("ingen kolumn", ""), *columns], now)
            self._on(weight, "vikt", lambda v: survey_keys.weight(self.book, v))
            parts.append(weight)
        return parts

    def _top(self, key: str) -> Callable[[str], list[Edit]]:
        return lambda value: survey_keys.of_survey(self.book, key, value)

    def _part(self, part: str, key: str) -> Callable[[str], list[Edit]]:
        return lambda value: survey_keys.in_part(self.book, part, key, value)

    def _dated(self, part: str, words: str) -> Callable[[str], list[Edit]]:
        return lambda value: survey_keys.dated(self.book, part, words, value)

    @property
    def book(self) -> Codebook:
        return self.read().codebook

    def fits(self, read: Read) -> bool:
        """Whether the questions to choose among are the same."""
        return self.questions == _kinds(read)

    def _on(
        self,
        control: widgets.Widget,
        sentence: str,
        found: Callable[..., Iterable[Edit]],
    ) -> None:
        control.observe(
            lambda _: guarded(
                lambda: self.changed(sentence, found(control.value)), self.message
            )(),
            names="value",
        )


def _partners(questions: Iterable[object]) -> list[str]:
    """Text questions whose headers are alike but for their number."""
    texts = [q for q in questions if isinstance(q, FreeText) and not q.personal]
    for n in range(len(texts)):
        for m in range(len(texts), n + 1, -1):
            if changes.numbered([q.column for q in texts[n:m]]):
                return [q.id for q in texts[n:m]]
    return []


def _kinds(read: Read) -> list[tuple[str, str]]:
    return [(question.id, question.type) for question in read.codebook.questions]
