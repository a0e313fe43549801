"""Markdown cells as HTML: raw HTML is text, and `^[…]` is a footnote."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline


def markdown(source: str) -> str:
    """`source` (CommonMark and tables) as HTML; markup in it is shown, never obeyed.

    >>> markdown("Hej **du** <b>")
    '<p>Hej <strong>du</strong> &lt;b&gt;</p>\\n'
    >>> markdown("Enheter^[Med egen chef.] svarar.")
    '<p>Enheter<span class="fotnot">Med egen chef.</span> svarar.</p>\\n'
    """
    return _parser().render(source)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.disable("image")  # it would be fetched from wherever it lies
    parser.inline.ruler.after("image", "footnote", _footnote)
    return parser


def _footnote(state: StateInline, silent: bool) -> bool:
    start = state.pos + 2
    if state.src[state.pos : start] != "^[":
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos + 1)
    if end < 0:
        return False
    if not silent:
        last = state.posMax
        state.push("footnote_open", "span", 1).attrSet("class", "fotnot")
        state.pos, state.posMax = start, end
        state.md.inline.tokenize(state)
        state.push("footnote_close", "span", -1)
        state.posMax = last
    state.pos = end + 1
    return True
