"""The marks of every picture are exactly released rows, read off the pages as written:
no mark that no row has, no row that is shown without its mark."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag
from support.shared_data import shared
from support.svg import Picture, pictures

from helpers.core.project import Project
from helpers.disclosure.released import Released, told_scale
from helpers.estimation.counting import NO_FORM
from helpers.estimation.schema import AGAINST
from helpers.presentation.figures.figure import MOST_BARS
from helpers.presentation.figures.look import ACCENT, BAR, DEEP, FAINT, LIKERT, shade
from helpers.presentation.figures.network import MOST_ROWS
from helpers.presentation.pages.dress import repainted
from helpers.presentation.pages.profile import read_dress
from helpers.survey.codebook import NO_GROUP, TOTAL, Codebook

EXAMPLES = ("exempel-2022", "exempel-2024")
HEIGHT = 0.01  # of a share, on the narrow sheets' upright scales


@pytest.fixture(scope="session")
def reported(all_reports: Path) -> Project:
    """To be read, never changed."""
    return Project(all_reports)


# --- which rows a picture is of ------------------------------------------------------


class Rows:
    """The released rows of a survey, and which of them a picture is to show."""

    def __init__(self, project: Project, survey: str) -> None:
        self.released = Released.read(project.processed(survey) / "released")
        self.book: Codebook = self.released.codebook
        self.dress = read_dress(project.raw(survey), self.book)
        self.all = self.released.rows
        group = self.book.group and self.book.question(self.book.group)
        self.groups = list(getattr(group, "all_options", []))
        self.challenges = list(self.book.challenge_labels)
        self.forms = list(self.book.forms)

    def select(self, **keys: object) -> pd.DataFrame:
        """The rows with these keys, in the order that the values are given in: by
        group, and within it by challenge, and so on."""
        rows = self.all
        for key, value in keys.items():
            rows = rows[rows[key].isin(value if isinstance(value, list) else [value])]
        for key in ("option", "form", "challenge", "item", "group"):
            if isinstance(values := keys.get(key), list):
                place = rows[key].map(values.index)
                rows = rows.loc[place.sort_values(kind="stable").index]
        return rows

    def of(self, name: str, page: str) -> pd.DataFrame | None:
        """The rows of the picture `name` on the page about `page`."""
        within: dict[str, object] = {"statistic": "collaborates", "challenge": TOTAL}
        within |= {"form": TOTAL, "group": TOTAL}
        groups = {"group": [*self.groups, NO_GROUP]}
        page = page.rpartition(": ")[2]
        challenges, forms = {"challenge": self.challenges}, {"form": self.forms}
        plain = {
            "omfattning-utmaning": within | challenges,
            "omfattning-grupp": within | groups | challenges,
            "sammanfattning-grupp": within | groups | challenges,
            "omfattning-former": within | challenges | forms,
            "kort-former": within | challenges | forms,
            "grupper-andel": within | {"group": self.groups},
            "forandring-utmaningar": within | challenges,
        }
        if name in plain:
            return self.select(**plain[name])
        if name == "omfattning-kombinationer":
            rows = self.select(statistic="combination", challenge=TOTAL, group=TOTAL)
            return rows[rows["form"].ne(TOTAL)]
        if page in self.groups and name.endswith("-utmaning"):
            return self.select(**within | {"group": [page]} | challenges)
        if page in self.groups and name.endswith("-form"):
            return self.select(**within | {"group": page} | challenges | forms)
        for challenge in self.challenges:
            slug = challenge.replace("_", "-")
            one = within | {"challenge": challenge}
            if name in (f"utmaning-{slug}-form", f"underlag-{slug}-form"):
                return self.select(**one | groups | (forms if self.forms else {}))
        return self._question(name, TOTAL)

    def _question(self, name: str, challenge: str) -> pd.DataFrame | None:
        id = name.replace("-", "_")
        if id not in self.book.by_id:
            return None
        here = {"challenge": challenge, "group": TOTAL, "form": TOTAL}
        here |= {"question": id, "statistic": "share"}
        options = list(self.select(**here)["option"].unique())
        steps = told_scale(self.book.question(id), options) or options
        items = [item.row for item in self.book.items(id)]
        return self.select(**here | {"item": items, "option": steps})


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["shown"].astype(bool) & rows["answered"].gt(0)]


# --- one kind of picture at a time ---------------------------------------------------


def bars(drawn: Picture, rows: pd.DataFrame, of: Rows) -> None:
    # "Vet ej" is in no scale, but is a bar.
    if rows["option"].nunique() > 1:
        keys = ["question", "challenge", "group", "form", "statistic"]
        first = rows.iloc[0]
        rows = of.select(**{key: first[key] for key in keys})
    rows = shown(rows)
    wanted = sorted(rows["estimate"])
    if drawn.axis is None:  # too few answers for percent: only lengths side by side
        longest = max(bar.width for bar in drawn.bars)
        got = [bar.width / longest * wanted[-1] for bar in drawn.bars]
        assert sorted(got) == pytest.approx(wanted, abs=HEIGHT)
        return
    assert all(abs(bar.left - drawn.axis[0]) < 0.2 for bar in drawn.bars)
    got = sorted(drawn.share(bar.right) for bar in drawn.bars)
    if len(wanted) > MOST_BARS:  # the smallest are left to the table, and it says so
        assert len(got) == MOST_BARS - 1
        for share in got:
            nearest = min(wanted, key=lambda one: abs(one - share))
            assert share == pytest.approx(nearest, abs=drawn.precision)
            wanted.remove(nearest)
        return
    assert got == pytest.approx(wanted, abs=drawn.precision)
    spans_of(drawn, rows, of)


def spans_of(drawn: Picture, rows: pd.DataFrame, of: Rows) -> None:
    """The intervals drawn are those of the rows, at the row's own mark."""
    enough = rows["answered"].ge(of.book.disclosure.percent_from)
    wanted = rows[enough & rows["low"].notna()][["low", "high"]]
    got = sorted((drawn.share(low), drawn.share(high)) for low, high, _ in drawn.spans)
    assert len(got) == len(wanted)
    for (low, high), one in zip(got, sorted(wanted.to_numpy().tolist()), strict=True):
        assert [low, high] == pytest.approx(one, abs=2 * drawn.precision)


