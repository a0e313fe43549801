"""What a respondent or a file can write is text in every report.

Thirty payloads go through every place that words come from; the pages are opened in
Chromium with their policy taken out, so that nothing but the exporter itself stands
between a payload and the reader.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from nbformat import v4
from playwright.sync_api import Browser
from support.chromium import opened
from support.specimen import PAGE, code_cell, export, html_output

from helpers.presentation.pages.docx import html_to_docx
from helpers.presentation.pages.index import File, IndexEntry, render_index
from helpers.presentation.pages.layout import POLICY
from helpers.presentation.pages.page import Page
from helpers.presentation.tables import Table

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text y=9>x</text></a></svg>",
    "<svg><foreignObject><iframe src='javascript:alert(1)'></iframe></svg>",
    "<svg><use href='data:image/svg+xml,<svg onload=alert(1)>'></use></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math><maction actiontype='statusline' xlink:href='javascript:alert(1)'>x",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='javascript:alert(1)'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<form action='javascript:alert(1)'><input type=submit id=x></form>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<video><source onerror=alert(1)></video>",
    "<body onload=alert(1)>",
    "<p style='animation-name:x' onanimationstart=alert(1)>x</p>",
    "<style>@import 'https://x.example/a.css'; *{background:url(//x.example)}</style>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href='https://x.example/'><link rel=stylesheet href='/a.css'>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus=alert(1) tabindex=1 x='",
    "</style></title></textarea></template><script>alert(1)</script>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<template><script>alert(1)</script></template><img srcset='x' onerror=alert(1)>",
    '```mermaid\ngraph TD;A["<img src=x onerror=alert(1)>"]\n```',
    "[x](javascript:alert(1)) ![x](https://x.example/a.png) <javascript:alert(1)>",
    "{{ 7*7 }}{% include '/etc/passwd' %}${alert(1)}",
    '"; } </style><script>alert(1)</script> <!--',
]

# Runs over everything that a reader might do without meaning to.
TOUCH_EVERYTHING = """() => {
    for (const one of document.querySelectorAll('*')) {
        for (const kind of ['mouseover', 'focus', 'click', 'toggle', 'load', 'error'])
            if (!(one instanceof HTMLAnchorElement && !one.protocol.startsWith('java')))
                one.dispatchEvent(new Event(kind, {bubbles: false, cancelable: true}));
        if (one.protocol && one.protocol.startsWith('java')) one.click();
    }
}"""


# In the page's own turns, so that what was touched comes before, however slow it is.
SETTLE = "() => new Promise(done => setTimeout(() => setTimeout(done, 75), 75))"


def ran(
    browser: Browser, html: str, folder: Path, *, something: bool = False
) -> list[str]:
    """What ran or was fetched when `html` was opened without its policy and touched.
    Waits for it where there must be `something`."""
    path = folder / "page.html"
    path.write_text(html.replace(POLICY, "default-src * 'unsafe-inline'"), "utf-8")
    seen: list[str] = []
    with opened(browser, path) as page:
        page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.accept()))
        page.reload()
        page.evaluate(TOUCH_EVERYTHING)
        page.evaluate(SETTLE)
        for _ in range(300 if something else 0):
            if seen or page.asked:  # type: ignore[attr-defined]
                break
            page.wait_for_timeout(100)
        return seen + page.asked  # type: ignore[attr-defined]


def test_thirty_payloads_at_least() -> None:
    assert len(set(PAYLOADS)) >= 30


def test_the_detector_sees_what_runs_and_what_is_fetched(
    browser: Browser, tmp_path: Path
) -> None:
    page = export("<p id='plats'>a</p>")
    for planted in ("<script>alert(1)</script>", "<a href='javascript:alert(1)'>x</a>"):
        html = page.replace("</main>", planted + "</main>")
        assert ran(browser, html, tmp_path, something=True)
    fetched = "<img src='https://x.example/a.png'>"
    html = page.replace("</main>", fetched + "</main>")
    seen = ran(browser, html, tmp_path, something=True)
    assert set(seen) == {"https://x.example/a.png"}


def test_raw_payloads_in_outputs_and_texts_do_not_run(
    browser: Browser, tmp_path: Path
) -> None:
    """As if every escape before the exporter had been forgotten."""
    parts = [code_cell(html_output(payload)) for payload in PAYLOADS]
    parts += [code_cell(html_output(f"<p>{payload}</p>")) for payload in PAYLOADS]
    parts += [v4.new_markdown_cell(payload) for payload in PAYLOADS]
    svgs = [f"<svg><text>{payload}</text></svg>" for payload in PAYLOADS]
    parts += [
        code_cell(v4.new_output("display_data", {"image/svg+xml": svg})) for svg in svgs
    ]
    parts += [
        code_cell(v4.new_output("display_data", {"text/markdown": payload}))
        for payload in PAYLOADS
    ]
    assert ran(browser, export(*parts), tmp_path) == []


@pytest.mark.parametrize("field", ["title", "subtitle", "period", "version", "dnr"])
def test_payloads_in_the_page_s_facts_are_text(
    browser: Browser, tmp_path: Path, field: str
) -> None:
    everything = " ".join(PAYLOADS)
    html = export("<p>a</p>", **{field: everything})
    assert ran(browser, html, tmp_path) == []
    assert escape("<script>alert(1)</script>", quote=False) in html


def test_payloads_everywhere_else_on_the_page_are_text(
    browser: Browser, tmp_path: Path
) -> None:
    everything = " ".join(PAYLOADS)
    names = "organisation contact_name contact_email accessibility_statement citation"
    names += " licence source next_wave published"
    html = export("<p>a</p>", **dict.fromkeys(names.split(), everything))
    assert ran(browser, html, tmp_path) == []


def test_payloads_in_links_lead_nowhere(browser: Browser, tmp_path: Path) -> None:
    runs = "javascript:alert(1)"
    links = (
        ("", "x", runs),
        ("", "y", f" {runs}"),
        ("Hylla", "z", "https://x.example/'onclick=alert(1)"),
        *(("", payload, payload) for payload in PAYLOADS),
        *((payload, payload, "a.html") for payload in PAYLOADS),
    )
    html = export("<p>a</p>", links=links, accessibility_statement=runs)
    assert ran(browser, html, tmp_path) == []


def test_payloads_in_a_table_are_shown_as_written(
    browser: Browser, tmp_path: Path
) -> None:
    columns = [f"{number} {payload}" for number, payload in enumerate(PAYLOADS)]
    table = Table("t", PAYLOADS[0], columns, [PAYLOADS, PAYLOADS[::-1]], PAYLOADS[1])
    html = export(table.to_html())
    assert ran(browser, html, tmp_path) == []
    with opened(browser, tmp_path / "page.html") as page:
        shown = page.locator("tbody tr").first.locator("th, td").all_inner_texts()
    assert [" ".join(one.split()) for one in shown] == [
        " ".join(payload.split()) for payload in PAYLOADS
    ]


def test_payloads_on_the_index_are_text(browser: Browser, tmp_path: Path) -> None:
    entries = [
        IndexEntry(
            f"a{number}",
            payload,
            (File(payload, payload), File(payload, "javascript:alert(1)")),
            (File(payload, payload),),
            period=payload,
            note=payload,
        )
        for number, payload in enumerate(PAYLOADS)
    ]
    page = Page(PAYLOADS[0], subtitle=PAYLOADS[1], kind="index")
    assert ran(browser, render_index(entries, page=page), tmp_path) == []


def test_the_policy_stops_what_would_get_through(
    browser: Browser, tmp_path: Path
) -> None:
    page = export("<p>a</p>").replace("</main>", "<script>alert(1)</script></main>")
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    seen: list[str] = []
    with opened(browser, path) as shown:
        shown.on("dialog", lambda dialog: (seen.append("ran"), dialog.accept()))
        shown.reload()
        shown.evaluate(SETTLE)
    assert seen == []


def test_payloads_make_no_hole_in_word() -> None:
    import io
    import zipfile
    from xml.etree import ElementTree

    html = export("<p>a</p>", title=" ".join(PAYLOADS), organisation=PAGE.organisation)
    with zipfile.ZipFile(io.BytesIO(html_to_docx(html))) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))
