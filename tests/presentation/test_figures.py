"""Figures: every part there, every text in its place, every mark a released row."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import released_rows as presented
from support.released_rows import (
    BARRIERS,
    CHALLENGES,
    DEPARTMENTS,
    EXTENT,
    FORMS,
    PRINCIPLES,
    codebook,
    released,
    row,
    with_interval,
)

from helpers.core.errors import DisclosureError
from helpers.disclosure.released import REASONS
from helpers.estimation.facts import Naming, Organisation, OrganisationFacts
from helpers.presentation import chapters, figures
from helpers.presentation.figures import Figure, LayoutError, LeftOut
from helpers.presentation.figures.canvas import Canvas
from helpers.presentation.figures.lettering import wrapped
from helpers.presentation.figures.look import (
    ACCENT,
    AXIS,
    BAR,
    DEEP,
    LIKERT,
    QUIET,
    UNSURE,
    contrast,
    ink_on,
    shade,
    spread,
)
from helpers.presentation.manuscript import Report
from helpers.presentation.text import NBSP, ORGANISATION

A, B, C = DEPARTMENTS[:3]


# --- one of each kind, on awkward data -----------------------------------------------


def barriers(n: int = 360, half: float = 0.05):
    made = [
        row(option=option, count=min(n, 20 * place), answered=n)
        for place, option in enumerate(BARRIERS)
    ]
    made[2] = row(option=BARRIERS[2], hidden="small_cell")
    return released([with_interval(one, half) if one["shown"] else one for one in made])


def by_department(question: str = "ways", **given):
    made = []
    for place, group in enumerate(DEPARTMENTS):
        for step, challenge in enumerate(CHALLENGES):
            n = 3 * place
            cell = row(
                question,
                group=group,
                challenge=challenge,
                count=n * step // 4,
                answered=n,
                asked=n + 2,
                **given,
            )
            made.append(with_interval(cell, 0.1) if n else cell)
    made[12] = row(question, group=C, challenge="city_life", hidden="small_cell")
    return released(made)


def principles():
    made = []
    for place, item in enumerate(PRINCIPLES):
        counts = [10, 20, 30, 20 + place, 15 - place, 5]
        for option, count in zip([*EXTENT, "Vet ej"], counts, strict=True):
            given = {"item": item, "option": option}
            if item == "quality":
                made.append(row("principles", **given, hidden="few_answers"))
            else:
                made.append(row("principles", **given, count=count, answered=100))
    return released(made)


def combined():
    counts = {"none": 60, "dialog": 48, "dialog+support": 33, "dialog+support+joint": 9}
    made = [
        row("ways", form=form, statistic="combination", count=count, answered=150)
        for form, count in counts.items()
    ]
    made.append(row("ways", form="joint", statistic="combination", hidden="secondary"))
    return released(made)


def by_form():
    return released(
        [
            row("ways", challenge=c, form=f, count=7 * n, answered=100)
            for n, (c, f) in enumerate((c, f) for c in CHALLENGES for f in FORMS)
        ]
    )


def departments(half: float = 0.1):
    made = [
        with_interval(
            row("collaborates", option="Nej", group=g, count=n, answered=3 * n + 3),
            half,
        )
        for n, g in enumerate(DEPARTMENTS)
    ]
    whole = row("collaborates", option="Nej", count=100, answered=300)
    return released([*made, with_interval(whole, 0.03)])


def two_waves():
    early = [row("ways", challenge=c, count=40, answered=100) for c in CHALLENGES]
    late = [
        row("ways", challenge=c, count=41 + n, answered=100)
        for n, c in enumerate(CHALLENGES)
    ]
    return released(early, codebook(wave=2022)), released(late)


def partners(monkeypatch, count: int = 250):
    kinds = ("Idrottsföreningen", "Kulturföreningen", "Kooperativet", "Församlingen")
    listed = [
        Organisation(
            f"{kinds[n % 4]} nummer {n}",
            kinds[n % 4],
            Naming(1 + n % 5, (DEPARTMENTS[n % 13], DEPARTMENTS[(n * n + 3) % 13])),
        )
        for n in range(count)
    ]
    named = OrganisationFacts(count + 9, tuple(listed))
    facts = replace(presented.FACTS, organisations=named)
    monkeypatch.setattr(presented, "FACTS", facts)
    told = (("ties", 900), ("organisations", count + 9))
    return released(
        [row("partner", statistic=s, count=n, answered=300) for s, n in told]
    )


def one_of_each(monkeypatch) -> dict[str, Figure]:
    before, after = two_waves()
    against = released(
        [
            with_interval(row(option=o, group=g, count=4, answered=n), 0.1)
            for o in BARRIERS
            for g, n in ((A, 30), ("all", 90))
        ]
    )
    return {
        "shares": figures.shares(barriers(), "a"),
        "counts": figures.counts(
            barriers(), "b", title="Flest nämner tid", noun=ORGANISATION, sort=True
        ),
        "small_multiples": figures.small_multiples(by_form(), "c"),
        "matrix": figures.matrix(by_department(), "d"),
        "combinations": figures.combinations(combined(), "f"),
        "scales": figures.scales(principles(), "g"),
        "dots": figures.dots(departments(), "h"),
        "against": figures.against(against, "i", group=A),
        "slope": figures.slope(before, after, "j"),
        "network": figures.network(partners(monkeypatch), "k"),
    }


KINDS = [
    "shares",
    "counts",
    "small_multiples",
    "matrix",
    "combinations",
    "scales",
    "dots",
    "against",
    "slope",
    "network",
]


@pytest.fixture
def each(monkeypatch) -> dict[str, Figure]:
    return one_of_each(monkeypatch)


def tree(svg: str) -> ET.Element:
    return ET.fromstring(svg.replace(' xmlns="http://www.w3.org/2000/svg"', ""))


# --- the parts of a figure


def test_every_kind_has_all_its_parts(each):
    assert list(each) == KINDS
    for name, figure in each.items():
        page = BeautifulSoup(figure.to_html(), "html.parser")
        outer = page.figure
        # The caption is read once: the figure goes by its number, which stands in it.
        assert page.find(id=outer["aria-labelledby"])["class"] == ["nummer"]
        caption = outer.figcaption
        assert caption.strong.get_text() == figure.title, name
        assert caption.select_one(".fraga").get_text() == figure.question
        assert caption.select_one("span.nummer") is not None
        basis = page.select_one("p.underlag").get_text()
        basis += page.select_one("details p.kalla").get_text()
        # Of several waves: which they are, not when the last was answered.
        waves = {"slope": "2022 och 2024"}
        when = waves.get(name, "5\u00a0februari–15\u00a0mars 2024")
        for part in (
            "Bas: ",
            f"Insamling: {when}",
            "Källa: Kartläggning",
        ):
            assert part in basis, name
        assert page.select_one("p.underlag a")["href"] == f"data/{figure.key}.csv"
        assert page.select_one("details table caption span.nummer") is None
        assert page.select_one("details table caption") is not None
        assert figure.csv == figure.table.to_csv()


def test_the_base_says_whose_answers_they_are_within_a_challenge():
    within = [row(option="Tid", challenge="work", count=9, answered=30)]
    figure = figures.shares(released(within), "inom")
    label = CHALLENGES["work"]
    assert figure.base == f"30 svarande verksamheter som samverkar inom ”{label}”"
    everyone = [row(option="Tid", count=9, answered=30)]
    assert figures.shares(released(everyone), "x").base.endswith("verksamheter")
    asked = [
        row("ways", statistic="collaborates", challenge="work", group=group)
        | {"count": 3, "answered": 12, "estimate": 0.25}
        for group in DEPARTMENTS[:2]
    ]
    assert "som samverkar" not in figures.shares(released(asked), "y", by="group").base


@pytest.mark.parametrize("part", ["title", "svg", "alt", "question", "base", "source"])
def test_a_figure_that_lacks_a_part_is_no_figure(part):
    figure = figures.shares(barriers(), "a")
    given = {name: getattr(figure, name) for name in Figure.__dataclass_fields__} | {
        part: ""
    }
    with pytest.raises(ValueError, match=part):
        Figure(**given)


def test_the_picture_is_named_described_and_silent_inside(each):
    for figure in each.values():
        for svg in (figure.svg, figure.narrow_svg):
            root = tree(svg)
            assert root.get("role") == "img"
            ids = {node.get("id"): node for node in root.iter() if node.get("id")}
            name = ids[root.get("aria-labelledby")].text
            description = ids[root.get("aria-describedby")].text
            assert figure.alt.startswith(f"{name}. ")
            # The finding stands in the caption, and is told there alone.
            assert figure.title.rstrip(".") not in f"{name} {description}"
            assert all(id.startswith(f"figur-{figure.key}") for id in ids)
            assert [g.get("aria-hidden") for g in root.findall("g")] == ["true"]


def test_the_alt_text_says_kind_comparison_and_finding(each):
    for figure in each.values():
        assert " som visar " in figure.alt
        assert figure.title.rstrip(".") in figure.alt


def test_nothing_but_marks_is_written(each):
    for figure in each.values():
        for svg in (figure.svg, figure.narrow_svg):
            tags = {node.tag for node in tree(svg).iter()}
            assert tags <= {"svg", "title", "desc", "g", "path", "circle", "text"}
            assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_a_phone_gets_its_own_picture_and_others_do_not_see_it(each):
    for figure in each.values():
        wide, narrow = tree(figure.svg), tree(figure.narrow_svg)
        assert float(wide.get("width")) == 720
        assert float(narrow.get("width")) == 340
        assert "display:none" in narrow.get("style")
        assert wide.get("style") is None


def test_the_same_rows_give_the_same_bytes(each, monkeypatch):
    again = one_of_each(monkeypatch)
    for name, figure in each.items():
        assert again[name].to_html() == figure.to_html(), name
        assert again[name].csv == figure.csv
    assert again["shares"].png() == each["shares"].png()


def test_the_bytes_do_not_depend_on_pythons_hashes():
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); "
        "import presentation.test_figures as t;"
        "print(t.figures.scales(t.principles(), 'g').to_html())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parents[1])],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1


def test_words_letter_for_letter(each):
    """What is asked, and every label, stands in the picture as it is written."""
    texts = "".join(node.text or "" for node in tree(each["shares"].svg).iter("text"))
    assert all(option.replace(" ", "") in texts.replace(" ", "") for option in BARRIERS)


# --- text boxes, read from the SVG with the font's own widths


class Ruler:
    """Widths from the font file, without the code under test."""

    def __init__(self) -> None:
        folder = files("font_source_sans_pro") / "files"
        self.faces = {
            weight: TTFont(str(folder / f"SourceSansPro-{name}.ttf"))
            for weight, name in (("400", "Regular"), ("600", "Semibold"))
        }
        self.maps = {weight: face.getBestCmap() for weight, face in self.faces.items()}

    def width(self, words: str, size: float, weight: str) -> float:
        advances = self.faces[weight]["hmtx"]
        names = (self.maps[weight].get(ord(letter), ".notdef") for letter in words)
        units = self.faces[weight]["head"].unitsPerEm
        return sum(advances[name][0] for name in names) * size / units

    def boxes(self, svg: str) -> list[tuple[str, float, float, float, float]]:
        made = []
        for node in tree(svg).iter("text"):
            size = float(node.get("font-size"))
            width = self.width(node.text, size, node.get("font-weight", "400"))
            anchor = {"middle": 0.5, "end": 1.0}.get(node.get("text-anchor"), 0.0)
            left, base = float(node.get("x")) - anchor * width, float(node.get("y"))
            if node.get("transform", "").startswith("rotate(-90"):  # it runs upwards
                sides = (left - 0.7 * size, base - width, left + 0.2 * size, base)
                made.append((node.text, *sides))
                continue
            top, bottom = base - 0.7 * size, base + 0.2 * size
            made.append((node.text, left, top, left + width, bottom))
        return made

    def faults(self, svg: str) -> list[str]:
        root, boxes = tree(svg), self.boxes(svg)
        right, bottom = float(root.get("width")), float(root.get("height"))
        found = [
            f"cut: {words}"
            for words, x0, y0, x1, y1 in boxes
            if x0 < -2 or y0 < -1 or x1 > right + 2 or y1 > bottom + 1
        ]
        for n, (one, a0, b0, a1, b1) in enumerate(boxes):
            for other, c0, d0, c1, d1 in boxes[n + 1 :]:
                if a0 < c1 - 2 and c0 < a1 - 2 and b0 < d1 - 1 and d0 < b1 - 1:
                    found.append(f"overlap: {one} / {other}")
        return found


RULER = Ruler()


def test_no_text_is_cut_or_covered(each):
    for name, figure in each.items():
        assert RULER.boxes(figure.svg), name
        for svg in (figure.svg, figure.narrow_svg):
            assert RULER.faults(svg) == [], name


def test_the_ruler_sees_a_cut_and_a_covered_text(each):
    """The check above can fail."""
    svg = each["shares"].svg
    cut = svg.replace("Kortsiktighet", "Kortsiktighet " * 20, 1)
    assert any(fault.startswith("cut") for fault in RULER.faults(cut))
    moved = re.sub(r'<text x="[\d.]+" y="[\d.]+"', '<text x="300" y="90"', svg)
    assert any(fault.startswith("overlap") for fault in RULER.faults(moved))


def test_a_canvas_refuses_cut_and_covered_text():
    canvas = Canvas(100, 40)
    canvas.text(90, 20, "för långt", size=15, colour="#000000")
    with pytest.raises(LayoutError, match="cut"):
        canvas.svg("a", "b", "c")
    canvas = Canvas(100, 40)
    for x in (0, 10):
        canvas.text(x, 20, "hej", size=15, colour="#000000")
    with pytest.raises(LayoutError, match="overlap"):
        canvas.svg("a", "b", "c")


LABELS = (
    st.text(
        st.characters(min_codepoint=32, max_codepoint=382, exclude_categories=["Cc"]),
        min_size=1,
        max_size=160,
    )
    .map(lambda words: " ".join(words.split()))
    .filter(lambda words: words not in ("", "all"))
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(LABELS, min_size=2, max_size=5, unique_by=str.casefold))
def test_any_label_fits_in_every_kind(labels):
    rows = [
        with_interval(row(option=label, group=label, count=n, answered=20), 0.2)
        for n, label in enumerate(labels)
    ]
    made, before = released(rows), released(rows, codebook(wave=2022))
    crossed = released(
        [
            row("x", group=g, option=o, item=g, count=2, answered=20)
            for g in labels
            for o in labels
        ]
    )
    for figure in (
        figures.shares(made, "a"),
        figures.dots(made, "b"),
        figures.slope(before, made, "c", by="group"),
        figures.matrix(crossed, "d", rows="group", columns="option"),
        figures.small_multiples(crossed, "e", panels="item", by="option"),
    ):
        assert RULER.faults(figure.svg) == []
        assert RULER.faults(figure.narrow_svg) == []


def test_long_words_are_cut_between_syllables():
    assert wrapped("Gemensamma projekt", 62, 12, 600) == ["Gemen-", "samma", "projekt"]
    assert wrapped("Förskoleförvaltningen", 110, 13.5) == ["Förskoleförvalt-", "ningen"]
    assert wrapped("a b c d e f", 20, 12, lines=2)[-1].endswith("…")


def test_labels_are_spread_without_changing_order():
    places = spread([10, 11, 12, 90], 10, 0, 100)
    assert places == sorted(places)
    assert all(b - a >= 10 - 1e-9 for a, b in pairwise(places))
    assert places[-1] == 90


def test_text_is_as_wide_in_the_browser_as_it_was_measured(each, browser):
    from helpers.presentation.pages.typeface import font_faces

    figure = each["matrix"]
    page = browser.new_page()
    page.set_content(f"<!doctype html><style>{font_faces()}</style>{figure.svg}")
    page.evaluate("document.fonts.ready")
    shown = page.eval_on_selector_all(
        "text", "found => found.map(t => [t.textContent, t.getBBox().width])"
    )
    page.close()
    measured = {box.words: box.right - box.left for box in figure.canvas.boxes}
    assert len(shown) == len(figure.canvas.boxes)
    for words, width in shown:
        assert width == pytest.approx(measured[words], abs=1.5), words


# --- marks are released rows


def rectangles(svg: str, fill: str) -> list[float]:
    """The widths of the filled rectangles of one colour, top to bottom."""
    widths = []
    for path in tree(svg).iter("path"):
        if path.get("fill") == fill and not path.get("stroke"):
            xs = [float(x) for x in re.findall(r"[ML] ([-\d.]+)", path.get("d"))]
            widths.append(max(xs) - min(xs))
    return widths


def test_bars_are_as_long_as_their_shares():
    counts = {"Tid": 90, "Ekonomi": 45, "Lokalbrist": 18}
    made = [row(option=o, count=c, answered=100) for o, c in counts.items()]
    figure = figures.shares(released(made), "a")
    longest, *rest = rectangles(figure.svg, BAR)
    assert [width / longest for width in rest] == pytest.approx([0.5, 0.2], abs=0.002)


def test_hidden_rows_have_no_mark_and_a_place_that_tells_nothing():
    made = [
        row(option=o, count=c, answered=90)
        for o, c in zip(BARRIERS, (9, 40, 0, 20), strict=False)
    ]
    made[1] = row(option=BARRIERS[1], hidden="small_cell")
    figure = figures.shares(released(made), "a")
    words = [node.text for node in tree(figure.svg).iter("text")]
    shown = [word for word in words if word in BARRIERS]
    assert shown == [BARRIERS[3], BARRIERS[0], BARRIERS[2], BARRIERS[1]]
    assert words.count("redovisas inte") == 1
    assert len(rectangles(figure.svg, BAR)) == 3
    assert "Ekonomi" not in figure.alt
    assert "Ekonomi" not in figure.title


def test_three_states_look_different_in_the_grid():
    made = [
        row("ways", group=A, challenge="work", count=0, answered=7),
        row("ways", group=B, challenge="work", count=0, answered=0, asked=5),
        row("ways", group=C, challenge="work", hidden="small_cell"),
        row("ways", group=DEPARTMENTS[3], challenge="work", count=7, answered=7),
    ]
    figure = figures.matrix(released(made), "a")
    words = [node.text for node in tree(figure.svg).iter("text")]
    assert [
        w for w in words if " av " in w.replace(NBSP, " ") or "svar" in w or "inte" in w
    ] == [
        f"7{NBSP}av{NBSP}7",  # the largest first, those not shown last
        f"0{NBSP}av{NBSP}7",
        "inga svar",
        "redovisas inte",
    ]
    assert "ingen har svarat" in figure.note
    assert "skyddas" in figure.note


def test_few_answers_give_hollow_bars_without_percent():
    figure = figures.shares(barriers(n=8), "a")
    words = [node.text for node in tree(figure.svg).iter("text")]
    assert not [word for word in words if "%" in word]
    assert f"8{NBSP}av{NBSP}8" in words
    assert rectangles(figure.svg, BAR) == []


def test_dont_know_stands_apart_and_last():
    made = [
        row(option=o, count=c, answered=99) for o, c in (("Vet ej", 60), ("Tid", 30))
    ]
    figure = figures.shares(released(made), "a")
    words = [n.text for n in tree(figure.svg).iter("text") if n.text in BARRIERS]
    assert words == ["Tid", "Vet ej"]
    assert len(rectangles(figure.svg, UNSURE)) == 1


def pieces(svg: str, colour: str) -> int:
    """Filled shapes of a colour, without the legend's swatch."""
    return sum(p.get("fill") == colour for p in tree(svg).iter("path")) - 1


