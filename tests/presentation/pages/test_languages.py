"""Words in another language are marked where they stand."""

from __future__ import annotations

from bs4 import BeautifulSoup
from support.released_rows import codebook
from support.specimen import chapter, export

from helpers.presentation.pages.languages import foreign, mark

PHRASES = {"Lost volunteers": "en", "Short-term": "en", "Funding": "en", "Other": "en"}


def marked(html: str) -> str:
    soup = BeautifulSoup(html, "html.parser")
    mark(soup, PHRASES)
    return str(soup)


def test_a_whole_cell_is_marked_and_one_in_swedish_is_not() -> None:
    cells = '<th scope="row">{}</th>'
    assert 'lang="en"' in marked(cells.format("Lost volunteers"))
    assert "lang" not in marked(cells.format("Tid"))
    assert "lang" not in marked(cells.format("Others"))
    assert 'lang="en"' in marked(cells.format("Funding: Short-term"))
    assert "lang" not in marked(cells.format("Funding: Tid"))


def test_what_a_sentence_quotes_is_marked_alone() -> None:
    said = "<p>Vanligast är ”Lost volunteers” och ”Tid”, sist ”other”.</p>"
    assert marked(said) == (
        '<p>Vanligast är ”<span lang="en">Lost volunteers</span>” och ”Tid”, sist '
        '”<span lang="en">other</span>”.</p>'
    )
    assert marked("<p>Other saker</p>") == "<p>Other saker</p>"
    assert 'Frågan: <span lang="en">Funding</span>' in marked("<p>Frågan: Funding</p>")


def test_the_picture_s_own_text_is_left_alone() -> None:
    picture = "<svg><title>”Other”</title><text>Other</text></svg>"
    assert marked(picture) == picture


def test_a_page_marks_its_foreign_phrases_in_headings_and_contents() -> None:
    parts = [chapter(name, f"{name}: ”Other”") for name in ("a", "b", "c")]
    soup = BeautifulSoup(export(*parts, foreign=(("en", "Other"),)), "html.parser")
    assert len(soup.select("h2 [lang=en]")) == 3
    assert (
        len(soup.select("nav [lang=en]")) == 9
    )  # beside the text, folded, and in print
    assert not BeautifulSoup(export(*parts), "html.parser").select("main [lang=en]")


def test_only_what_was_not_asked_in_swedish_is_foreign() -> None:
    assert list(foreign(codebook())) == []
    book = codebook(language="en")
    phrases = {phrase: language for language, phrase in foreign(book)}
    assert phrases["Juridik och upphandling"] == "en"  # as the codebook says
    assert "Ungas hälsa och livsstil" not in phrases  # ours, in Swedish
    assert not any(phrase.isdigit() for phrase in phrases)