def dots(drawn: Picture, rows: pd.DataFrame, of: Rows) -> None:
    """In the order of the codebook, with a mark for all beside each or through all."""
    own = shown(rows)
    if drawn.axis is None:
        return
    got = [drawn.share(dot.x) for dot in drawn.points if dot.x >= drawn.axis[0] - 1]
    assert got == pytest.approx(list(own["estimate"]), abs=drawn.precision)
    spans_of(drawn, own, of)
    keys = {"form": TOTAL, "challenge": list(rows["challenge"].unique())}
    whole = shown(of.select(group=TOTAL, statistic="collaborates", **keys))
    groups = list(own["group"].unique())
    apart = shown(of.select(group=groups, statistic=AGAINST, **keys))
    if len(groups) == 1 and len(apart) == len(own):  # a sheet: beside the others
        beside = list(own["estimate"].to_numpy() - apart["estimate"].to_numpy())
    else:
        beside = list(whole["estimate"])
    lines = [x for x, _, colour in drawn.uprights if colour == drawn.worn(ACCENT)]
    at = [drawn.share(x) for x in lines]
    near = 2 * drawn.precision
    assert bool(at) == bool(beside)
    for share in at:
        assert min(abs(one - share) for one in beside) < near
    for share in beside:
        assert min(abs(share - one) for one in at) < near


def grid(drawn: Picture, rows: pd.DataFrame, of: Rows) -> None:
    """A cell for each row of the table, with its number and its colour; its lines in
    their order, groups with the largest first, those not wholly shown last."""
    cells = sorted(drawn.boxes, key=lambda box: (round(box.top), box.left))
    assert len(cells) == len(rows)
    across = sum(abs(cell.top - cells[0].top) < 1 for cell in cells)
    lines = [rows.iloc[n : n + across] for n in range(0, len(rows), across)]
    if rows["group"].nunique() > 1:
        lines.sort(key=place)
    ordered = pd.concat(lines)
    for cell, (_, row) in zip(cells, ordered.iterrows(), strict=True):
        said = drawn.said_in(cell)
        if not row["shown"] or not row["answered"] > 0:
            assert cell.fill == FAINT
            assert not re.search(r"\d", said)
            continue
        counted = f"{row['count']:.0f} av {row['answered']:.0f}"
        percent = f"{int(100 * row['estimate'] + 0.5)} %"
        assert said in (counted, percent) or re.fullmatch(r"[<>] \d+ %", said)
        shaded = drawn.worn(shade(row["estimate"]))
        assert cell.fill == (shaded if row["count"] else "#ffffff")