def test_the_scale_leaves_out_an_item_of_which_nothing_is_shown():
    figure = figures.scales(principles(), "a")
    words = [node.text for node in tree(figure.svg).iter("text")]
    assert words.count("redovisas inte") == 1
    for colour in LIKERT[5]:
        assert pieces(figure.svg, colour) == len(PRINCIPLES) - 1


def test_a_bar_of_the_scale_ends_where_a_step_is_hidden():
    counts = dict(zip(EXTENT, (None, None, 30, 40, 20), strict=True))
    made = [
        row("principles", item="quality", option=o, count=c, answered=100)
        if c is not None
        else row("principles", item="quality", option=o, hidden="small_cell")
        for o, c in counts.items()
    ]
    made.append(row("principles", item="quality", option="Vet ej", hidden="secondary"))
    figure = figures.scales(released(made), "a")
    drawn = [pieces(figure.svg, colour) for colour in LIKERT[5]]
    assert drawn == [0, 0, 1, 1, 1]
    words = [node.text for node in tree(figure.svg).iter("text")]
    assert words.count("·") == 2  # beyond the bar, and for "vet ej"
    assert "redovisas inte" in figure.note


def test_a_scale_without_its_middle_has_no_bar():
    made = [
        row("principles", item="quality", option=o, count=25, answered=100)
        for o in EXTENT
    ]
    made[2] = row("principles", item="quality", option=EXTENT[2], hidden="small_cell")
    found = figures.scales(released(made), "a")
    assert isinstance(found, LeftOut)
    assert "<table" in found.to_html()


