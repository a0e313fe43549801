"""The items of a question: what has one answer per response."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.survey.codebook.questions import AnyQuestion, Optioned

WHO = ("response", "file", "row", "unit", "unit_how", "group")
"""The columns of the responses that say who answered, beside those of the items."""


def item_key(id: str, row: str = "") -> str:
    """What the columns of an item are called in the responses. A question may be called
    as one of WHO; its key is not.

    >>> item_key("barriers"), item_key("ways", "work"), item_key("group")
    ('barriers', 'ways/work', 'group/')
    """
    return f"{id}/{row}" if row or id in WHO else id


@dataclass(frozen=True)
class Item:
    """One thing that has one answer per response: a question, or a row of a grid.

    `key` names its columns in the responses (`item_key`).
    """

    question: AnyQuestion
    row: str
    key: str
    label: str
    column: str | None
    columns: Mapping[str, str]  # option → column, where each option has its own

    @property
    def columns_used(self) -> list[str]:
        """The headers this item reads: its own, then that of free text beside it."""
        question = self.question
        own = list(self.columns.values()) or ([self.column] if self.column else [])
        beside = question.text_beside if isinstance(question, Optioned) else None
        return own + ([beside] if beside else [])

    @property
    def state(self) -> str:
        """The column of responses that says how the item was answered."""
        return f"{self.key}#state"

    @property
    def kind(self) -> str:
        """single, multiple, number, text or date."""
        return self.question.answer_type

    def place(self, option: str) -> str:
        """The column of responses that says which place `option` was given."""
        return f"{self.key}@{option}"

    def tick(self, option: str) -> str:
        """The column of responses that says whether `option` was ticked."""
        return f"{self.key}={option}"
