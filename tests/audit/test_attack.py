"""The attacker finds each of ten planted leaks, and nothing where nothing leaks."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xlsxwriter
from support.estimate_rows import codebook, share, single

from helpers.audit import audit_files
from helpers.audit.attack import _wave
from helpers.audit.claim import Cell, Claim
from helpers.audit.claims import read_claims
from helpers.audit.names import Names
from helpers.audit.puzzle import Version, pieces
from helpers.audit.reading import page_of
from helpers.audit.sentences import page_claims, sentence_claims
from helpers.audit.solver import needs_protection
from helpers.audit.tables import table_claims
from helpers.core.project import Project
from helpers.disclosure.release import release
from helpers.disclosure.released import Released
from helpers.estimation.facts import NO_FACTS
from helpers.presentation.outputs import numbers_csv
from helpers.presentation.pages.docx import html_to_docx
from helpers.survey.codebook import TOTAL, read_codebook

GROUPS = ["Norr", "Söder", "Väster", "Öster"]
OPTIONS = ["Tid", "Pengar", "Lokaler"]
BOOK = codebook(
    single("department", GROUPS, disclosure="open"),
    single("barrier", OPTIONS, label="Hinder", text="Vad hindrar mest?"),
    group="department",
)
# Norr: 2 of 20 say Lokaler, which is too few.
TRUE = {
    "Norr": [10, 8, 2],
    "Söder": [7, 8, 6],
    "Väster": [9, 9, 7],
    "Öster": [12, 6, 8],
}
POPULATION = {"Norr": 31, "Söder": 50, "Väster": 40, "Öster": 33}


def estimates(counts=TRUE, *, weighted: bool = False, **place) -> pd.DataFrame:
    """Toplines and crosstab of `barrier`."""
    rows = []
    everyone = np.sum(list(counts.values()), axis=0)
    size = sum(POPULATION.values())
    for group, found in {"all": everyone, **counts}.items():
        for number, option in enumerate(OPTIONS):
            row = share("barrier", option, found[number], sum(found), group=group)
            row["population"] = POPULATION.get(group, size) if weighted else np.nan
            if weighted and group == "all":
                row["estimate"] = (
                    sum(POPULATION[g] * c[number] / sum(c) for g, c in counts.items())
                    / size
                )
            rows.append(row | place)
    return pd.DataFrame(rows)


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    folder = tmp_path / "outputs"
    write(folder, release(estimates(), BOOK))
    return folder


def write(folder: Path, released: Released, name: str = "alla-tal.csv") -> None:
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "data" / name).write_bytes(numbers_csv(released))


def unsafe(rows: pd.DataFrame, hidden: list[tuple[str, str]], name="small_cell"):
    """A release with only these (option, group) hidden: what a bug could make."""
    where = pd.Series(list(zip(rows["option"], rows["group"], strict=True)))
    held = where.isin(hidden).to_numpy()
    shown = rows.assign(shown=~held, reason=np.where(held, name, ""))
    numbers = ["count", "answered", "asked", "population", "estimate"]
    shown.loc[held, numbers] = np.nan
    return Released._of(shown, BOOK, NO_FACTS, rows["answered"])


def told(folder: Path, **more) -> str:
    return "\n".join(map(str, audit_files(folder, BOOK, **more)))


# --- nothing to find -------------------------------------------------------------


def test_nothing_is_found_where_everything_holds(outputs):
    assert told(outputs) == ""


def test_nothing_is_found_under_weights(tmp_path):
    write(tmp_path, release(estimates(weighted=True), BOOK))
    assert told(tmp_path) == ""


def test_an_empty_folder_is_no_clean_bill(tmp_path):
    assert "inga sidor att granska" in told(tmp_path)


def test_pages_of_a_survey_that_counts_nothing_have_nothing_to_protect(tmp_path):
    page = "<!doctype html><html lang='sv'><body><p>Bara fritext.</p></body></html>"
    (tmp_path / "fordjupad.html").write_text(page, encoding="utf-8")
    assert told(tmp_path) == ""


# --- ten planted leaks -----------------------------------------------------------


def test_1_a_complement_left(tmp_path):
    write(tmp_path, unsafe(estimates(), [("Lokaler", "Norr")]))
    assert "Hinder, ”Lokaler”, Norr går att räkna ut ur det som visas: 2 av 20" in told(
        tmp_path
    )


def test_2_a_decimal_too_many_in_the_city_share(tmp_path):
    # Lokaler hidden in Norr and Söder and for all; so is Tid: the counts tell nothing.
    hidden = [(o, g) for o in ("Lokaler", "Tid") for g in ("Norr", "Söder", "all")]
    rows = estimates(weighted=True)
    held = unsafe(rows, hidden)
    write(tmp_path, held)
    safe = told(tmp_path)
    rows = held.rows
    city = rows["group"].eq("all") & rows["option"].eq("Lokaler")
    true = estimates(weighted=True)["estimate"][city.to_numpy()]
    rows.loc[city, "estimate"] = true.to_numpy()
    rows.loc[city, ["shown", "reason"]] = [True, ""]
    write(tmp_path, Released._of(rows, BOOK, NO_FACTS))
    assert safe == ""
    assert "Hinder, ”Lokaler”, Norr går att räkna ut" in told(tmp_path)


def test_3_a_total_published_unrounded(tmp_path):
    hidden = [(o, g) for o in ("Lokaler", "Tid") for g in ("Norr", "Söder", "all")]
    rows = unsafe(estimates(weighted=True), hidden).rows
    true = estimates(weighted=True)
    city = true[true["group"].eq("all") & true["option"].eq("Lokaler")].iloc[0]
    total = rows.iloc[[0]].assign(
        option="Lokaler",
        group="all",
        statistic="total",
        count=np.nan,
        answered=np.nan,
        estimate=city["estimate"] * sum(POPULATION.values()),
        shown=True,
        reason="",
    )
    write(tmp_path, Released._of(pd.concat([rows, total]), BOOK, NO_FACTS))
    assert "Hinder, ”Lokaler”, Norr går att räkna ut" in told(tmp_path)


def test_4_all_minus_a_subset(tmp_path):
    # Two of all do not work with the challenge: the difference is their answers.
    inside = {"Norr": [9, 8, 2], **{g: TRUE[g] for g in GROUPS[1:]}}
    part = estimates(inside, challenge="work")
    part = part[part["group"].eq("all")]
    whole = estimates()[lambda rows: rows["group"].eq("all")]
    rows = pd.concat([whole, part], ignore_index=True)
    write(tmp_path, unsafe(rows, []))
    assert "(ej work) går att räkna ut ur det som visas: 1 av 1" in told(tmp_path)


def test_5_a_transition_table(tmp_path):
    # Everybody answered both waves: the columns sum to what this wave hides.
    whole = estimates()[lambda rows: rows["group"].eq("all")]
    rows = whole.assign(count=[38.0, 51.0, 3.0], answered=92.0)
    matrix = {"Tid": [33, 5, 0], "Pengar": [5, 40, 0], "Lokaler": [0, 6, 3]}
    moved = [
        share("barrier", f"{one} → {other}", matrix[one][number], 92.0)
        | {"statistic": "transition"}
        for one in OPTIONS
        for number, other in enumerate(OPTIONS)
    ]
    hidden = [("Lokaler", "all"), ("Tid", "all")]
    both = pd.concat([rows, pd.DataFrame(moved)], ignore_index=True)
    alone = unsafe(both.iloc[:3].reset_index(drop=True), hidden)
    write(tmp_path, alone)
    assert told(tmp_path) == ""
    write(tmp_path, unsafe(both, hidden))
    assert "Hinder, ”Lokaler” går att räkna ut ur det som visas: 3 av 92" in told(
        tmp_path
    )


PAGE = """<html><body><main><section id="hinder"><h2>Hinder</h2>{}</section>
</main></body></html>"""


def test_6_an_alt_text(outputs):
    figure = (
        '<figure class="figur"><figcaption><span class="fraga">Vad hindrar mest?</span>'
        "</figcaption><svg><title>Hinder</title><desc>Staplar. I Norr är Lokaler 2 av "
        "20.</desc></svg></figure>"
    )
    (outputs / "fordjupad.html").write_text(PAGE.format(figure), encoding="utf-8")
    assert "”Lokaler”, Norr står här" in told(outputs)


@pytest.mark.parametrize("number", ["två av 20", "10 procent", "2 av 20"])
def test_7_a_sentence(outputs, number):
    text = f"<p>I Söder är det vanligt. I Norr säger {number} ”Lokaler”.</p>"
    (outputs / "fordjupad.html").write_text(PAGE.format(text), encoding="utf-8")
    assert "Hinder, ”Lokaler”, Norr står här (meningen ”I Norr säger" in told(outputs)


def test_8_a_workbook_cell(outputs):
    book = xlsxwriter.Workbook(outputs / "tabeller.xlsx")
    sheet = book.add_worksheet("1 Hinder")
    sheet.write_string(0, 0, "Hinder")
    for column, label in enumerate(["Förvaltning", "Svarande", "Lokaler, antal"]):
        sheet.write_string(2, column, label)
    sheet.write_string(3, 0, "Norr")
    sheet.write_number(3, 1, 20)
    sheet.write_number(3, 2, 2)
    book.close()
    said = told(outputs)
    assert "tabeller.xlsx, 1 Hinder" in said
    assert "Hinder, ”Lokaler”, Norr står här" in said


def test_9_a_stale_csv(outputs):
    stale = 'Förvaltning;Svarande;"Lokaler, antal"\r\nNorr;20;2\r\nSöder;21;6\r\n'
    (outputs / "data" / "barrier.csv").write_text(stale, encoding="utf-8-sig")
    assert "data/barrier.csv: Hinder, ”Lokaler”, Norr står här" in told(outputs)


def test_10_a_version_published_without_the_ledger(tmp_path):
    early = {**TRUE, "Norr": [10, 8, 1]}  # one late answer: Lokaler
    write(tmp_path / "now", unsafe(estimates(), []))
    write(tmp_path / "then", unsafe(estimates(early), []))
    path = tmp_path / "prov-1.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.write(tmp_path / "then" / "data" / "alla-tal.csv", "data/alla-tal.csv")
    said = told(tmp_path / "now", zips=[path], survey="prov")
    assert "Version 1 är publicerad men står inte i liggaren" in said
    assert "”Lokaler” går att räkna ut ur det som visas: 1 av 1 (svaren som kom" in said


def test_ledger_versions_are_attacked_jointly(tmp_path):
    early = {**TRUE, "Norr": [10, 8, 1]}
    first = release(estimates(early), BOOK)
    write(tmp_path / "then", first, "1.csv")
    ledger = [tmp_path / "then" / "data" / "1.csv"]
    careless = release(estimates(), BOOK)
    write(tmp_path / "careless", careless)
    assert "går att räkna ut" in told(tmp_path / "careless", ledger=ledger)
    careful = release(estimates(), BOOK, earlier=[first.for_ledger()])
    write(tmp_path / "careful", careful)
    assert told(tmp_path / "careful", ledger=ledger) == ""


# --- reading ---------------------------------------------------------------------


NAMES = Names(BOOK, GROUPS)


def test_files_that_contradict_each_other_are_told(outputs):
    other = 'Förvaltning;"Tid, antal"\r\nSöder;9\r\n'
    (outputs / "data" / "barrier.csv").write_text(other, encoding="utf-8-sig")
    assert "har olika antal i olika filer" in told(outputs)


def test_a_table_of_options_in_columns_with_counts_and_shares():
    rows = [
        ["Förvaltning", "Svarande", "Tid, antal", "Tid, andel (%)", "Lokaler, antal"],
        ["Söder", "21", "7", "33", "·"],
    ]
    found = {c.cell.option: c for c in table_claims(rows, "f", "Hinder", NAMES)}
    assert found["Tid"].cell == Cell("barrier", option="Tid", group="Söder")
    assert (found["Tid"].count, found["Tid"].base, found["Tid"].share) == (7, 21, 0.33)
    assert found["Lokaler"].suppressed


def test_a_line_of_several_groups_says_nothing_of_how_many_a_hidden_one_has():
    rows = [
        ["Svarsalternativ", "Svarande", "Norr", "Söder"],
        ["Tid", "21", "·", "33 %"],
    ]
    found = {c.cell.group: c for c in table_claims(rows, "f", "Hinder", NAMES)}
    assert (found["Norr"].base, found["Söder"].base) == (None, 21)


def test_in_a_table_by_group_the_first_column_is_groups_even_where_all_are_figures():
    # Coded answers: "1" is a region, and an answer too.
    book = codebook(
        single("region", ["1", "2"], text="I vilken region?"),
        single("plan", ["1", "2"], text="När börjar ni?"),
        group="region",
    )
    rows = [
        ["I vilken region?", "Svarande", "1", "2"],
        ["1", "20", "30 %", "redovisas inte"],
        ["2", "1", "1", "0"],
    ]
    claims = list(
        table_claims(rows, "sida.html", "När börjar ni?", Names(book, ["1", "2"]))
    )
    said = {(c.cell.group, c.cell.option): c for c in claims}
    assert list(said) == [("1", "1"), ("1", "2"), ("2", "1"), ("2", "2")]
    assert said["1", "1"].share == pytest.approx(0.3)
    assert said["1", "1"].base == 20
    assert said["1", "2"].suppressed
    assert (said["2", "1"].count, said["2", "1"].base) == (1, 1)


def test_a_number_belongs_to_the_option_before_it():
    said = "Vanligast är ”Tid” (38 av 92), följt av ”Pengar” (34 procent)."
    found = list(sentence_claims(said, "f", "Hinder", NAMES))
    assert [(c.cell.option, c.count, c.share) for c in found] == [
        ("Tid", 38, None),
        ("Pengar", None, 0.34),
    ]


def test_a_number_without_a_question_is_no_claim():
    said = "Svarsandelen är 62 procent, och 3 av 4 förvaltningar i Norr har tid."
    assert list(sentence_claims(said, "f", "Vilka svarade", NAMES)) == []


def test_percentage_points_are_no_share():
    said = "Andelen som svarar ”Tid” ökade med 8 procentenheter."
    assert list(sentence_claims(said, "f", "Hinder", NAMES)) == []


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("1 eller 2", ("1", "2")),
        ("1, 2 eller 3", ("1", "2", "3")),
        ("Vet ej", ("Vet ej",)),
        ("Ja eller nej", ()),
    ],
)
def test_merged_options_are_taken_apart(label, parts):
    question = codebook(single("q", ["1", "2", "3", "Vet ej"])).question("q")
    assert pieces(label, question) == parts


@pytest.mark.parametrize(
    ("value", "base", "needs"),
    [
        (1, 20, True),
        (4, 20, True),
        (5, 20, False),
        (16, 20, True),
        (20, 20, True),
        (9, 9, True),
        (0, 9, True),
        (0, 10, False),
        (0, 0, False),
        (2, 3, True),
    ],
)
def test_the_promise(value, base, needs):
    assert needs_protection(value, base, 5, 10) is needs


def test_what_an_earlier_version_printed_of_weighted_shares_is_used(
    tmp_path, monkeypatch
):
    """Another cell is hidden for the sake of the late answer, so that one that was
    hidden is shown: with the first version's weighted shares it must not tell more."""
    early = {
        "Norr": [10, 10, 10],
        "Söder": [10, 1, 9],
        "Väster": [11, 3, 2],
        "Öster": [1, 9, 11],
    }
    late = early | {"Väster": [11, 3, 3]}
    for group, size in zip(GROUPS, (62, 27, 41, 55), strict=True):
        monkeypatch.setitem(POPULATION, group, size)
    first = release(estimates(early, weighted=True), BOOK)
    write(tmp_path / "then", first, "1.csv")
    ledger = [tmp_path / "then" / "data" / "1.csv"]
    second = release(estimates(late, weighted=True), BOOK, earlier=[first.for_ledger()])
    write(tmp_path / "now", second)
    bases = list(second.for_ledger()["base"])
    assert told(tmp_path / "now", ledger=ledger, bases=bases) == ""