def test_more_than_can_be_read_is_left_to_the_table():
    options = [f"Alternativ {n}" for n in range(60)]
    made = [row(option=o, count=60 - n, answered=99) for n, o in enumerate(options)]
    figure = figures.shares(released(made), "a")
    assert len(rectangles(figure.svg, BAR)) == 24
    assert "Figuren visar 24 av 60" in figure.note
    assert len(figure.table.rows) == 60


def test_a_grid_too_large_to_read_becomes_a_table():
    made = [
        row("x", group=f"G{g}", option=f"O{o}", count=1, answered=20)
        for g in range(12)
        for o in range(12)
    ]
    found = figures.matrix(released(made), "a", rows="group", columns="option")
    assert isinstance(found, LeftOut)
    assert "12 × 12" in found.reason
    assert "<table" in found.to_html()


def test_the_network_names_the_most_shared_and_lists_all(monkeypatch):
    figure = figures.network(partners(monkeypatch), "a")
    words = [node.text for node in tree(figure.svg).iter("text")]
    assert sum("nummer" in word for word in words) == 25
    assert len(figure.table.rows) == 250
    assert f"259{NBSP}organisationer nämns, 250 av minst två" in figure.title
    assert "nio organisationer till nämns" in figure.note.lower()


def test_what_the_networks_table_lists_is_not_listed_again(monkeypatch):
    said = chapters.network(Report(partners(monkeypatch), {})).to_html()
    assert said.count("nummer 200") == 1


