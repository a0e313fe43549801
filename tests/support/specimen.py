"""A small but whole report notebook, made by hand: what the exporter must carry."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import nbformat
from nbformat import NotebookNode, v4

from helpers.presentation.pages.exporter import ReportExporter
from helpers.presentation.pages.page import Page

PAGE = Page(
    "Så samverkar Storstad med idéburen sektor 2024",
    subtitle="Hur förvaltningarna samverkar med civilsamhället, på vilka sätt och i "
    "vilken grad, i fem samhällsutmaningar.",
    survey="exempel-2024",
    fictitious=True,
    status="open",
    period="5 februari–15 mars 2024",
    version="1",
    dnr="STK-2024-17",
    organisation="Storstads kommun, stadskontoret",
    contact_name="Utvecklingssekreteraren",
    contact_email="kartlaggning@storstad.example",
    accessibility_statement="https://storstad.example/tillganglighet",
    licence="Texten får återges fritt om källan anges (CC BY 4.0).",
    next_wave="våren 2025",
    links=(
        ("", "Sammanfattning", "sammanfattning.html"),
        ("", "Alla rapporter", "../index.html"),
    ),
)

BARS = (
    ("Arbetsmarknads- och socialförvaltningen", 33, "33 av 41"),
    ("Fritidsförvaltningen", 29, "29 av 38"),
    ("Hälsa-, vård- och omsorgsförvaltningen", 17, "17 av 52"),
    ("Stadsbyggnadskontoret", 4, "4 av 19"),
)


def svg(key: str) -> str:
    """A bar chart with the marks of matplotlib's SVG: groups, clip paths, `use`."""
    marks = []
    for at, (name, count, said) in enumerate(BARS):
        y = 30 + 46 * at
        marks.append(
            f'<g id="{key}-patch_{at}"><path d="M 290 {y} L {290 + 8 * count} {y} '
            f'L {290 + 8 * count} {y + 28} L 290 {y + 28} z" '
            f'clip-path="url(#{key}-clip)" style="fill: #0b4a6f"></path></g>'
            f'<text x="280" y="{y + 19}" style="font: 14px \'Source Sans Pro\'; '
            f'text-anchor: end; fill: #1b1b1b">{name}</text>'
            f"<text style=\"font: 14px 'Source Sans Pro'; fill: #1b1b1b\" "
            f'transform="translate({298 + 8 * count} {y + 19})">{said}</text>'
        )
    return (
        f'<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="480pt" '
        f'height="165pt" viewBox="0 0 640 220" xmlns="http://www.w3.org/2000/svg" '
        f'version="1.1" role="img" aria-labelledby="{key}-titel" '
        f'aria-describedby="{key}-desc"><metadata>x</metadata>'
        f'<title id="{key}-titel">Liggande staplar</title>'
        f'<desc id="{key}-desc">Fyra förvaltningar jämförs; '
        "arbetsmarknads- och socialförvaltningen har flest.</desc>"
        f'<defs><style type="text/css">*{{stroke-linejoin: round}}</style>'
        f'<clipPath id="{key}-clip"><rect x="0" y="0" width="640" height="220"></rect>'
        f'</clipPath><path id="{key}-m" d="M 0 3 L 3 0 z"></path></defs>'
        f'<g aria-hidden="true">{"".join(marks)}'
        f'<use xlink:href="#{key}-m" x="290" y="210" style="fill: #0b4a6f"></use>'
        "</g></svg>"
    )