def place(line: pd.DataFrame) -> tuple[bool, float]:
    """Where a group's line stands: those of no group last."""
    mean = -line["estimate"].mean() if is_whole(line) else 1.0
    return line["group"].iloc[0] == NO_GROUP, mean


def is_whole(line: pd.DataFrame) -> bool:
    return bool(line["shown"].all() and line["answered"].gt(0).all())


def panels(drawn: Picture, rows: pd.DataFrame, of: Rows) -> None:
    """A small bar on a track that is the whole, and no bar where nothing is told."""
    lengths = []
    for track in drawn.tracks:
        on = [bar for bar in drawn.bars if abs(bar.middle - track.middle) < 1]
        on = [bar for bar in on if track.left - 1 < bar.left < track.right]
        assert len(on) <= 1
        lengths.append(on[0].width / track.width if on else 0.0)
    told = rows["shown"].astype(bool) & rows["answered"].gt(0)
    wanted = rows["estimate"].where(told, 0.0)
    near = 0.4 / drawn.tracks[0].width
    assert sorted(lengths) == pytest.approx(sorted(wanted), abs=near)


def scale(drawn: Picture, rows: pd.DataFrame, of: Rows) -> None:
    """The pieces of each item, from the low end, are its steps'; all on one scale."""
    by_item: dict[float, list[float]] = {}
    for piece in sorted(drawn.pieces, key=lambda one: (one.top, one.left)):
        by_item.setdefault(round(piece.middle), []).append(piece.width)
    told = [
        list(table["estimate"])
        for _, table in rows.groupby("item", sort=False)
        if table["shown"].all() and table["estimate"].gt(0).all()
    ]
    whole = [widths for widths in by_item.values() if len(widths) == len(told[0])]
    assert len(whole) == len(told)
    unit = sum(map(sum, whole)) / sum(map(sum, told))
    for widths, shares in zip(whole, told, strict=True):
        got = [width / unit for width in widths]
        assert got == pytest.approx(shares, abs=0.003)


def combinations(drawn: Picture, rows: pd.DataFrame, of: Rows) -> None:
    """Which forms the dots say, and how large a share the bar beside them."""
    rows = shown(rows)
    longest = max(bar.width for bar in drawn.bars)
    columns = sorted({dot.x for dot in drawn.dots})
    got = {}
    for bar in drawn.bars:
        beside = [dot for dot in drawn.points if abs(dot.y - bar.middle) < 1]
        lit = {dot.x for dot in beside if dot.fill == drawn.worn(DEEP)}
        parts = [f for f, x in zip(of.forms, columns, strict=True) if x in lit]
        got["+".join(parts) or NO_FORM] = bar.width / longest
    most = rows["estimate"].max()
    wanted = {
        "+".join(f for f in of.forms if f in row["form"].split("+")) or NO_FORM: row[
            "estimate"
        ]
        / most
        for _, row in rows.iterrows()
    }
    assert got == pytest.approx(wanted, abs=0.3 / longest + 0.001)


def network(figure: Tag, of: Rows) -> None:
    """A row of dots for each of the organisations that most groups name, and may be
    named: one dot under each group that names it, and how many they are."""
    listed = of.released.facts.organisations.listed
    several = [one.naming for one in listed if len(one.naming.groups) > 1]
    several.sort(key=lambda one: (-len(one.groups), -one.units))
    wanted = several[:MOST_ROWS]
    groups = {group for one in listed for group in one.naming.groups}
    for drawn in pictures(figure, of.dress):
        lit = [dot for dot in drawn.dots if dot.fill == drawn.worn(DEEP)]
        rows: dict[float, int] = {}
        for dot in lit:
            rows[dot.y] = rows.get(dot.y, 0) + 1
        degrees = [len(one.groups) for one in wanted]
        assert [rows[y] for y in sorted(rows)] == degrees
        by_column: dict[float, int] = {}
        for dot in lit:
            by_column[dot.x] = by_column.get(dot.x, 0) + 1
        assert len(by_column) <= len(groups)
        assert len(drawn.dots) == len(wanted) * len(groups)
        said = [w for w in drawn.words if re.fullmatch(r"\d+", w.said)]
        assert [int(w.said) for w in sorted(said, key=lambda w: w.y)] == degrees


