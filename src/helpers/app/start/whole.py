"""What a survey says of itself: title, who answered, what divides the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import ipywidgets as widgets

from helpers.app.describing import changes
from helpers.app.describing.taken import Read
from helpers.app.start.controls import chooser, heading, html, paragraph, text
from helpers.survey.codebook import Codebook, Edit, FreeText, Grid, Multiple, Single

Changed = Callable[[str, Iterable[Edit]], None]
RESPONDENTS = [
    ("verksamheter i kommunen eller regionen", "public_unit"),
    ("organisationer, till exempel föreningar", "organisation"),
    ("personer, som inte svarar för en verksamhet", "person"),
]
PROMISED = [
    ("inget särskilt", "none"),
    ("att svar bara redovisas sammanslagna", "aggregate_only"),
]


class WholeSurvey(widgets.VBox):
    """The part of survey.yml that is about no single question."""

    def __init__(self, read: Callable[[], Read], changed: Changed) -> None:
        self.read, self.changed = read, changed
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
        self._on(title, "rubrik", lambda v: changes.of_survey(self.book, "title", v))
        who = chooser("De som svarar är", RESPONDENTS, book.respondent)
        self._on(
            who,
            "vem som svarar",
            lambda v: changes.of_survey(self.book, "respondent", v),
        )
        promised = chooser("Inbjudan lovade", PROMISED, book.disclosure.promised)
        self._on(
            promised, "löfte", lambda v: changes.of_survey(self.book, "promised", v)
        )
        group = chooser(
            "Delas upp efter", [("ingen fråga", ""), *single], book.group or ""
        )
        self._on(group, "indelning", lambda v: changes.of_survey(self.book, "group", v))
        unit = chooser(
            "Enhetens namn står i",
            [("ingen fråga: varje svar är en egen enhet", ""), *texts],
            book.unit.question if book.unit else "",
        )
        self._on(unit, "enhet", lambda v: changes.of_survey(self.book, "unit", v))
        parts = [
            heading("Om enkäten"),
            html(paragraph("Det här kan bara du veta. Det sparas direkt.")),
            title,
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
        for label, key in (
            ("Utges av", "organisation"),
            ("Kontaktperson", "name"),
            ("E-post", "email"),
            ("Diarienummer", "dnr"),
        ):
            line = text(label, str(book.contact.model_dump()[key]), "frivilligt")
            self._on(line, label.lower(),
                     lambda v, key=key: changes.contact(self.book, key, v))  # fmt: skip
            parts.append(line)
        super().__init__(parts)

    @property
    def book(self) -> Codebook:
        return self.read().codebook

    def fits(self, read: Read) -> bool:
        """Whether the questions to choose among are the same."""
        return self.questions == _kinds(read)

    def _on(
        self, control: widgets.Widget, said: str, found: Callable[..., Iterable[Edit]]
    ) -> None:
        control.observe(
            lambda _: self.changed(said, found(control.value)), names="value"
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