def test_an_answer_that_was_corrected_and_one_that_came_late_are_not_mixed_up(tmp_path):
    """A late answer in one group, a corrected one in another: of the whole nothing
    follows, and what the attacker guesses must not stop a safe version."""
    later = {**TRUE, "Väster": [9, 8, 8], "Öster": [12, 6, 9]}
    first = release(estimates(), BOOK)
    write(tmp_path / "then", first, "1.csv")
    ledger = [tmp_path / "then" / "data" / "1.csv"]
    second = release(estimates(later), BOOK, earlier=[first.for_ledger()])
    write(tmp_path / "now", second)
    bases = list(second.for_ledger()["base"])
    assert told(tmp_path / "now", ledger=ledger, bases=bases) == ""


def test_a_late_answer_is_found_from_the_versions_before_and_after_it(tmp_path):
    safe = {**TRUE, "Norr": [10, 8, 6]}
    versions = [safe, {**safe, "Väster": [9, 9, 8]}, {**safe, "Väster": [9, 9, 30]}]
    changed = [(option, group) for option in OPTIONS for group in ("Väster", "all")]
    ledger = []
    for number, counts in enumerate(versions[:2], 1):
        made = unsafe(estimates(counts), changed if number == 2 else [], "few_changed")
        write(tmp_path / str(number), made, f"{number}.csv")
        path = tmp_path / str(number) / "data" / f"{number}.csv"
        held = made.for_ledger().assign(
            shown=made.rows["shown"].map(["nej", "ja"].__getitem__)
        )
        held.to_csv(path, sep=";", index=False)
        ledger.append(path)
    write(tmp_path / "now", unsafe(estimates(versions[1]), changed, "few_changed"))
    bases = [*unsafe(estimates(versions[1]), []).rows["answered"]]
    assert told(tmp_path / "now", ledger=ledger[:1], bases=bases) == ""
    write(tmp_path / "now", unsafe(estimates(versions[2]), []))
    said = told(tmp_path / "now", ledger=ledger)
    assert "Väster går att räkna ut ur det som visas: 1 av 1 (svaren som kom" in said


