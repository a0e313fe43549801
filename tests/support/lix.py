"""LIX, the readability index (Björnsson 1968)."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

READ = "main p, main li, main dd"
"""What is read as sentences; no heading, table or picture."""


def lix(words: str) -> float:
    """Mean length of a sentence, and how many of a hundred words have over six letters.

    >>> lix("Vi bor här. Staden samverkar.")
    22.5
    """
    sentences = [one for one in re.split(r"[.:!?](?=\s|$)", words) if one.strip()]
    single = re.findall(r"[^\W\d_]+|\d+", words)
    long = sum(len(one) > 6 for one in single)
    return len(single) / len(sentences) + 100 * long / len(single)


def read_words(html: str) -> str:
    """The running text of a page; what is no whole sentence ends with a full stop."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.select("figure, table, nav, details"):
        tag.decompose()
    found: list[str] = []
    for tag in soup.select(READ):
        if not tag.find_parent("li") and not tag.select("p, li"):
            text = " ".join(tag.get_text(" ").split())
            found.append(text if text.endswith((".", ":", "!", "?")) else f"{text}.")
    return " ".join(found)


def own_words_aside(words: str) -> str:
    """The sentences without what they quote: titles and options are the survey's.

    >>> own_words_aside("Var tredje samverkar inom ”Jämlik fritid och kultur”.")
    'Var tredje samverkar inom x.'
    """
    return re.sub(r"”[^”]*”", "x", words)
