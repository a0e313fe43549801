"""The fördjupad report in English: no sentence outside the catalogue, no name without
English, every number that of the release, and nothing in Swedish."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from support.released_rows import codebook, released, row, with_interval

import helpers
from helpers.audit.claim import Cell
from helpers.audit.names import Names
from helpers.audit.pages import check_page
from helpers.audit.sentences import page_claims
from helpers.core.errors import KartlaggningError
from helpers.core.language import speaking
from helpers.disclosure.released import Released
from helpers.presentation import chapters, prose, text
from helpers.presentation.locale import NoTranslation, phrase
from helpers.presentation.manuscript import Report
from helpers.presentation.pages.front import front_page
from helpers.presentation.pages.layout import assemble
from helpers.presentation.translated import (
    ask_for_english,
    english_problems,
    in_english,
    names_lacking,
)
from helpers.survey.codebook import TOTAL, Codebook, read_codebook
from helpers.survey.codebook.editing import Edit, change_codebook

ROOT = Path(__file__).parents[2]
PRESENTATION = Path(helpers.__file__).parent / "presentation"
CATALOGUES = sorted((PRESENTATION / "locale" / "en" / "LC_MESSAGES").glob("*.po"))
# Pages that are in Swedish alone, and the module of each.
SWEDISH_ALONE = {
    *("prose/easy.py", "prose/sheet.py", "prose/english.py"),
    *("chapters/easy.py", "chapters/brief.py", "chapters/department.py"),
    "chapters/english.py",
}
SPOKEN = [
    path
    for folder in ("prose", "chapters", "figures", "text")
    for path in sorted((PRESENTATION / folder).glob("*.py"))
    if f"{folder}/{path.name}" not in SWEDISH_ALONE
]
SPOKEN += [
    PRESENTATION / f"{name}.py"
    for name in ("nouns", "swedish", "tables", "tabulation", "organisations")
]
SPOKEN.append(PRESENTATION / "rank_tables.py")
# What looks like Swedish and is no words of a page: patterns, letters, addresses.
NO_WORDS = {
    "förvaltningen$",
    "förv.",
    "aeiouyåäöéü",
    "(förvaltningen|kontoret|nämnden|enheten|avdelningen|sektorn|verksamheten|byrån)$",
    "[a-zåäö0-9][a-zåäö0-9_-]*",
    *("sammanfattning", "bilaga", "kapitel", "samverkan"),
    "Source Sans Pro",
}
_FUNCTION_WORD = re.compile(
    r"(?<!\w)(?:och|att|som|inte|är|för|från|till|med|av|på|om|har|det|den|de|ett|en|i"
    r"|eller|vid|alla|inga|ingen|varje|mellan|minst|svarande|svar|andelen)(?!\w)"
)


# --- no sentence outside the catalogue ------------------------------------------------


def _known() -> dict[tuple[str, str], list[str]]:
    """(context, message) → its English forms."""
    found = {}
    for path in CATALOGUES:
        with path.open("rb") as file:
            for one in read_po(file, locale="en"):
                if one.id:
                    id = one.id[0] if isinstance(one.id, tuple) else one.id
                    forms = one.string if isinstance(one.id, tuple) else [one.string]
                    found[one.context or "", id] = list(forms)
    return found


def _calls(source: str) -> Iterator[tuple[ast.Call, str, str]]:
    """(the call, its message, its context) of every phrase and message."""
    for node in ast.walk(ast.parse(source)):
        name = getattr(getattr(node, "func", None), "id", "")
        if isinstance(node, ast.Call) and name in ("phrase", "message"):
            said = node.args[0]
            context = next(
                (
                    str(k.value.value)
                    for k in node.keywords
                    if k.arg == "context" and isinstance(k.value, ast.Constant)
                ),
                "",
            )
            if isinstance(said, ast.Constant):
                yield node, str(said.value), context


def _modules() -> Iterator[Path]:
    yield from sorted(PRESENTATION.rglob("*.py"))


def test_every_message_has_english_with_places_that_are_filled() -> None:
    known = _known()
    for path in _modules():
        for call, said, context in _calls(path.read_text("utf-8")):
            forms = known.get((context, said))
            assert forms, f"{path.name}:{call.lineno}: {said!r} has no English"
            assert all(forms), said
            assert ("n" in {k.arg for k in call.keywords}) == (len(forms) == 2), said
            if call.func.id == "message" or any(k.arg is None for k in call.keywords):  # type: ignore[attr-defined]
                continue
            given = {k.arg for k in call.keywords}
            for form in forms:
                places = set(re.findall(r"\{(\w+)\}", form))
                assert places <= given, f"{path.name}:{call.lineno}: {form!r}"


def _outside(source: str) -> Iterator[str]:
    """Words of Swedish that are no message: constants and parts of f-strings."""
    tree = ast.parse(source)
    above = {c: n for n in ast.walk(tree) for c in ast.iter_child_nodes(n)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        parents = []
        one: ast.AST = node
        while one in above:
            one = above[one]
            parents.append(one)
        names = {getattr(getattr(p, "func", None), "id", "") for p in parents}
        if isinstance(above[node], ast.Expr | ast.Compare) or names & {
            *("phrase", "message", "ValueError", "TypeError", "DisclosureError"),
            "LayoutError",
        }:
            continue
        words = node.value
        looks = re.search("[åäöÅÄÖ]", words) or (
            _FUNCTION_WORD.search(words) and re.search(r"\w\s+\w|^\s|\s$", words)
        )
        if looks and words.strip() not in NO_WORDS and "<" not in words:
            yield f"{node.lineno}: {words!r}"


@pytest.mark.parametrize("path", SPOKEN, ids=lambda path: path.name)
def test_no_sentence_is_outside_the_catalogue(path: Path) -> None:
    assert list(_outside(path.read_text("utf-8"))) == []


def test_a_sentence_outside_the_catalogue_is_seen() -> None:
    assert list(_outside('def f(x):\n    return f"{x} har svarat på frågan"'))
    assert list(_outside('SAID = "inga svar från dem"'))
    assert not list(_outside('def f(x):\n    return phrase("{x} har svarat", x=x)'))


def test_what_has_no_english_is_an_error_that_names_the_sentence() -> None:
    assert phrase("Detta står inte i katalogen") == "Detta står inte i katalogen"
    with speaking("en"), pytest.raises(NoTranslation, match="Detta står inte"):
        phrase("Detta står inte i katalogen")


# --- the words around numbers ---------------------------------------------------------


def test_numbers_fractions_and_lists_are_english() -> None:
    with speaking("en"):
        assert text.number(1234567.5, 1) == "1,234,567.5"
        assert text.percent_words(0.002) == "under 1%"
        assert text.interval_words(0.294, 0.421) == "between 29 and 43%"
        assert text.points(-0.08).replace("\u00a0", " ") == "8 percentage points"
        assert text.period("2024-02-05", "2024-03-15").replace("\u00a0", " ") == (
            "5 February–15 March 2024"
        )
        assert text.fraction(0.36, text.UNIT) == "just over one in three units"
        assert text.fraction(0.52, text.UNIT) == "just over half of the units"
        assert text.fraction(1, text.UNIT, certain=True) == "all units"
        assert text.counted(0, text.UNIT) == "no unit"
        assert text.counted(1, text.TIE) == "one collaboration"
        assert text.listed(["a", "b", "c"]) == "a, b and c"
    assert text.number(1234567.5, 1).replace("\u00a0", " ") == "1 234 567,5"


# --- a page from end to end -----------------------------------------------------------

ENGLISH = {
    "Kartläggning av samverkan 2024": "Survey of collaboration 2024",
    "Ungas hälsa och livsstil": "Young people's health and lifestyle",
    "Jämlik fritid och kultur": "Equal leisure and culture",
    "Stadsliv, allmänna platser och lokaler": "City life and public places",
    "Delaktighet, trygghet, demokrati": "Participation, safety, democracy",
    "Nya vägar till arbete och aktivitet": "New ways to work and activity",
    "Dialog": "Dialogue",
    "Bidrag och stöd": "Grants and support",
    "Gemensamma projekt och verksamheter": "Joint projects",
}


def book(**changes: object) -> Codebook:
    made = codebook(hindrances="barriers", also_in=["en"], **changes)
    names = dict.fromkeys(names_lacking(made.model_copy(update={"english": ENGLISH})))
    english = ENGLISH | {
        name: f"Name {chr(65 + n // 26)}{chr(97 + n % 26)}"
        for n, name in enumerate(names)
    }
    return made.model_copy(update={"english": english})


def numbers(made: Codebook) -> Released:
    share = {"question": "ways", "answered": 300}
    rows = [
        with_interval(row(count=195, statistic="collaborates", **share)),
        *(
            with_interval(row(count=n, statistic="collaborates", form=form, **share))
            for form, n in (("dialog", 150), ("support", 90), ("joint", 60))
        ),
        *(
            with_interval(
                row(count=100 + 9 * n, statistic="collaborates", challenge=id, **share)
            )
            for n, id in enumerate(made.challenge_labels)
        ),
        *(
            with_interval(row(option=option, count=n, answered=250))
            for option, n in (("Tid", 120), ("Ekonomi", 75), ("Sekretess", 20))
        ),
    ]
    return released(rows, made)


def page(made: Codebook, language: str = "en") -> str:
    report = Report(numbers(made), {})
    if language == "en":
        with speaking("en"):
            english = in_english(report.released)
        report = Report(english, {}, language="en", swedish=report.released)
    shown = [
        report.show(chapters.summary),
        report.show(chapters.about),
        report.show(chapters.method),
        report.show(chapters.respondents),
        report.show(chapters.extent),
        report.show(chapters.questions, "barriers"),
        report.show(chapters.challenges),
        report.show(chapters.conclusions),
        report.show(chapters.appendix),
    ]
    html = [one._repr_mimebundle_().get("text/html", "") for one in shown]
    body = "".join(f'<div class="del">{one}</div>' for one in html)
    return assemble(front_page(report), body)


def test_the_page_is_in_english_from_end_to_end() -> None:
    html = page(book())
    assert '<html lang="en">' in html
    said = BeautifulSoup(html, "html.parser")
    for tag in said(["style"]):
        tag.decompose()
    words = " ".join(said.get_text(" ").split())
    assert not re.search("[åäöÅÄÖ]", words), re.search(".{40}[åäöÅÄÖ].{40}", words)
    assert not re.search(r"\b(och|som|inte|eller|svarande|andel)\b", words)
    assert {defect.rule for defect in check_page(html)} <= {"dead-anchor"}


def test_its_numbers_are_those_of_the_release() -> None:
    made = book()
    words = " ".join(BeautifulSoup(page(made), "html.parser").get_text(" ").split())
    assert "Just under two in three units" in words
    tid = made.english["Tid"]
    assert f"“{tid}” is the most common obstacle (48%)" in words


def test_the_audit_reads_all_that_it_reads_of_the_swedish_page() -> None:
    made = book()
    both = []
    for html in (page(made), page(made, language="sv")):
        soup = BeautifulSoup(html, "html.parser")
        found = list(page_claims(soup, "x.html", Names(made)))
        both.append({(c.cell, c.count, c.base, c.share, c.suppressed) for c in found})
    english, swedish = both
    assert Cell("barriers", TOTAL, "Tid") in {one[0] for one in english}
    assert english == swedish


@pytest.mark.parametrize(
    ("sentence", "share", "count", "base"),
    [
        ("One in four units answered “{time}”.", 0.25, None, None),
        ("Just over half of the units answered “{time}”.", 0.5, None, None),
        ("Two in three units answered “{time}”.", 2 / 3, None, None),
        ("“{time}” was answered by 3 of 1,250 units.", None, 3, 1250),
        ("None of 12 answered “{time}”.", None, 0, 12),
        ("“{time}” was given by only four.", None, 4, None),
        ("0.5% answered “{time}”.", 0.005, None, None),
        ("Two thirds answered “{time}”.", 2 / 3, None, None),
    ],
)
def test_a_number_in_an_english_sentence_is_read(
    sentence: str, share: float | None, count: int | None, base: int | None
) -> None:
    made = book()
    said = sentence.format(time=made.english["Tid"])
    about = made.english[made.question("barriers").name]
    html = (
        f'<html lang="en"><body><section><h2>{about}</h2><p>{said}</p></section></body>'
        "</html>"
    )
    found = page_claims(BeautifulSoup(html, "html.parser"), "x.html", Names(made))
    told = [claim for claim in found if claim.cell.option == "Tid"]
    assert told, said
    if share is not None:
        assert any(c.share == pytest.approx(share) for c in told), said
    else:
        assert any(c.count == count and c.base in (base, None) for c in told), said


def test_swedish_on_an_english_page_and_a_decimal_comma_are_found() -> None:
    html = page(book())
    planted = html.replace(
        "</main>", "<p>Det är inte alla som har svarat, men 0,5 gör det.</p></main>"
    )
    rules = [defect.rule for defect in check_page(planted)]
    assert "swedish-words" in rules
    assert "decimal-point" in rules
    marked = planted.replace("<p>Det är", '<p lang="sv">Det är')
    assert "swedish-words" not in [one.rule for one in check_page(marked)]


# --- what lacks English ---------------------------------------------------------------


def test_names_without_english_are_told_at_once() -> None:
    made = book()
    known = {k: v for k, v in made.english.items() if k not in ("Tid", "Ekonomi")}
    lacking = made.model_copy(update={"english": known})
    with speaking("en"), pytest.raises(KartlaggningError) as error:
        in_english(numbers(lacking))
    assert "2 namn saknar engelska: ”Tid”, ”Ekonomi”" in str(error.value)


def test_a_text_without_english_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "exempel-2024"
    (folder / "texts").mkdir(parents=True)
    source = ROOT / "data" / "raw" / "exempel-2024" / "survey.yml"
    (folder / "survey.yml").write_bytes(source.read_bytes())
    (folder / "texts" / "mission.md").write_text("Uppdraget.", encoding="utf-8")
    [problem] = english_problems(folder)
    assert problem.file == "exempel-2024/texts/mission.md"
    assert "texts/en/mission.md" in problem.todo
    (folder / "texts" / "en").mkdir()
    (folder / "texts" / "en" / "mission.md").write_text("The task.", encoding="utf-8")
    assert english_problems(folder) == []
    change_codebook(folder, [Edit(("english", "Tid"))])
    assert "”Tid”" in english_problems(folder)[0].found
    before = (folder / "survey.yml").read_bytes()
    assert ask_for_english(folder)
    assert not ask_for_english(folder)
    assert read_codebook(folder).also_in == ["en"]
    assert len((folder / "survey.yml").read_bytes()) > len(before)


def test_the_example_has_all_that_its_report_in_english_needs() -> None:
    assert english_problems(ROOT / "data" / "raw" / "exempel-2024") == []


def test_a_survey_asked_in_english_needs_english_for_our_own_names_alone() -> None:
    made = read_codebook(ROOT / "tests" / "real" / "toronto")
    assert list(names_lacking(made)) == []
    bare = made.model_copy(update={"english": {}})
    lacking = list(names_lacking(bare))
    assert "Antal anställda" in lacking  # our short name
    assert "Verksamheter" in lacking  # Swedish, though no letter says so
    assert "Arts and culture" not in lacking  # what was asked


def test_a_finding_is_said_in_the_language_that_is_spoken() -> None:
    from helpers.presentation.findings.response import Response

    found = Response(answered=1, asked=None, rate=None)
    assert prose.sentence(found, codebook()) == "En verksamhet har svarat."
    with speaking("en"):
        assert prose.sentence(found, codebook()) == "One unit answered."