# --- two waves -------------------------------------------------------------------

CHANGE = codebook(single("barrier", OPTIONS, label="Hinder"))


def two_waves(tmp_path: Path, now, then, moved: dict[str, list[int]], **more) -> str:
    """What the attacker finds: shares of `now` and `then`, and who moved between."""
    matched = sum(map(sum, moved.values()))
    rows = [share("barrier", o, n, sum(now)) for o, n in zip(OPTIONS, now, strict=True)]
    for one, counts in moved.items():
        for other, count in zip(OPTIONS, counts, strict=True):
            cell = share("barrier", f"{one} → {other}", count, matched)
            rows.append(cell | {"statistic": "transition"})
    rows += more.get("rows", [])
    table = pd.DataFrame(rows)
    shown = table.assign(shown=True, reason="")
    write(tmp_path / "now", Released._of(shown, CHANGE, NO_FACTS))
    before = [
        Claim(Cell("barrier", option=o), "alla-tal.csv", count=n, base=sum(then))
        for o, n in zip(OPTIONS, then, strict=True)
    ]
    waves = [Version("enkäten förra", before)]
    return "\n".join(map(str, audit_files(tmp_path / "now", CHANGE, waves=waves)))


MOVED = {"Tid": [20, 8, 6], "Pengar": [7, 30, 9], "Lokaler": [6, 5, 25]}  # 116 answered