# --- nothing to show


HIDDEN = [row(option=option, hidden="few_answers") for option in BARRIERS]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            HIDDEN,
            f"Figuren för ”Hinder för samverkan” visas inte: {REASONS['few_answers']}.",
        ),
        (
            [row(option="Tid", count=0, answered=0, asked=9)],
            "Figuren för ”Hinder för samverkan” visas inte: ingen har svarat.",
        ),
    ],
)
def test_an_empty_figure_is_one_sentence(rows, expected):
    found = figures.shares(released(rows), "a")
    assert isinstance(found, LeftOut)
    assert found.reason == expected
    assert found.to_html() == f'<p class="not">{expected}</p>\n'


def test_every_kind_can_be_left_out():
    rows = [
        row(
            "ways",
            group=g,
            challenge=c,
            form=f,
            item=c,
            option="Dialog",
            hidden="secondary",
        )
        for g in (A,)
        for c in ("work",)
        for f in ("dialog",)
    ]
    hidden = released(rows)
    for found in (
        figures.shares(hidden, "a"),
        figures.counts(hidden, "b", title="t", noun=ORGANISATION),
        figures.small_multiples(hidden, "c"),
        figures.matrix(hidden, "d"),
        figures.combinations(hidden, "e"),
        figures.scales(released(HIDDEN), "f"),
        figures.dots(hidden, "g"),
        figures.against(hidden, "h", group=A, by="option"),
        figures.slope(hidden, hidden, "i"),
        figures.network(hidden, "j"),
    ):
        assert isinstance(found, LeftOut), found
        assert re.search(r"visas inte: .+\.$", found.reason)


