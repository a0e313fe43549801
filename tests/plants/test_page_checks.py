"""Each check of a finished page is seen to fail once, on an else faultless page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.specimen import export

from helpers.audit.pages import RULES, check_page

PAGE = export()

ALT = "Fyra förvaltningar jämförs; arbetsmarknads- och socialförvaltningen har flest."

# (rule, what stands on the faultless page, what is planted in its place)
PLANTS: list[tuple[str, str, str]] = [
    ("language", '<html lang="sv">', '<html lang="en">'),
    ("language", '<html lang="sv">', "<html>"),
    ("language", '<span lang="en">', '<span lang="engelska">'),
    ("policy", "default-src 'none'", "default-src *"),
    ("title", "<title>", "<title></title><x>"),
    ("placeholder-alt", "<p>", '<img src="data:image/png;base64,AA"><p>'),
    ("placeholder-alt", "<p>", '<img alt="" src="data:image/png;base64,AA"><p>'),
    ("placeholder-alt", "<p>", '<img alt="Figur 1" src="data:image/png;base64,A"><p>'),
    ("placeholder-alt", "<p>", '<img alt="No description has been provided"><p>'),
    ("unnamed-svg", 'role="img"', 'role="group"'),
    ("unnamed-svg", ">Liggande staplar<", "><"),
    ("unnamed-svg", ">Liggande staplar<", ">figure 1<"),
    ("unnamed-svg", ALT, ""),
    ("figure", "figcaption", "div"),
    ("figure", '<p class="underlag">', "<p>"),
    ("svg-contrast", "fill:#1b1b1b", "fill:#999999"),
    ("svg-contrast", 'x="280" y="49"', 'x="330" y="49"'),
    ("caption", "<caption", "<x"),
    ("scope", 'scope="row"', "x"),
    ("scope", 'scope="col"', 'scope="kolumn"'),
    ("empty-header", ">Svarade<", "><"),
    ("table-region", 'class="tabell-ram"', 'class="x"'),
    ("table-region", 'role="group" tabindex="0"', 'role="group"'),
    (
        "table-region",
        "figur 2: Fritidsförvaltningen för oftast dialog",
        "figur 1: Arbetsmarknads- och socialförvaltningen samverkar mest",
    ),
    ("one-h1", "<h2", "<h1>Till</h1><h2"),
    ("one-h1", "<h1", "<p"),
    ("heading-jump", "<h3", "<h5>Hopp</h5><h3"),
    ("heading-jump", "<h2", "<h2> </h2><h2"),
    ("landmarks", "<main", "<div"),
    ("duplicate-id", 'id="dialog"', 'id="om"'),
    ("dead-anchor", 'id="dialog"', 'id="dialogen"'),
    ("dead-anchor", 'aria-labelledby="figur-dialog-titel"', 'aria-labelledby="borta"'),
    ("dead-anchor", "url(#figur-dialog", "url(#borta"),
    ("empty-link", ">figur 1</a>", "></a>"),
    ("external", "<p>", '<img src="https://x.example/a.png" alt="En bild av x"><p>'),
    ("external", "<style>", "<style>@import 'https://x.example/a.css';"),
    ("external", "<style>", "<style>p{background:url(https://x.example/a)}"),
    ("external", "<style>", '<link rel="stylesheet" href="https://x.example"><style>'),
    ("external", 'href="#figur-dialog-svg-m"', 'href="https://x.example#m"'),
    ("external", "fill:#0b4a6f", "fill:url(https://x.example/a#b)"),
    ("script", "<p>", "<script>x()</script><p>"),
    ("script", "<p>", '<p onclick="x()">'),
    ("script", 'href="#om"', 'href="java\tscript:x()"'),
    ("script", "<p>", '<iframe srcdoc="x"></iframe><p>'),
    ("script", "<title>", '<meta http-equiv="Refresh" content="0"><title>'),
    ("focus", "<style>", "<style>a:focus{outline:none}"),
    ("focus", "<style>", "<style>a:focus{outline: 0 }"),
    ("focus", "<p>", '<p style="outline-width: 0">'),
    ("decimal-point", ">33<", ">33.5<"),
    ("decimal-point", "till 100 procent", "till 99.5 procent"),
    ("decimal-point", ">33 av 41<", ">0.8 av 41<"),
    ("swedish-words", '<body class="sida-fordjupad"', '<body class="sida-indepth"'),
    ("tex", "<p>", r"<p>\frac{a}{b} "),
    ("tex", "<p>", "<p>$x_1$ "),
    ("tex", "<p>", "<p>$$x$$ "),
    ("missing-value", ">33<", ">nan<"),
    ("missing-value", ">33<", ">None<"),
    ("missing-value", ">33 av 41<", ">None av 41<"),
    ("missing-value", "100 procent", "null procent"),
    ("missing-value", "Bas: 150", "Bas: &lt;NA&gt;"),
    ("slot", "till 100 procent", "till {andel} procent"),
    ("slot", "till 100 procent", "TODO"),
    ("chrome", 'class="kapitel"', 'class="jp-Cell kapitel"'),
    ("chrome", "<p>", "<p>In [3]: x "),
    ("chrome", "<p>", "<p>&lt;Axes.x object at 0x7&gt;"),
    ("chrome", "<table", '<table class="dataframe"'),
]


def rules_of(html: str) -> set[str]:
    return {finding.rule for finding in check_page(html, fictitious=True)}


def test_the_page_is_faultless() -> None:
    assert check_page(PAGE, fictitious=True) == []


@pytest.mark.parametrize(("rule", "good", "bad"), PLANTS)
def test_a_planted_defect_is_seen(rule: str, good: str, bad: str) -> None:
    assert good in PAGE
    assert rule in rules_of(PAGE.replace(good, bad))


def test_a_figure_without_its_table_is_seen() -> None:
    head, _, tail = PAGE.partition("<details><summary>Visa")
    assert "figure" in rules_of(head + tail.partition("</details>")[2])


@pytest.mark.parametrize(
    "harmless",
    [
        "<p>Se avsnitt 2.1, version 1.0 och kl. 10.30.</p>",
        "<p>Licens CC BY 4.0. Lagen (2018:1937) och STK-2024.17.</p>",
        "<p>Se 10.1.2 och 2024-02-05, storstad.se och 3,5 procent.</p>",
        '<p><span lang="en">None of the 3.5 above {x}</span></p>',
        '<p><span class="fraga">1.13 Developed new TODO {x}</span></p>',
        "<p>Mellan $250,000 och $1 million.</p>",
        "<p>None of the above. Null hypothesis; inf. (infinitiv)</p>",
        "<p>Nanna och Ingmar finansierar; informera Nonea.</p>",
        "<pre><code>x = 3.5; None</code></pre>",
        "<style>a{outline:0.2em solid;outline-offset:0}</style>",
    ],
)
def test_what_is_no_defect_is_let_be(harmless: str) -> None:
    assert check_page(PAGE.replace("</main>", f"{harmless}</main>")) == []


def test_every_rule_has_been_seen_to_fail() -> None:
    assert {rule for rule, _, _ in PLANTS} == set(RULES)


@pytest.mark.parametrize(
    "hide",
    [
        lambda html: html.replace("Fiktiva svar.</strong>", "</strong>"),
        lambda html: html.replace('@top-right { content: "Fiktiva svar', '@x { "'),
    ],
)
def test_a_fictitious_page_that_does_not_say_so_is_seen(
    hide: Callable[[str], str],
) -> None:
    assert "fictitious" in rules_of(hide(PAGE))


def test_a_link_to_a_file_that_is_not_there_is_seen(tmp_path: Path) -> None:
    found = check_page(PAGE, folder=tmp_path)
    assert {finding.rule for finding in found} == {"dead-file"}
    said = " ".join(finding.found for finding in found)
    assert "data/omfattning.csv" in said
    assert "index.html" in said
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "omfattning.csv").touch()
    assert "omfattning" not in " ".join(
        finding.found for finding in check_page(PAGE, folder=tmp_path)
    )


def test_a_finding_says_where() -> None:
    (finding,) = check_page(PAGE.replace(">33<", ">33.5<", 1))
    assert "#tabell-omfattning" in finding.where
    assert "33.5" in str(finding)