def test_a_transition_table_is_safe_where_many_answered_only_once(tmp_path):
    assert two_waves(tmp_path, (60, 60, 60), (60, 60, 60), MOVED) == ""


def test_the_few_who_answered_this_time_alone(tmp_path):
    said = two_waves(tmp_path, (33, 47, 43), (60, 60, 60), MOVED)
    assert "1 av 7 (de som inte svarade förra gången)" not in said
    assert "”Lokaler” går att räkna ut ur det som visas: 3 av 7 (de som inte" in said


def test_the_few_who_answered_last_time_alone(tmp_path):
    said = two_waves(tmp_path, (60, 60, 60), (34, 47, 41), MOVED)
    assert "”Pengar” går att räkna ut ur det som visas: 1 av 6 (de som bara" in said


def test_few_who_moved(tmp_path):
    few = MOVED | {"Tid": [20, 8, 2]}
    said = two_waves(tmp_path, (60, 60, 60), (60, 60, 60), few)
    assert "”Tid → Lokaler” går att räkna ut ur det som visas: 2 av 112" in said


def test_how_many_began_from_how_many_changed_and_the_difference(tmp_path):
    changed = share("barrier", "Tid", 10, 90)
    changed |= {"statistic": "change_matched", "estimate": -6 / 90}
    said = two_waves(tmp_path, (60, 60, 60), (60, 60, 60), {}, rows=[changed])
    assert "Hinder, ”Tid” går att räkna ut ur det som visas: 2 av 90" in said