def named_by(figure: Tag, of: Rows) -> None:
    """A bar for each number of groups: how many organisations so many of them name."""
    listed = of.released.facts.organisations.listed
    degrees = [len(one.naming.groups) for one in listed if one.naming.groups]
    wanted = [degrees.count(n) for n in range(1, max(degrees) + 1)]
    for drawn in pictures(figure, of.dress):
        said = [w for w in drawn.words if re.fullmatch(r"\d+", w.said)]
        assert [int(w.said) for w in sorted(said, key=lambda w: w.y)] == wanted
        bars = sorted(drawn.bars, key=lambda bar: bar.middle)
        long = max(bar.width for bar in bars) / max(wanted)
        got = [bar.width / long for bar in bars]
        assert got == pytest.approx([n for n in wanted if n], abs=0.1)


def stacked(drawn: Picture, rows: pd.DataFrame, of: Rows) -> None:
    """The pieces of each row are its shares, those that are looked for first."""
    wants = of.book.needs_question.wants_more
    told = {
        item: [
            *table[table["option"].isin(wants)]["estimate"],
            *table[~table["option"].isin(wants)]["estimate"],
        ]
        for item, table in rows.groupby("item", sort=False)
    }
    told = dict(sorted(told.items(), key=lambda one: -sum(one[1][: len(wants)])))
    pieces = [box for box in drawn.boxes if box.bottom - box.top > 20]
    by_row: dict[float, list[float]] = {}
    for piece in sorted(pieces, key=lambda one: (one.top, one.left)):
        by_row.setdefault(round(piece.middle), []).append(piece.width)
    assert len(by_row) == len(told)
    for widths, shares in zip(by_row.values(), told.values(), strict=True):
        got = [width / sum(widths) for width in widths]
        wanted = [share / sum(shares) for share in shares if share]
        assert got == pytest.approx(wanted, abs=0.003)


def slopes(drawn: Picture, *waves: pd.DataFrame) -> None:
    """A dot for each share in each wave, as high as its share among them; only what
    is shown in every wave."""
    by_wave = [shown(rows).set_index("challenge")["estimate"] for rows in waves]
    shares = pd.concat(by_wave, axis=1, join="inner").to_numpy()
    least, span = shares.min(), max(shares.max() - shares.min(), 0.1)
    sides = sorted({dot.x for dot in drawn.dots})
    assert len(sides) == len(waves)
    lowest = max(dot.y for dot in drawn.dots)
    tall = (lowest - min(dot.y for dot in drawn.dots)) / (shares.max() - least)
    for side, wanted in zip(sides, shares.T, strict=True):
        got = [least + (lowest - dot.y) / tall for dot in drawn.dots if dot.x == side]
        assert sorted(got) == pytest.approx(sorted(wanted), abs=HEIGHT * span)


KINDS: dict[str, Callable[[Picture, pd.DataFrame, Rows], None]] = {
    "Liggande stapeldiagram": bars,
    "Punktdiagram": dots,
    "Rutnät": grid,
    "små stapeldiagram": panels,
    "alla lika långa": stacked,
    "Staplade": scale,
    "Kombinationsdiagram": combinations,
}


def held(figure: Tag, page: str, of: Rows, before: Rows | None) -> str:
    """Holds a figure against the rows it is of; returns its kind."""
    name = str(figure["id"]).removeprefix("figur-")
    about = figure.svg.title.get_text()
    if about.startswith("Punktmatris"):
        network(figure, of)
        return "Punktmatris"
    if name == "natverk-antal":
        named_by(figure, of)
        return "Liggande stapeldiagram"
    if name == "trend-utveckling":
        rows = of.select(statistic="trend_share", challenge=of.challenges)
        for drawn in pictures(figure, of.dress):
            slopes(drawn, *(wave for _, wave in rows.groupby("form", sort=True)))
        return "Linjediagram"
    rows = of.of(name, page)
    assert rows is not None, f"which rows is {name} of?"
    for drawn in pictures(figure, of.dress):
        if about.startswith("Linjediagram"):
            assert before is not None
            slopes(drawn, before.of(name, page), rows)
        else:
            check = next(check for kind, check in KINDS.items() if kind in about)
            check(drawn, rows, of)
    return next((kind for kind in KINDS if kind in about), "Linjediagram")


def figures_of(project: Project, survey: str) -> list[tuple[str, str, Tag]]:
    """Every figure of every page: the page's name, what it is about, the figure."""
    found = []
    for path in sorted(project.outputs(survey).glob("*.html")):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
        about = page.h1.get_text(" ", strip=True)
        found += [(path.name, about, one) for one in page("figure") if one.svg]
    return found