@pytest.mark.parametrize(
    "draw",
    [
        figures.shares,
        figures.matrix,
        figures.scales,
        figures.network,
        figures.dots,
        figures.combinations,
        figures.small_multiples,
    ],
)
def test_only_released_numbers_are_drawn(draw):
    with pytest.raises(DisclosureError):
        draw(barriers().rows, "a")


@pytest.mark.parametrize("payload", ["<script>x()</script>", "$x_1$ & <b>", '"><img>'])
def test_what_respondents_write_is_text(payload):
    made = [row(option=o, count=1, answered=20) for o in (payload, "Annat")]
    figure = figures.shares(released(made), "a")
    page = BeautifulSoup(figure.to_html(), "html.parser")
    assert page.select("script, img, b") == []
    words = [node.text for node in tree(figure.svg).iter("text")]
    assert payload in words


# --- colour


def test_text_and_marks_can_be_seen():
    for text_colour in (QUIET, ACCENT):
        assert contrast(text_colour, "#ffffff") >= 4.5
    for mark in (BAR, DEEP, UNSURE, AXIS):
        assert contrast(mark, "#ffffff") >= 3
    for share in range(101):
        cell = shade(share / 100)
        assert contrast(ink_on(cell), cell) >= 4.5
    for colours in LIKERT.values():
        for one, next_one in pairwise(colours):
            assert contrast(one, next_one) >= 3
        for colour in colours:
            assert contrast(ink_on(colour), colour) >= 4.5


def test_word_gets_the_same_picture(each):
    picture = each["matrix"].png(scale=2)
    assert picture.startswith(b"\x89PNG")
    width = int.from_bytes(picture[16:20], "big")
    assert width == 1440


def test_a_group_with_a_very_long_name_still_has_its_picture():
    name = "Förvaltningen för " + "mycket långa och sammansatta namn " * 4
    rows = [
        with_interval(row(option="Tid", group=name, count=18, answered=20), 0.1),
        row(option="Tid", count=100, answered=300),
    ]
    figure = figures.against(released(rows), "a", group=name)
    assert figure.svg
    assert name.strip() in figure.title
