"""Themes of free text: by words, by hand, agreed on by two, and protected."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from support.surveys import cleaned, codebook

from helpers.app.workbench.freetext import propose_themes
from helpers.audit.claim import Cell, Claim
from helpers.audit.judged import judged
from helpers.cleaning.cleaned import Cleaned
from helpers.core.errors import CleaningError
from helpers.disclosure.release import release
from helpers.disclosure.released import Released
from helpers.estimation.themes import theme_estimates
from helpers.presentation.chapters.themes import theme_parts

YAML = """\
disclosure: {{k: 3, small_group: 10, percent_from: 10}}
questions:
  - {{id: a, type: single, column: A, options: [Ja, Nej], disclosure: open}}
  - id: helps
    type: text
    column: Ord
    label: Hjälp
    chapter: barriers
    disclosure: {helps}
"""
TEXTS = [
    *["Lokalerna är bra"] * 6,
    *["Mer tid"] * 5,
    *["En lokal, och tid"] * 2,
    "Annat",
    "",
]
WORDS = "theme;words;question\nLokaler;lokal*;helps\nTid;tid;\nPengar;peng*;\n"


def survey(
    folder: Path,
    files: dict[str, str],
    texts: list[str] = TEXTS,
    helps: str = "open",
) -> Cleaned:
    rows = "".join(f"Ja;{text}\n" for text in texts)
    return cleaned(folder, YAML.format(helps=helps), f"A;Ord\n{rows}", files=files)


def released(found: Cleaned, earlier: list[pd.DataFrame] | None = None) -> Released:
    rows = theme_estimates(found)
    return release(rows, found.codebook, earlier=earlier or [])


def counts(found: Cleaned) -> dict[str, tuple[float, float]]:
    rows = theme_estimates(found)
    rows = rows[rows["statistic"] == "theme"]
    told = zip(rows["option"], rows["count"], rows["answered"], strict=True)
    return {option: (count, answered) for option, count, answered in told}


def test_themes_are_found_by_their_words(tmp_path: Path) -> None:
    """Of 14 texts; "En lokal, och tid" is on two themes, and nobody on money."""
    found = survey(tmp_path, {"decisions/themes.csv": WORDS})
    assert counts(found) == {"Lokaler": (8, 14), "Tid": (7, 14)}
    html = "".join(part.to_html() for part in theme_parts(released(found), "barriers"))
    assert "57" in html
    assert html.index("Lokaler") < html.index("Tid")
    assert "Bas: de 14" in html


def by_hand(*lines: tuple[int, str, str]) -> str:
    """(row of Excel, theme, who)"""
    said = "".join(f"svar.csv;{row};helps;{theme};{who}\n" for row, theme, who in lines)
    return f"file;row;question;theme;who\n{said}"


def test_hand_goes_before_words_and_two_coders_are_compared(tmp_path: Path) -> None:
    """Ten texts read by both. Ann: 1-4 on rooms, Bo: 1-3 and 5; agreed on 8 of 10.
    Kappa: chance 0,4·0,4 + 0,6·0,6 = 0,52, so (0,8 - 0,52)/0,48."""
    lines = [(row, "Lokaler" if row <= 5 else "", "Ann") for row in range(2, 12)]
    lines += [
        (row, "Lokaler" if row in (2, 3, 4, 6) else "", "Bo") for row in range(2, 12)
    ]
    files = {"decisions/themes.csv": WORDS, "decisions/coded.csv": by_hand(*lines)}
    found = survey(tmp_path, files)
    assert counts(found) == {"Lokaler": (4, 10)}
    rows = theme_estimates(found).set_index("statistic")
    assert rows.loc["theme_agreement", "estimate"] == pytest.approx(0.28 / 0.48)
    assert rows.loc["theme_agreement", ["count", "answered"]].tolist() == [8, 10]
    assert "4 svar på frågan helps är inte lästa av Ann" in " ".join(found.notes)
    html = "".join(part.to_html() for part in theme_parts(released(found), "barriers"))
    assert "0,58" in html


def test_what_fits_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(CleaningError, match="ingen textfråga ”hjälper”"):
        survey(
            tmp_path, {"decisions/themes.csv": "theme;words;question\nA;a;hjälper\n"}
        )
    nowhere = survey(tmp_path / "b", {"decisions/coded.csv": by_hand((99, "A", "Ann"))})
    assert "1 rader gäller texter som inte finns" in " ".join(nowhere.notes)


def test_a_protected_theme_of_few_is_not_told(tmp_path: Path) -> None:
    texts = [*["lokal"] * 2, *["tid"] * 8, *["x"] * 4]
    found = survey(tmp_path, {"decisions/themes.csv": WORDS}, texts, "protected")
    shown = {row.option: row.reason for row in released(found)}
    assert shown == {"Lokaler": "small_cell", "Tid": ""}
    html = "".join(part.to_html() for part in theme_parts(released(found), "barriers"))
    assert "Lokaler" not in html
    assert "Ett tema som få skrev om visas inte" in html


def test_a_protected_theme_does_not_tell_who_came_late(tmp_path: Path) -> None:
    texts = [*["lokal"] * 6, *["tid"] * 8]
    words = {"decisions/themes.csv": WORDS}
    before = released(survey(tmp_path, words, texts, "protected")).for_ledger()
    late = survey(tmp_path / "b", words, [*texts, "lokal"], "protected")
    assert {row.reason for row in released(late, [before])} == {"few_changed"}


@pytest.mark.parametrize(
    ("count", "base", "told"), [(2, 20, True), (18, 20, True), (9, 20, False)]
)
def test_the_audit_sees_a_theme_of_few(count: int, base: int, told: bool) -> None:
    book = codebook(YAML.format(helps="protected"))
    claim = Claim(
        Cell("helps", option="Tid", statistic="theme"), "x", count=count, base=base
    )
    assert bool(list(judged([claim], book))) == told


def test_proposed_themes_are_words_of_several() -> None:
    texts = pd.Series(["Föreningarna vill", "En förening", "Föreningar", "Kalle Anka"])
    assert propose_themes(texts) == {"Förening": "föreni*"}