def kinds_held(project: Project, survey: str, before: Rows | None) -> set[str]:
    of, kinds = Rows(project, survey), set()
    for page, about, figure in figures_of(project, survey):
        try:
            kinds.add(held(figure, about, of, before))
        except AssertionError as error:
            raise AssertionError(f"{page}, {figure['id']}: {error}") from error
    return kinds


def test_every_mark_of_the_examples_is_a_released_row(reported):
    before, kinds = None, set()
    for survey in ("exempel-2020", "exempel-2022", "exempel-2024"):
        kinds |= kinds_held(reported, survey, before)
        before = Rows(reported, survey)
    assert kinds == {*KINDS, "Linjediagram", "Punktmatris"}


def test_every_mark_of_toronto_is_a_released_row(reported):
    shared("data", "toronto-agency-survey", "agency_survey_rawdata.csv")
    assert "Rutnät" in kinds_held(reported, "toronto", None)


# --- a mark that is no released row is seen ------------------------------------------


def moved(attribute: str, by: float) -> Callable[[Tag], None]:
    def move(node: Tag) -> None:
        node[attribute] = f"{float(node[attribute]) + by:.1f}"

    return move


def stretched(node: Tag) -> None:
    """One side of a box, or one end of a line, four pixels out."""
    xs = [x for x, _ in re.findall(r"(-?[\d.]+) (-?[\d.]+)", node["d"])]
    far = max(xs, key=float)
    node["d"] = node["d"].replace(f" {far} ", f" {float(far) + 4:.1f} ")


def recoloured(node: Tag) -> None:
    """As another cell of the picture."""
    fills = {str(one["fill"]) for one in node.parent.select('path[fill^="#"]')}
    node["fill"] = max(fills - {node["fill"]})


def retold(node: Tag) -> None:
    node.string = "7 av 9"


def gone(node: Tag) -> None:
    node.decompose()


PLANTS = [
    ("figur-barriers", f'path[fill="{BAR}"]', stretched),
    ("figur-barriers", 'path[fill="none"][stroke="#1b1b1b"]', stretched),
    ("figur-barriers", f'path[fill="{BAR}"]', gone),
    ("figur-omfattning-former", f'path[fill="{BAR}"]', stretched),
    ("figur-omfattning-kombinationer", f'path[fill="{BAR}"]', stretched),
    ("figur-omfattning-kombinationer", f'circle[fill="{DEEP}"]', gone),
    ("figur-omfattning-grupp", f'path[fill="{FAINT}"]', recoloured),
    ("figur-omfattning-grupp", f'path[fill^="#"]:not([fill="{FAINT}"])', recoloured),
    ("figur-omfattning-grupp", "text[text-anchor=middle][font-weight]", None),
    ("figur-principles", f'path[fill="{LIKERT[3][2]}"]', None),
    ("figur-grupper-andel", f'circle[fill="{DEEP}"]', moved("cx", 4)),
    ("figur-grupper-andel", f'path[stroke="{ACCENT}"]', gone),
    ("figur-forandring-utmaningar", "circle", moved("cy", -4)),
    ("figur-natverk", f'circle[fill="{DEEP}"]', gone),
    ("figur-natverk-antal", f'path[fill="{BAR}"]', stretched),
    ("figur-needs", f'path[fill="{DEEP}"]', None),
]


@pytest.fixture(scope="module")
def indepth(reported) -> tuple[BeautifulSoup, Rows, Rows]:
    """The in-depth page, and the rows of both waves; only copies are changed."""
    path = reported.outputs("exempel-2024") / "fordjupad.html"
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
    return page, Rows(reported, "exempel-2024"), Rows(reported, "exempel-2022")


@pytest.mark.parametrize(("name", "where", "change"), PLANTS)
def test_a_mark_that_no_row_has_is_seen(indepth, name, where, change):
    page, of, before = indepth
    figure = copy(page.find(id=name))
    about = page.h1.get_text(" ", strip=True)
    held(figure, about, of, before)
    found = figure.svg.select(repainted(where, of.dress.main, of.dress.accent))
    if change is None:  # the last of them: the others are a legend or a heading
        change = retold if found[-1].name == "text" else stretched
    change(found[-1])
    with pytest.raises(AssertionError):
        held(figure, about, of, before)