def table(key: str, caption: str, *, wide: bool = False) -> str:
    columns = ["Förvaltning", "Svarade", "Samverkar", "Andel"]
    if wide:
        columns += ["Ungas hälsa", "Jämlik fritid", "Stadsliv", "Delaktighet", "Arbete"]
    head = "".join(f'<th scope="col">{name}</th>' for name in columns)
    rows = ""
    for name, count, said in BARS:
        answered = said.split()[-1]
        cells = [answered, str(count), "·", *["12\u00a0%"] * (len(columns) - 4)]
        rows += f'<tr><th scope="row">{name}</th>'
        rows += "".join(f'<td class="tal">{cell}</td>' for cell in cells) + "</tr>"
    return (
        f'<div class="tabell-ram" role="group" tabindex="0" '
        f'aria-labelledby="tabell-{key}-rubrik"><table id="tabell-{key}">'
        f'<caption id="tabell-{key}-rubrik"><span class="nummer"></span> {caption}'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def figure(key: str, finding: str, *, phone: bool = False) -> str:
    """`phone`: with a narrow shape of its own, as our figures have."""
    name = f"figur-{key}"
    wide, narrow = svg(name + "-svg"), ""
    if phone:
        wide = wide.replace("<svg ", '<svg class="bred" ')
        narrow = svg(name + "-smal").replace(
            "<svg ", '<svg class="smal" style="display:none" '
        )
    return (
        f'<figure class="figur" id="{name}" aria-labelledby="{name}-titel">'
        f'<figcaption id="{name}-titel"><span class="nummer"></span> '
        f'<strong>{finding}</strong> <span class="fraga">”Har ni samverkat med '
        "idéburen sektor de senaste 12 månaderna?”</span></figcaption>"
        f'<div class="diagram">{wide}{narrow}</div>'
        '<p class="underlag">Bas: 150 svarande verksamheter. Insamling: 5 februari–15 '
        f'mars 2024. Källa: exempel-2024. <a href="data/{key}.csv">Ladda ner siffrorna '
        "(csv)</a></p><details><summary>Visa siffrorna som tabell</summary>"
        f"{table(key, finding)}</details></figure>"
    )


def chapter(key: str, heading: str, *parts: str) -> str:
    body = f"<h2>{heading}</h2>" + "".join(parts)
    return f'<section class="kapitel" id="{key}">{body}</section>'


SUMMARY = (
    '<div class="sammanfattning"><p>Sju av tio verksamheter samverkar med föreningar '
    "och andra idéburna organisationer.</p><ul><li>Dialog är den vanligaste formen: "
    "83 av 150.</li><li>Stadsbyggnadskontoret samverkar minst, 4 av 19.</li></ul></div>"
)

CHAPTERS = (
    chapter(
        "om",
        "Om rapporten",
        '<p>Enkäten gick till alla enheter med egen chef.<span class="fotnot">Enligt '
        "stadskontorets lista från januari 2024.</span> Se "
        '<a href="#figur-omfattning"></a>.</p>',
    ),
    chapter("sammanfattning", "Sammanfattning", SUMMARY),
    chapter(
        "omfattning",
        "Sju av tio verksamheter samverkar",
        "<p>Omkring två tredjedelar av verksamheterna uppger att de samverkar, "
        "regelbundet eller vid enstaka tillfällen. Skillnaderna mellan förvaltningarna "
        "är stora.</p>",
        figure("omfattning", "Arbetsmarknads- och socialförvaltningen samverkar mest"),
        "<h4>Hopp i rubrikerna</h4><p>Fler ord i samma stycke.</p>",
        table("bred", "Samverkan efter förvaltning och utmaning", wide=True),
        '<p class="not">· visas inte, för att ingen ska kunna kännas igen.</p>',
    ),
    chapter(
        "dialog",
        "Dialog är vanligast",
        "<p>Var tredje verksamhet för dialog varje månad.</p>",
        "<h3>Hur ofta</h3>",
        figure("dialog", "Fritidsförvaltningen för oftast dialog", phone=True),
    ),
)


def html_output(html: str, kind: str = "display_data") -> NotebookNode:
    return v4.new_output(kind, {"text/html": html, "text/plain": "x"})


def code_cell(*outputs: NotebookNode, tags: tuple[str, ...] = ()) -> NotebookNode:
    cell = v4.new_code_cell("hemlig_kod()", outputs=list(outputs))
    cell.metadata["tags"] = list(tags)
    return cell


def page_cell(page: Page) -> NotebookNode:
    return code_cell(v4.new_output("display_data", page._repr_mimebundle_()))


def notebook(
    *parts: str | NotebookNode, page: Page | None = PAGE, **changes: Any
) -> NotebookNode:
    """A notebook that shows a page and `parts` (HTML, or cells); the whole specimen
    when no parts are given."""
    cells = []
    if page is not None:
        cells.append(page_cell(replace(page, **changes)))
    for part in parts or _specimen():
        cells.append(
            part if isinstance(part, NotebookNode) else code_cell(html_output(part))
        )
    nb = v4.new_notebook(cells=cells)
    for number, cell in enumerate(nb.cells):
        cell["id"] = f"cell-{number}"
    nbformat.validate(nb)
    return nb


def _specimen() -> list[str | NotebookNode]:
    internal = v4.new_markdown_cell("# För dig som kör\n\nSå här gör du.")
    internal.metadata["tags"] = ["intern"]
    printed = v4.new_output("stream", name="stderr", text="varning på vägen")
    return [
        internal,
        code_cell(printed),
        *CHAPTERS,
        v4.new_markdown_cell(
            "## Våra slutsatser\n\nHär skriver vi *själva*^[Se beslutet i juni.] vad "
            "vi drar för slutsatser, till 100 procent."
        ),
    ]


def export(*parts: str | NotebookNode, **changes: Any) -> str:
    html, _ = ReportExporter().from_notebook_node(notebook(*parts, **changes))
    return html
