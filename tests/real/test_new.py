"""`kartlaggning new` and `run`, untouched, on five surveys that nobody has described.

What a person counted by hand in the questionnaires and the headers is compared with
what the reports say.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.shared_data import shared

from helpers.batch import runner, steps
from helpers.cleaning.answers import NO_OPTION
from helpers.cleaning.checks import check_survey
from helpers.cleaning.cleaned import read_cleaned
from helpers.core.project import Project
from helpers.core.wording import fold
from helpers.drafting.draft import NewSurvey, new_survey
from helpers.drafting.recognition import recognise
from helpers.exports import Export, read_export
from helpers.exports.codelist import read_code_list
from helpers.survey.codebook import Grid, Item, Multiple, Number, Single, read_codebook

OSPO = "ospo-surveymonkey"
SURVEYS = {
    "toronto": "toronto-agency-survey/agency_survey_rawdata.csv",
    "ospo-2018": f"{OSPO}/2018_results.csv",
    "ospo-2022": f"{OSPO}/2022_RawData.csv",
    "rcommunity": "rcommunity-googleforms/2019_english_responses.csv",
    "rse": "rse-limesurvey/2017_de_public_data.csv",
}
# Counted by hand, with Python's csv module and the headers alone, and never read off a
# run: responses kept, questions of each type, options of each multiple-choice question
# in the export's order. The letters are the columns' in Excel.
COUNTED = {
    # 346 rows, of which 243 have 1 in "Reached end" (B). A question is a number before
    # the first full stop of a header, 1–19, less the grid's parts; "11." stands before
    # two (DA and DB: an open question and a lone column of ticks), and `myLabel` (EE)
    # is 15. Seven columns without answers at the end, and 3.11 (BH), are none.
    # Options: the headers 1.1–1.16, 5.1–5.8, 6.1–6.11, 8.1–8.17, 14.1–14.26 and
    # 16.1–16.15, "Other, please specify" among them.
    "toronto": (
        243,
        {
            "multiple": 6,  # 1, 5, 6, 8, 14, 16
            "grid": 1,  # 3: needs by time
            "single": 3,  # 15, 17, 18
            "text": 10,  # 2, 4, 7, 9, 10, 11, the other 11, 12, 13, 19
        },
        [16, 8, 11, 17, 26, 15],
    ),
    # 748 rows below two of headers. A question begins where the upper one has a text
    # from E on: 32, and "Recode" (FP), which somebody added under the last of them.
    # "Other (please specify)" beside "Response" is a part of its question (four times).
    # Options: the cells of the lower row under the question. "Other" stands twice under
    # the challenges in establishing (DU without an answer, DV with what was written),
    # and is one option: 11 and it.
    "ospo-2018": (
        748,
        {"multiple": 12, "grid": 2, "single": 19},
        [6, 11, 15, 12, 9, 15, 12, 12, 11, 15, 10, 5],
    ),
    # 1,048 rows below three of headers. The uppermost has codes: Q1–Q55 without Q35,
    # Q36 and Q42 are 52. G and H have none and were added afterwards. Options: the
    # codes with an underscore, Q1_0–Q1_6 and so on.
    "ospo-2022": (
        1048,
        {
            "multiple": 14,  # Q1, 8, 16, 17, 18, 25, 26, 27, 30, 31, 40, 49, 50, 53
            "grid": 8,  # Q4, 5, 12, 32, 33, 34, 38; 52, five vendors by three answers
            "single": 27,  # the others
            "text": 3,  # Q21, 29, 39: "Open-Ended Response"
        },
        [7, 13, 15, 15, 11, 15, 12, 11, 16, 10, 5, 6, 6, 15],
    ),
    # 1,838 rows; 52 columns less the time (A) and the check against robots (AC).
    # Options: what at least one in a hundred of those who answered (17 of 1,700 and
    # more) has in its cell, always in the same letters, with the commas that belong to
    # an option read by eye; and one for own words, where anybody has any. So 16 of the
    # computer tools: Excel, Python, C/C++, SPSS, Javascript, Matlab, Tableau, SAS,
    # Visual Basic, Java, PHP, Ruby, Go, None, Rust and Swift, but not Stata, SQL,
    # Fortran, Perl, Julia, bash and C#, which are spelled in two ways or more. The two
    # questions to those who do not know R (G, H) have eight answers: what three or more
    # have is an option, 4 and 2, and the rest is own words.
    "rcommunity": (
        1838,
        {
            "multiple": 12,  # G, H, Q, T, Y, Z, AA, AE, AJ, AN, AR, AY
            "single": 31,  # the others, of which two are years: J, AP
            "number": 1,  # AX
            "text": 6,  # W, X, AV; E, F and I have eight answers, few of them alike
        },
        [5, 3, 12, 19, 8, 11, 9, 10, 11, 17, 6, 9],
    ),
    # 325 rows. A question is a code before "[" or "."; the column without a header (A)
    # is none: 59. Options: the codes in brackets, currentEmp13[1]–[65] and so on.
    "rse": (
        325,
        {
            "multiple": 7,  # currentEmp13, proj4can, fund2–4, tool4can, ukrse2
            "grid": 4,  # likert0–3
            "ranking": 1,  # prevEmp2: "Rank the following factors"
            "single": 35,  # the others
            "number": 4,  # soft1can, currentEmp11, proj1can, train2
            # edu4, conf2can, open3de, train3, ukrse3, ukrse11de, skill2; and socio1,
            # which all 325 have answered with "Germany": it has no share, and is asked
            "text": 8,
        },
        [65, 4, 16, 16, 16, 36, 4],
    ),
}

# Counted from the file's cells: who has "No" in every column of one of the seven
# questions of options, and so has an option more; nobody has in proj4can.
SAID_NO = {"rse": ["23", "9", "11", "25", "6", "75"]}

WAVES = [["toronto"], ["ospo-2018", "ospo-2022"], ["rcommunity"], ["rse"]]


@pytest.mark.parametrize("names", WAVES, ids=" ".join)
def test_new_and_run_give_what_was_counted_by_hand(
    tmp_path: Path, names: list[str]
) -> None:
    """One test for each project: to run one takes most of the time."""
    (tmp_path / "data" / "raw").mkdir(parents=True)
    project = Project(tmp_path)
    made = {name: drafted(project, name, names) for name in names}
    pages = reported(project, names)
    for name in names:
        assert_counted_by_hand(project, name, pages[name])
        assert_no_chart_has_more_than_25_bars(pages[name])
        assert_every_column_has_its_part(project, name)
        assert_every_cell_is_an_answer_or_set_aside(project, name)
    if len(names) > 1:
        assert_waves_are_compared(project, made[names[1]], pages[names[1]])


def drafted(project: Project, name: str, names: list[str]) -> NewSurvey:
    """The survey as `new` drafts it; check finds no error, but things to decide."""
    codes = shared("data", OSPO, "2022_SurveyReferenceModel.csv")
    made = new_survey(
        project,
        path_of(name),
        name,
        against=names[0] if name != names[0] else None,
        codes=codes if name == "ospo-2022" else None,
    )
    errors, warnings = check_survey(project, name)
    assert errors == []
    left = [problem for problem in warnings if "Kvar att avgöra" in problem.found]
    assert len(left) >= 4
    return made


def reported(project: Project, names: list[str]) -> dict[str, str]:
    """The full report of each, run as it was drafted."""
    everything = steps.plan(project, names)
    wanted = [s for s in everything.steps if s.notebook.stem[0] in "1234"]
    results = runner.run(project, replace(everything, steps=tuple(wanted)))
    assert not any(result.bad for result in results.values())
    folders = {name: project.root / "outputs" / name for name in names}
    return {n: (f / "fordjupad.html").read_text("utf-8") for n, f in folders.items()}


def path_of(name: str) -> Path:
    return shared("data", *SURVEYS[name].split("/"))


def assert_counted_by_hand(project: Project, name: str, page: str) -> None:
    kept, kinds, options = COUNTED[name]
    page = page.replace("\u00a0", " ")
    said = re.search(r"bygger på svar från ([\d ]+\d) (personer|organisationer)", page)
    assert said is not None
    assert int(said[1].replace(" ", "")) == kept
    questions = read_codebook(project.raw(name)).questions
    assert Counter(question.type for question in questions) == kinds
    appendix = page[page.index("Visa alla frågor") :]
    assert appendix[: appendix.index("</table>")].count("<tr>") - 1 == len(questions)
    table = project.root / "outputs" / name / "data" / "alla-tal.csv"
    with table.open(encoding="utf-8-sig", newline="") as file:
        numbers = list(csv.DictReader(file, delimiter=";"))
    keys = ("group", "challenge", "statistic")
    of_all = [n for n in numbers if [n[k] for k in keys] == ["all", "all", "share"]]
    counts = Counter(n["question"] for n in of_all if n["option"] != NO_OPTION)
    assert [counts[q.id] for q in questions if isinstance(q, Multiple)] == options
    said_no = {n["question"]: n["count"] for n in of_all if n["option"] == NO_OPTION}
    in_order = [said_no[q.id] for q in questions if q.id in said_no]
    assert in_order == SAID_NO.get(name, [])


def assert_no_chart_has_more_than_25_bars(page: str) -> None:
    charts = re.findall(r'(?s)<svg[^>]*class="bred".*?</svg>', page)
    bars = [
        len(re.findall(r'<text x="720"[^>]*font-weight="600"', chart))
        for chart in charts
        if "Liggande stapeldiagram" in chart
    ]
    assert len(bars) > 5
    assert min(bars) > 0
    assert max(bars) <= 25


@pytest.mark.parametrize("name", SURVEYS)
def test_no_draft_counts_what_it_should_not(tmp_path: Path, name: str) -> None:
    """No question of options with more than half its values different, no id or date
    as a number, no more options in one column than a chart holds."""
    (tmp_path / "data" / "raw").mkdir(parents=True)
    book = read_codebook(new_survey(Project(tmp_path), path_of(name), name).folder)
    exported = read_export(path_of(name))
    for question in book.questions:
        if isinstance(question, Single):
            cells = exported.responses[question.column].dropna()
            assert cells.str.casefold().nunique() * 2 <= len(cells), question.id
            assert len(question.all_options) <= 26, question.id
        if isinstance(question, Number):
            cells = exported.responses[question.column].dropna()
            assert cells.nunique() < len(cells), question.id
            assert not cells.str.contains(r"\d[-/:]\d").any(), question.id
    metas = {column.name for column in exported.columns if column.meta}
    assert not metas & {c for q in book.questions for c in q.columns_used}


# ---------------------------------------------------------------- nothing dropped


def filled_cells(name: str, export: Export) -> int:
    """How many cells of answers hold something, by the csv module alone."""
    headers = int(export.responses.index[0]) - 1
    encoding = "cp1252" if name == "toronto" else "utf-8-sig"
    with path_of(name).open(encoding=encoding, newline="") as file:
        rows = list(csv.reader(file))
    blank = " \n\t\r\u00a0\u200b\ufeff"
    return sum(bool(cell.strip(blank)) for row in rows[headers:] for cell in row)


def assert_every_column_has_its_part(project: Project, name: str) -> None:
    export = read_export(path_of(name))
    cleaned = read_cleaned(name, project)
    assert cleaned.undescribed() == []
    assert cleaned.columns["cells"].sum() == filled_cells(name, export)


def assert_every_cell_is_an_answer_or_set_aside(project: Project, name: str) -> None:
    """Cell by cell in the rows that count: what stands there is an answer, a value set
    aside, or a word that survey.yml says means nothing."""
    cleaned, export = read_cleaned(name, project), read_export(path_of(name))
    answers = cleaned.responses.set_index("row")
    nothing = {*cleaned.codebook.missing, *cleaned.codebook.not_shown}
    aside = cleaned.quarantined.query("kind == 'value'")
    seen = 0
    for item in cleaned.codebook.all_items():
        if item.question.personal:
            continue
        for column, fields, ticks in places(item, list(answers.columns)):
            cells = export.responses.loc[answers.index, column].dropna().map(fold)
            recode = getattr(item.question, "recode", {})
            cells = cells[~cells.isin(nothing | {c for c in recode if not recode[c]})]
            if ticks:
                cells = cells[cells.str.casefold().isin({t.casefold() for t in ticks})]
            letter = export.column(column).letter
            excused = set(aside.loc[aside["column"] == letter, "row"])
            kept = answers.loc[cells.index, fields]
            found = kept.apply(lambda s: s if s.dtype == bool else s.notna()).any(
                axis=1
            )
            lost = set(found.index[~found]) - excused
            assert lost == set(), (item.key, column)
            seen += len(cells)
    assert seen > 5 * len(answers)


def places(item: Item, names: list[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    """(a column, the answers that its cells may become, what is a tick in it)."""
    options = [name for name in names if name.startswith(f"{item.key}=")]
    ticked = getattr(item.question, "ticked", "1")
    ticks = [ticked] if isinstance(ticked, str) else list(ticked)
    if item.question.type == "ranking":  # a column a place: any of the options
        placed = [name for name in names if name.startswith(f"{item.key}@")]
        yield from ((column, placed, []) for column in item.columns_used)
        return
    for option, column in item.columns.items():
        yield column, [f"{item.key}={option}"], [*ticks, option]
    if item.column:
        yield item.column, [*options, *({item.key} & {*names})], []
    if other := getattr(item.question, "other_column", None):
        yield other, [f"{item.key}~other"], []


# ---------------------------------------------------------------- the next wave


def assert_waves_are_compared(project: Project, made: NewSurvey, page: str) -> None:
    book = read_codebook(project.raw("ospo-2022"))
    before = read_codebook(project.raw("ospo-2018"))
    assert (book.series, book.wave) == (before.series, 2022) == ("ospo", 2022)
    compared = {q.compares_with["2018"]: q for q in book.questions if q.compares_with}
    activities = next(q for q in before.questions if isinstance(q, Grid))
    assert "following activities" in activities.wording
    assert "organization" in compared[activities.id].wording
    told = "\n".join(made.changed)
    assert "How often does your company do the following activities" in told
    assert [question for question in book.questions if question.id in before.by_id]
    chapter = page.partition("Jämförelse med 2018")[2]
    assert "Det här jämförs inte" in chapter
    assert "svarsalternativen är ändrade" in chapter
    # How often, and how critical from 1 to 5: both scales have the same steps.
    assert "skalan är ändrad" not in chapter


def test_codes_that_the_list_explains_become_words() -> None:
    codes = read_code_list(shared("data", OSPO, "2022_SurveyReferenceModel.csv"))
    found = recognise(read_export(path_of("ospo-2022")), codes.of)
    size = next(d for d in found.questions if "How many people work" in d.wording)
    assert size.keys["recode"]["1"] == "Under 10"
    place = next(d for d in found.questions if "located within" in d.wording)
    assert place.keys["recode"]["0"] == place.keys["other"] == "Other (please specify)"