@pytest.mark.parametrize(
    ("before", "after"),
    [(["3", "2", "1"], ["1", "2", "3"]), (["aldrig", "då–då.", "Ofta"], None)],
)
def test_an_earlier_wave_is_read_in_the_words_of_this_one(tmp_path, before, after):
    """Another id, and a scale that has been turned or is written in another way."""
    after = after or ["Aldrig", "då - då", "ofta"]
    texts = {
        "then": ("gammal", before, 2022, ""),
        "now": ("ny", after, 2024, "compares_with: {2022: gammal}, "),
    }
    for survey, (id, scale, wave, compared) in texts.items():
        folder = tmp_path / "data" / "raw" / survey
        folder.mkdir(parents=True)
        (folder / "survey.yml").write_text(
            f"title: Prov\nseries: serie\nwave: {wave}\nexports: [{{file: svar.csv}}]\n"
            f"scales: {{grad: {{options: {scale}}}}}\nquestions:\n"
            f"  - {{id: {id}, column: Nöjd, type: single, {compared}scale: grad}}\n",
            encoding="utf-8",
        )
    project = Project(tmp_path)
    counts = dict(zip(before, (30, 20, 10), strict=True))
    rows = [share("gammal", option, n, 60) for option, n in counts.items()]
    old = read_codebook(project.raw("then"))
    write(project.outputs("then"), release(pd.DataFrame(rows), old))
    new = read_codebook(project.raw("now"))
    (claims,) = [w.claims for w in [_wave("then", new, project)]]
    assert [(c.cell.question, c.cell.option, c.count) for c in claims] == [
        ("ny", after[0], 30),
        ("ny", after[1], 20),
        ("ny", after[2], 10),
    ]


def test_shares_that_differ_between_files_are_told(outputs):
    other = 'Förvaltning;"Tid, andel (%)"\r\nSöder;36\r\n'  # 7 of 21 are 33 %
    (outputs / "data" / "barrier.csv").write_text(other, encoding="utf-8-sig")
    assert "Hinder, ”Tid”, Söder har olika andel i olika filer" in told(outputs)


def test_whom_a_question_was_put_to_is_no_answer_to_it():
    said = (
        "Bland dem som svarat ”Tid” eller ”Lokaler” på ”Hinder”: drygt var tredje "
        "svarar ”Pengar” (34 procent)"
    )
    found = sentence_claims(said, "f", "Hinder", NAMES)
    assert {claim.cell.option for claim in found} == {"Pengar"}


def test_a_semicolon_inside_an_option_ends_no_sentence():
    names = Names(codebook(single("barrier", ["Budget; kostnad", "Tid"])), [])
    said = "Uppifrån: Budget; kostnad 40 %, Tid 33 %. Mest ”Budget; kostnad”; sist Tid."
    assert names.sentences(said) == [
        "Uppifrån: Budget; kostnad 40 %, Tid 33 %.",
        "Mest ”Budget; kostnad”;",
        "sist Tid.",
    ]


def test_two_steps_of_a_scale_that_a_page_marks_as_english_are_no_single_one():
    """The page has each in an element of its own, which leaves spaces in the text."""
    said = "Flest svarar ” Tid ” eller ” Ekonomi ” (58 procent)"
    names = Names(codebook(single("barrier", ["Tid", "Ekonomi"])), [])
    assert list(sentence_claims(said, "f", "Hinder", names)) == []


@pytest.mark.parametrize(
    "said",
    [
        "Flest svarar ”Tid” om kvalitet (58 procent), färst om tillit (27 procent)",
        "”Tid” går från 58 procent om kvalitet till 27 procent om tillit",
        "”Tid”: 58 procent om ”Kvalitet” och 27 procent om ”Tillit”",
    ],
)
def test_a_number_belongs_to_its_row_of_a_grid(said):
    grid = {
        "id": "p",
        "type": "grid",
        "text": "I vilken grad?",
        "rows": {"quality": "a", "trust": "b"},
        "row_labels": {"quality": "Kvalitet", "trust": "Tillit"},
        "options": OPTIONS,
    }
    names = Names(codebook(grid), [])
    found = list(sentence_claims(said, "f", "I vilken grad?", names))
    assert [(c.cell.item, c.share) for c in found] == [
        ("quality", 0.58),
        ("trust", 0.27),
    ]


def test_a_number_of_another_year_is_of_the_earlier_wave():
    book = codebook(single("p", ["Ja", "Nej"], text="Ska ni?"), wave=2024)
    said = "Färre svarar ”Ja”, 30 procent mot 41 procent 2022; 30 procent 2024"
    said += " (2022: 41 %)"
    found = list(sentence_claims(said, "f", "Ska ni?", Names(book, [])))
    assert [(c.cell.statistic, c.share) for c in found] == [
        ("share", 0.3),
        ("earlier", 0.41),
        ("share", 0.3),
        ("earlier", 0.41),
    ]


