"""The figure of one question as the report would have it, before any run."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from helpers.app.workbench.bench import bench_of
from helpers.app.workbench.preview import watermarked
from helpers.cleaning.cleaned import Cleaned
from helpers.cleaning.step import clean
from helpers.core.errors import KartlaggningError
from helpers.estimation.analysis import analyse
from helpers.presentation.chapters.extra import cut_parts
from helpers.survey.codebook import Extra, Grid
from helpers.survey.sources import Source


@dataclass
class Pictures:
    """The figures of a survey as it is read now; counted when first asked for."""

    source: Source
    _counted: tuple[Cleaned, pd.DataFrame] | None = field(default=None)

    def of(self, question: str) -> str:
        """HTML; "" for a question without a figure. Raises what cleaning raises."""
        if self._counted is None:
            cleaned = clean(self.source)
            self._counted = cleaned, analyse(cleaned)
        cleaned, estimates = self._counted
        book = cleaned.codebook
        if question not in {one.id for one in book.counted}:
            return ""
        own = estimates[estimates["question"].eq(question)]
        if own.empty:
            return ""
        bench = bench_of(self.source.survey, book, own)
        asked = book.question(question)
        item = next(iter(asked.rows)) if isinstance(asked, Grid) else None
        cuts = [Extra(question=question), Extra(question=question, item=item)]
        for cut in cuts[: 1 + (item is not None)]:
            try:
                released, _ = bench.of(question)
                parts = cut_parts(released, cut, key="beskriv")
                return "".join(watermarked(part.to_html()) for part in parts)
            except (KartlaggningError, ValueError):
                continue
        return ""
