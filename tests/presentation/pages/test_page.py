from __future__ import annotations

import pytest

from helpers.presentation.pages.page import MIMETYPE, Page


def test_lab_shows_markup_in_a_title_as_it_is_written() -> None:
    shown = Page("<b>A</b>", dnr="<i>1</i>")._repr_mimebundle_()["text/html"]
    assert "<b>" not in shown
    assert "<i>" not in shown
    assert "&lt;b&gt;A&lt;/b&gt;" in shown


def test_the_bundle_carries_the_page_whole() -> None:
    page = Page("A", kind="underlag", fictitious=True, links=(("", "B", "b.html"),))
    assert Page.from_dict(page._repr_mimebundle_()[MIMETYPE]) == page


def test_a_page_of_a_later_version_is_still_read() -> None:
    assert Page.from_dict({"title": "A", "unheard_of": 1}) == Page("A")


@pytest.mark.parametrize("wrong", [{"title": " "}, {"title": "A", "kind": "okänd"}])
def test_a_page_that_says_nothing_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"page|PageKind"):
        Page(**wrong)


def test_only_what_is_known_is_said() -> None:
    assert Page("A").facts() == []
    assert Page("A").how_to_cite() == "A. Fördjupad rapport."


def test_her_own_words_for_citing_are_kept() -> None:
    assert Page("A", citation="Skriv så här.").how_to_cite() == "Skriv så här."


def test_a_fictitious_page_is_cited_as_fictitious() -> None:
    assert Page("A", fictitious=True).how_to_cite().endswith("Fiktiva svar.")


def test_a_draft_says_so_in_its_title_and_at_its_top() -> None:
    page = Page("Samverkan", draft=True)
    assert page.window_title == "Samverkan – Fördjupad rapport (utkast)"
    said = page._repr_mimebundle_()["text/html"]
    assert "Utkast: kodboken är inte genomgången" in said
    assert "Utkast" not in Page("Samverkan")._repr_mimebundle_()["text/html"]