def test_a_word_file_speaks_of_what_its_title_is_about(tmp_path):
    book = codebook(
        single("p", ["Ja", "Nej"], text="Ska ni?"),
        challenges={
            "from": {"question": "p", "options": {"work": ["Ja"]}},
            "items": {"work": {"label": "Nya vägar till arbete"}},
        },
    )
    html = "<h1>Nya vägar till arbete</h1><main><p>”Ja” svarar 41 procent.</p></main>"
    found = read_claims({"u.docx": html_to_docx(html)}, {}, Names(book, []))
    assert {(c.cell.challenge, c.share) for c in found} == {("work", 0.41)}


@pytest.mark.parametrize(("then", "leaks"), [(0.41, False), (0.32, True), (None, True)])
def test_an_earlier_wave_s_number_must_be_shown_there(outputs, then, leaks):
    said = "<p>Färre svarar ”Lokaler”: mot 41 procent 2022.</p>"
    page = f"<section><h2>Hinder</h2>{said}</section>"
    (outputs / "sida.html").write_text(page, encoding="utf-8")
    cell = Cell("barrier", option="Lokaler")
    waves = [Version("2022", [Claim(cell, "f", share=then, suppressed=then is None)])]
    assert ("i en tidigare omgång" in told(outputs, waves=waves)) == leaks


def test_a_group_is_known_by_the_short_name_of_tables():
    book = codebook(single("p", ["Ja"]), short_names={"Fritidsförvaltningen": "Fritid"})
    names = Names(book, ["Fritidsförvaltningen", "Kulturförvaltningen"])
    assert names.as_group("Fritid") == {"group": "Fritidsförvaltningen"}
    assert names.as_group("Kulturförv.") == {"group": "Kulturförvaltningen"}


def test_figures_in_a_label_are_no_number_of_the_report():
    names = Names(
        codebook(single("p", ["0", "1-20%", "21-40%"], text="Hur många?")), []
    )
    said = "Staplarna uppifrån: ”0” 28 %, ”1-20%” 11 % och ”21-40%” 5 %"
    found = list(sentence_claims(said, "f", "Hur många?", names))
    assert [(c.cell.option, c.share) for c in found] == [
        ("0", 0.28),
        ("1-20%", 0.11),
        ("21-40%", 0.05),
    ]


def test_a_group_that_is_an_answer_too_is_that_answer():
    groups = ["Norr", "Vet ej"]
    book = codebook(
        single("department", groups, disclosure="open"),
        single("p", ["Ja", "Vet ej"], text="Ska ni?"),
        group="department",
    )
    said = "Staplarna uppifrån: Ja 82 % och Vet ej 18 %"
    found = list(sentence_claims(said, "f", "Ska ni?", Names(book, groups)))
    found = [c for c in found if c.cell.question == "p"]
    assert [(c.cell.option, c.cell.group) for c in found] == [
        ("Ja", "all"),
        ("Vet ej", "all"),
    ]


def test_what_is_said_of_two_options_together_is_said_of_neither():
    names = Names(codebook(single("p", ["3", "4", "5"], text="I vilken grad?")), [])
    said = "Flest svarar ”4” eller ”5” (75 procent), färst ”3” (25 procent)"
    found = list(sentence_claims(said, "f", "I vilken grad?", names))
    assert [(c.cell.option, c.share) for c in found] == [("3", 0.25)]


def test_more_than_two_options_together_are_none_of_them():
    names = Names(codebook(single("p", ["2", "3", "4"], text="I vilken grad?")), [])
    said = "Drygt fyra av fem svarar ”2”, ”3” eller ”4” (81 procent)"
    assert list(sentence_claims(said, "f", "I vilken grad?", names)) == []


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("”Tid” < 1 %", 0, 0.01),
        ("”Tid”: under 1 procent", 0, 0.01),
        ("”Tid” > 99 %", 0.99, 1),
    ],
)
def test_a_share_near_an_end_is_all_that_is_beyond(said, low, high):
    (claim,) = sentence_claims(said, "f", "Hinder", NAMES)
    ends = (claim.share - claim.half, claim.share + claim.half)
    assert ends == pytest.approx((low, high))


def test_a_share_is_of_the_option_in_brackets_after_it():
    said = "Andelen skiljer sig: från 7 procent (Lokaler) till 17 procent (Tid)"
    found = list(sentence_claims(said, "f", "Hinder", NAMES))
    assert [(c.cell.option, c.share) for c in found] == [
        ("Lokaler", 0.07),
        ("Tid", 0.17),
    ]


def test_on_a_groups_own_page_what_is_said_of_nobody_else_is_said_of_it():
    page = (
        "<h1>Norr</h1><table><caption>Hinder</caption>"
        "<tr><th>Svar</th><th>Norr</th><th>Alla</th></tr>"
        "<tr><th>Tid</th><td>7 %</td><td>20 %</td></tr></table>"
        "<section><h2>Hinder</h2><p>Lokaler 5 %.</p><p>Bland alla: Lokaler 8 %.</p>"
        "</section>"
    )
    found = list(page_claims(page_of(page.encode()), "f", NAMES))
    assert [(c.cell.option, c.cell.group, c.share) for c in found] == [
        ("Tid", "Norr", 0.07),
        ("Lokaler", "Norr", 0.05),
        ("Lokaler", TOTAL, 0.08),
    ]


