"""What only the whole page can tell: numbers, identities, order."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag
from support.specimen import chapter, export, figure, table

from helpers.audit.pages import check_page
from helpers.presentation.pages.layout import assemble, running_headers
from helpers.presentation.pages.page import Page


def soup_of(*parts: str, **changes: object) -> BeautifulSoup:
    html = export(*parts, **changes)  # type: ignore[arg-type]
    return BeautifulSoup(html, "html.parser", multi_valued_attributes=None)


def headings(soup: BeautifulSoup) -> list[tuple[str, str]]:
    return [
        (tag.name, " ".join(tag.get_text().split()))
        for tag in soup.find_all(["h1", "h2", "h3", "h4"])
        if tag.find_parent("footer") is None
    ]


def one(soup: BeautifulSoup, selector: str) -> Tag:
    found = soup.select(selector)
    assert len(found) == 1, selector
    return found[0]


def test_figures_and_tables_are_numbered_over_the_page() -> None:
    soup = soup_of(
        chapter("a", "A", figure("x", "X"), table("t", "T")),
        chapter("b", "B", figure("y", "Y"), table("u", "U")),
    )
    numbers = [tag.get_text() for tag in soup.select(".nummer")]
    assert numbers == ["Figur 1.", "Tabell 1.", "Figur 2.", "Tabell 2."]


def test_a_figure_s_own_table_has_no_number() -> None:
    soup = soup_of(chapter("a", "A", figure("x", "X")))
    assert one(soup, "figure caption").get_text(strip=True) == "X"


def test_two_figures_with_like_tables_have_regions_of_different_names() -> None:
    soup = soup_of(chapter("a", "A", figure("x", "X"), figure("y", "X")))
    names = [frame["aria-label"] for frame in soup.select("figure .tabell-ram")]
    assert names == ["Tabell till figur 1: X", "Tabell till figur 2: X"]


def test_a_link_without_text_says_what_it_leads_to() -> None:
    link = '<p>Se <a href="#tabell-t"></a> och <a href="#figur-x"></a>.</p>'
    soup = soup_of(chapter("a", "A", link, figure("x", "X"), table("t", "T")))
    assert one(soup, "main p:has(a[href='#tabell-t'])").get_text() == (
        "Se tabell 1 och figur 1."
    )


def test_the_summary_comes_first() -> None:
    soup = soup_of()
    assert headings(soup)[1] == ("h2", "1 Sammanfattning")
    assert one(soup, "main .sammanfattning")


def test_one_h1_and_no_level_skipped() -> None:
    soup = soup_of(
        "<h1>Notebookens rubrik</h1><h4>Djup</h4><h2>Nästa</h2><h4>Djup igen</h4>",
        kind="sammanfattning",
    )
    assert headings(soup) == [
        ("h1", "Så samverkar Storstad med idéburen sektor 2024"),
        ("h2", "Notebookens rubrik"),
        ("h3", "Djup"),
        ("h2", "Nästa"),
        ("h3", "Djup igen"),
    ]


def test_only_the_in_depth_report_numbers_its_chapters() -> None:
    part = (
        chapter("a", "A") + '<section class="bilaga" id="b"><h2>Frågor</h2></section>'
    )
    assert headings(soup_of(part))[1:] == [("h2", "1 A"), ("h2", "Frågor")]
    assert headings(soup_of(part, kind="underlag"))[1] == ("h2", "A")


def test_headings_link_to_themselves() -> None:
    soup = soup_of(chapter("a", "A") + "<h3>Ett fynd: åtta</h3>")
    assert [link["href"] for link in soup.select("main .permalank")] == [
        "#a",
        "#ett-fynd-åtta",
    ]
    assert one(soup, "h3")["id"] == "ett-fynd-åtta"


def test_the_contents_list_every_chapter_and_what_is_under_it() -> None:
    soup = soup_of(
        chapter("a", "A", "<h3>Under</h3>", "<h4>Längst ned</h4>"),
        chapter("b", "B"),
        chapter("c", "C"),
    )
    paper = one(soup, "nav.innehall-tryck")  # chapters with numbers of their own
    assert [link["href"] for link in paper.select("a")] == ["#a", "#b", "#c"]
    for nav in soup.select("nav.innehall-kort, nav.innehall-lang"):
        assert [link["href"] for link in nav.select("a")] == [
            "#a",
            "#under",
            "#b",
            "#c",
        ]
        assert one(nav, "li li a").get_text() == "Under"  # type: ignore[arg-type]


def test_a_page_of_two_chapters_needs_no_contents() -> None:
    assert not soup_of(chapter("a", "A"), chapter("b", "B")).select("nav[class^=inn]")


def test_identities_that_collide_are_parted_and_followed() -> None:
    part = (
        '<div><svg role="img" aria-labelledby="t"><title id="t">T</title>'
        '<clipPath id="c"></clipPath><g clip-path="url(#c)" style="fill: url(#c)">'
        '<use href="#c"></use></g></svg><a href="#t">dit</a></div>'
    )
    soup = soup_of(part, part)
    first, second = soup.select("main svg")
    assert first["aria-labelledby"] == "t"
    assert second["aria-labelledby"] == one(second, "title")["id"] == "t-2"  # type: ignore[arg-type]
    group = one(second, "g")  # type: ignore[arg-type]
    assert group["clip-path"] == "url(#c-2)"
    assert group["style"] == "fill:url(#c-2)"
    assert one(second, "use")["href"] == "#c-2"  # type: ignore[arg-type]
    assert soup.select("main a[href='#t-2']")


def test_the_page_s_own_identities_are_not_taken_by_a_chapter() -> None:
    soup = soup_of(chapter("innehall", "A"))
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert sorted(ids) == sorted(set(ids))
    assert one(soup, "#innehall").name == "main"


def test_svg_keeps_its_mixed_case() -> None:
    html = export(chapter("a", "A", figure("x", "X")))
    assert "viewBox=" in html
    assert "<clipPath" in html
    assert "</clipPath>" in html
    assert "xlink" not in html


def test_footnotes_stand_last_and_lead_back() -> None:
    soup = soup_of("<p>A<span class='fotnot'>Not <em>ett</em>.</span></p>", "<p>B</p>")
    mark = one(soup, "main a[role=doc-noteref]")
    assert mark["href"] == "#fotnot-1"
    note = one(soup, "#fotnot-1")
    assert note.get_text().startswith("Not ett.")
    back = one(note, "a[role=doc-backlink]")  # type: ignore[arg-type]
    assert back["href"] == f"#{mark['id']}"
    assert note.find_parent("section") is soup.main.find_all("section")[-1]


def test_a_table_without_a_frame_gets_one() -> None:
    soup = soup_of(
        "<table><caption>Namn</caption><thead><tr><th>A</th></tr></thead></table>"
    )
    frame = one(soup, ".tabell-ram")
    assert "tabindex" not in frame.attrs  # so few columns never scroll
    assert one(soup, "th")["scope"] == "col"


def test_the_language_of_a_question_is_kept() -> None:
    soup = soup_of('<p><span lang="en">Do you?</span></p>')
    assert soup.html["lang"] == "sv"
    assert one(soup, "main [lang=en]")


def test_a_title_cannot_leave_its_string_in_the_style() -> None:
    page = Page('"; } </style><script>x()</script> \\', organisation='a"\nb')
    style = running_headers(page)
    assert "</style" not in style
    assert "<" not in style
    for line in style.splitlines()[1:-1]:
        assert line.count('"') == 2
        assert line.endswith('"; }')


@pytest.mark.parametrize(
    ("statement", "linked"),
    [("https://x.example/t", True), ("javascript:x()", False), ("Se webben", False)],
)
def test_only_a_web_address_becomes_a_link(statement: str, linked: bool) -> None:
    html = assemble(Page("A", accessibility_statement=statement), "")
    footer = BeautifulSoup(html, "html.parser").footer
    assert bool(footer.find("a")) == linked


def test_chapters_in_a_chapter_are_numbered_after_it() -> None:
    inner = "".join(
        f'<section class="kapitel" id="i{n}"><h3>Del</h3><h4>Liten</h4></section>'
        for n in (1, 2)
    )
    html = export(
        chapter("a", "Första"),
        f'<section class="kapitel" id="b"><h2>Andra</h2><h3>Fri</h3>{inner}</section>',
        '<section class="kapitel bilaga" id="c"><h2>Bilaga</h2></section>',
    )
    soup = BeautifulSoup(html, "html.parser")
    numbers = [mark.get_text() for mark in soup.select("main .kapitelnummer")]
    assert numbers == ["1", "2", "2.1", "2.2"]
    # A chapter's number is no decimal number; one in its heading is.
    wrong = [one.rule for one in check_page(html.replace("Liten", "2.5 gånger"))]
    assert wrong == ["decimal-point"] * 2
