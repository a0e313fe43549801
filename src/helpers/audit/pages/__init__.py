"""What is wrong with a finished page: the checks that no browser tool makes.

`kartlaggning audit` and `publish` run them on every page of outputs/ (audit/files.py).
Each rule looks at the whole page and says where it found what.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from helpers.audit.pages import pictures, safety, structure, words
from helpers.audit.pages.parsed import Check, Parsed


@dataclass(frozen=True)
class Defect:
    """One thing that is wrong on a page.

    >>> print(Defect("caption", "tabell-1", "Tabellen saknar rubrik."))
    tabell-1: Tabellen saknar rubrik. [caption]
    """

    rule: str
    where: str
    found: str

    def __str__(self) -> str:
        return f"{self.where}: {self.found} [{self.rule}]"


def check_page(
    html: str, *, fictitious: bool = False, folder: Path | None = None
) -> list[Defect]:
    """Everything that is wrong with the page `html`, in the order of the rules.

    With `fictitious`, the page must say so. With `folder` (where the page lies), links
    to files beside it must lead to a file.

    >>> [defect.rule for defect in check_page("<html lang='en'><h1>A</h1>")][:3]
    ['language', 'policy', 'title']
    """
    page = Parsed.of(html)
    found = []
    for rule, check in RULES.items():
        found += [Defect(rule, where, sentence) for where, sentence in check(page)]
    if fictitious:
        found += [Defect("fictitious", *one) for one in structure.fictitious(page)]
    if folder is not None:
        dead = structure.dead_files(page, folder)
        found += [Defect("dead-file", *one) for one in dead]
    return found


RULES: dict[str, Check] = {
    "language": structure.language,
    "policy": structure.policy,
    "title": structure.title,
    "placeholder-alt": pictures.placeholder_alt,
    "unnamed-svg": pictures.unnamed_svg,
    "figure": pictures.figure,
    "svg-contrast": pictures.svg_contrast,
    "caption": structure.caption,
    "scope": structure.scope,
    "empty-header": structure.empty_header,
    "table-region": structure.table_region,
    "one-h1": structure.one_h1,
    "heading-jump": structure.heading_jump,
    "landmarks": structure.landmarks,
    "duplicate-id": structure.duplicate_id,
    "dead-anchor": structure.dead_anchor,
    "empty-link": structure.empty_link,
    "external": safety.external,
    "script": safety.script,
    "focus": safety.focus,
    "decimal-point": words.decimal_point,
    "swedish-words": words.swedish_words,
    "tex": words.tex,
    "missing-value": words.missing_value,
    "slot": words.slot,
    "chrome": words.chrome,
}
"""Each rule by its name, in the order in which defects are given."""
