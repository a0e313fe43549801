"""Numbers that one file shows and another suppresses, or shows otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from helpers.audit.claim import ALL_NUMBERS, Cell, Claim
from helpers.audit.judged import AMOUNTS, is_protected
from helpers.audit.names import named
from helpers.audit.sentences import AMOUNT
from helpers.core.errors import Problem
from helpers.survey.codebook import Codebook

NEAR = 1e-6


def disagreements(claims: Iterable[Claim], codebook: Codebook) -> Iterator[Problem]:
    """Numbers that one file shows and another suppresses, or shows otherwise."""
    by_cell: dict[Cell, list[Claim]] = {}
    for claim in claims:
        question = claim.cell.question
        if is_protected(codebook, question):
            by_cell.setdefault(claim.cell, []).append(claim)
    yield from _amounts(by_cell, codebook)
    for cell, same_cell in sorted(by_cell.items()):
        suppressed = [claim for claim in same_cell if claim.suppressed]
        shown = [claim for claim in same_cell if not claim.suppressed]
        if suppressed and shown:
            for claim in shown:
                if claim.count is not None or claim.share is not None:
                    yield Problem(
                        f"{named(cell, codebook)} står här ({claim.where}), men hålls "
                        f"tillbaka i {suppressed[0].file}.",
                        "Kör om med kartlaggning run, så att alla filer säger samma.",
                        file=claim.file,
                    )
        shares = [claim for claim in shown if claim.share is not None and claim.half]
        lows = [(claim.share or 0) - claim.half for claim in shares]
        highs = [(claim.share or 0) + claim.half for claim in shares]
        if shares and max(lows) > min(highs) + NEAR:
            files = ", ".join(dict.fromkeys(claim.file for claim in shares))
            yield Problem(
                f"{named(cell, codebook)} har olika andel i olika filer: {files}.",
                "Kör om med kartlaggning run, så att alla filer säger samma.",
                file=shares[lows.index(max(lows))].file,
            )
        counts = {claim.count for claim in shown if claim.count is not None}
        if len(counts) > 1:
            files = ", ".join(
                dict.fromkeys(c.file for c in shown if c.count is not None)
            )
            yield Problem(
                f"{named(cell, codebook)} har olika antal i olika filer: {files}.",
                "Kör om med kartlaggning run, så att alla filer säger samma.",
                file=shown[0].file,
            )


def _amounts(
    by_cell: Mapping[Cell, Sequence[Claim]], codebook: Codebook
) -> Iterator[Problem]:
    """An amount in words where no amount of those answers is shown."""
    for cell, claims in sorted(by_cell.items()):
        if cell.statistic != AMOUNT:
            continue
        shown = [
            claim
            for name in AMOUNTS
            for claim in by_cell.get(cell._replace(statistic=name), ())
            if not claim.suppressed
        ]
        if not shown:
            yield Problem(
                f"Ett belopp för {named(cell, codebook)} står här ({claims[0].where}), "
                f"men inget sådant visas i {ALL_NUMBERS}.",
                "Kör om med kartlaggning run, så att alla filer säger samma.",
                file=claims[0].file,
            )