# --- later versions ----------------------------------------------------------------


def published(tmp_path: Path, *versions: dict[str, list[int]]) -> str:
    """What is found when these are published one after the other, each as released."""
    ledger: list[Path] = []
    earlier: list[pd.DataFrame] = []
    found = ""
    for number, counts in enumerate(versions, 1):
        made = release(estimates(counts), BOOK, earlier=earlier)
        folder = tmp_path / str(number)
        write(folder, made, f"{number}.csv")
        bases = list(made.for_ledger()["base"])
        write(folder, made)
        (folder / "data" / f"{number}.csv").rename(tmp_path / f"{number}.csv")
        found += told(folder, ledger=list(ledger), bases=bases)
        earlier.append(made.for_ledger())
        ledger.append(tmp_path / f"{number}.csv")
    return found


def test_what_hid_a_cell_then_hides_it_now_where_an_answer_was_corrected(tmp_path):
    """Söder and Väster stay as they were, and 3 and 2 are hidden there with another: if
    that were another one now, the two versions together would tell. The late answer in
    one group and the corrected one in another cannot both be late ones."""
    first = {"Norr": [5, 9, 15], "Söder": [3, 6, 9], "Väster": [0, 7, 2]}
    first["Öster"] = [1, 12, 16]
    second = first | {"Norr": [5, 9, 16]}
    third = second | {"Öster": [1, 14, 15]}
    assert published(tmp_path, first, second, third) == ""


def test_a_correction_in_a_group_where_all_is_hidden_stops_nothing(tmp_path):
    """All is told to have changed; that it is as before in every group cannot be."""
    first = {"Norr": [1, 9, 1], "Söder": [3, 11, 2], "Väster": [1, 15, 3]}
    first["Öster"] = [2, 23, 3]
    assert published(tmp_path, first, first | {"Norr": [0, 10, 1]}) == ""


def test_a_correction_and_a_late_answer_in_one_small_group_stop_nothing(tmp_path):
    first = {"Norr": [6, 2, 2], "Söder": [20, 2, 7], "Väster": [11, 0, 2]}
    first["Öster"] = [10, 0, 3]
    assert published(tmp_path, first, first | {"Norr": [8, 2, 1]}) == ""


def test_what_an_earlier_version_told_by_itself_stops_no_later_one(tmp_path):
    """It cannot be called back: published with a lower k, say."""
    first = tmp_path / "1.csv"
    write(tmp_path / "then", unsafe(estimates(), []), "1.csv")
    (tmp_path / "then" / "data" / "1.csv").rename(first)
    now = release(estimates(), BOOK)
    write(tmp_path / "now", now)
    bases = list(now.for_ledger()["base"])
    assert told(tmp_path / "now", ledger=[first], bases=bases) == ""


def test_whoever_is_stopped_is_told_what_always_helps(tmp_path):
    write(tmp_path / "now", unsafe(estimates(), [("Lokaler", "Norr")]))
    alone = told(tmp_path / "now")
    assert "ta bort frågan barrier ur questions i survey.yml" in alone
    assert "decisions/rows.csv" not in alone
    early = unsafe(estimates({**TRUE, "Öster": [12, 6, 2]}), [])
    write(tmp_path / "then", early, "1.csv")
    later = told(tmp_path / "now", ledger=[tmp_path / "then" / "data" / "1.csv"])
    assert "lämna de sena svaren utanför (decisions/rows.csv)" in later


def test_numbers_that_cannot_all_be_true_are_told(tmp_path):
    # All is less than the groups together.
    rows = estimates()
    rows.loc[rows["group"].eq("all") & rows["option"].eq("Tid"), "count"] = 3.0
    write(tmp_path, unsafe(rows, []))
    assert "Talen om Hinder motsäger varandra" in told(tmp_path)


def test_who_is_known_to_do_nothing_without_being_asked_has_ticked_nothing(tmp_path):
    # 32 answers, of whom some said no at once: fewer ticks than answers are no error.
    book = codebook(
        single("works", ["Ja", "Nej"], disclosure="open"),
        single("ways", ["Dialog", "Bidrag", "Inget"], label="Sätt")
        | {"type": "multiple", "separator": ";", "none_of": ["Inget"]}
        | {"asked_if": {"works": ["Ja"]}, "implied_none": {"works": ["Nej"]}},
    )
    rows = [share("works", o, n, 32) for o, n in (("Ja", 20), ("Nej", 12))]
    counts = {"Dialog": 8, "Bidrag": 8, "Inget": 8}
    rows += [share("ways", option, n, 32) for option, n in counts.items()]
    write(tmp_path, release(pd.DataFrame(rows), book))
    assert [str(one) for one in audit_files(tmp_path, book)] == []


def test_who_was_asked_has_ticked_something_where_the_rest_is_implied(tmp_path):
    """Söder: 26, of whom 6 need not answer; 8 + 8 ticked the others, so that at least 4
    ticked Dialog. Norr and Söder are 4 together."""
    book = codebook(
        single("department", ["Norr", "Söder", "Väster"], disclosure="open"),
        single("works", ["Ja", "Nej"], disclosure="open"),
        single("ways", ["Dialog", "Bidrag", "Inget"], label="Sätt")
        | {"type": "multiple", "separator": ";", "none_of": ["Inget"]}
        | {"asked_if": {"works": ["Ja"]}, "implied_none": {"works": ["Nej"]}},
        group="department",
    )
    ticks = {"Norr": (0, 10, 10), "Söder": (4, 8, 8), "Väster": (6, 8, 8)}
    ticks["all"] = (10, 26, 26)
    rows = []
    for group, counts in ticks.items():
        n = 78 if group == "all" else 26
        for option, count in (("Ja", n - n * 6 // 26), ("Nej", n * 6 // 26)):
            rows.append(share("works", option, count, n, group=group))
        for option, count in zip(("Dialog", "Bidrag", "Inget"), counts, strict=True):
            rows.append(share("ways", option, count, n, group=group))
    table = pd.DataFrame(rows)
    held = table["option"].eq("Dialog") & table["group"].isin(["Norr", "Söder"])
    careless = table.assign(shown=~held, reason=np.where(held, "small_cell", ""))
    numbers = ["count", "answered", "asked", "population", "estimate"]
    careless.loc[held, numbers] = np.nan
    write(tmp_path / "1", Released._of(careless, book, NO_FACTS, table["answered"]))
    bases = list(table["answered"])
    found = "\n".join(map(str, audit_files(tmp_path / "1", book, bases=bases)))
    assert "Sätt, ”Dialog”, Söder går att räkna ut ur det som visas: 4 av 26" in found
    careful = release(table, book)
    write(tmp_path / "2", careful)
    bases = list(careful.for_ledger()["base"])
    assert audit_files(tmp_path / "2", book, bases=bases) == []


# --- routing -----------------------------------------------------------------------


def routed(kind: str, counts: list[int], asked: int, **more) -> tuple:
    """A protected screen, and the open question that its first two answers lead to."""
    options = ["Dialog", "Bidrag", "Nej"]
    screen = single("screen", options, label="Samverkar")
    if kind == "multiple":
        screen |= {"type": "multiple", "separator": ";", "none_of": ["Nej"]}
    later = single(
        "later", ["X", "Y"], disclosure="open", asked_if={"screen": options[:2]}
    )
    answered = more.get("answered", 40)
    rows = [
        share("screen", o, n, answered, asked=answered + more.get("blank", 0))
        for o, n in zip(options, counts, strict=True)
    ]
    rows += [share("later", o, asked / 2, asked) for o in ("X", "Y")]
    return codebook(screen, later), pd.DataFrame(rows)


ROUTED = [
    ("single", [24, 14, 2], 38, {}),
    # One left the screen blank and went on: 38 or 37 did not.
    ("single", [24, 14, 2], 39, {"blank": 1}),
    ("multiple", [24, 30, 2], 38, {}),
    ("multiple", [24, 30, 2], 39, {"blank": 1}),
]


@pytest.mark.parametrize(("kind", "counts", "asked", "more"), ROUTED)
def test_how_many_were_asked_tells_who_gave_the_answer_before(
    tmp_path, kind, counts, asked, more
):
    book, rows = routed(kind, counts, asked, **more)
    screen = rows["question"].eq("screen").to_numpy()
    held = screen & (rows["option"].eq("Nej").to_numpy() | (kind == "single"))
    numbers = ["count", "answered", "asked", "population", "estimate"]
    careless = rows.assign(shown=~held, reason=np.where(held, "small_cell", ""))
    careless.loc[held, numbers] = np.nan
    # How many left it blank is told of all questions, protected or not.
    left = share("screen", "all", more.get("blank", 0), 40 + more.get("blank", 0))
    left |= {"statistic": "nonresponse", "shown": True, "reason": ""}
    careless = pd.concat([careless, pd.DataFrame([left])], ignore_index=True)
    write(tmp_path / "1", Released._of(careless, book, NO_FACTS, careless["answered"]))
    bases = [*rows["answered"], left["answered"]]
    found = audit_files(tmp_path / "1", book, bases=bases)
    assert any("Samverkar, ”Nej” går att räkna ut" in str(one) for one in found)
    careful = release(rows, book)
    write(tmp_path / "2", careful)
    bases = list(careful.for_ledger()["base"])
    assert audit_files(tmp_path / "2", book, bases=bases) == []
    assert careful.select(question="later").rows["reason"].eq("secondary").all()


def test_a_question_that_is_not_led_to_by_few_is_told(tmp_path):
    book, rows = routed("multiple", [20, 15, 10], 30)
    assert release(rows, book).rows["shown"].all()


def test_the_file_of_all_numbers_does_not_tell_which_cell_is_the_small_one(outputs):
    text = (outputs / "data" / "alla-tal.csv").read_text(encoding="utf-8-sig")
    hidden = [line.split(";")[-1] for line in text.splitlines() if ";nej;" in line]
    assert len(hidden) > 1
    assert set(hidden) == {"protected"}
