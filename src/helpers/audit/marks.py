"""What a picture or an order tells of numbers that are not shown: a bar that is drawn
beside "redovisas inte", groups that stand in the order of suppressed shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bs4 import BeautifulSoup, Tag

from helpers.audit.names import Names
from helpers.audit.tables import HIDDEN_SIGNS
from helpers.core.errors import Problem

REPORT = "Det är ett fel i programmet. Publicera inte, och rapportera felet."
SAME = 1.0  # units of a picture within which two marks are of one size
LINE = 12.0  # how far above its base line a text reaches
FEWEST = 3  # groups in a row from which there is an order
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
Box = tuple[float, float, float, float]  # left, top, right, bottom


def mark_problems(
    page: BeautifulSoup, file: str, names: Names, bases: Mapping[str, float]
) -> Iterator[Problem]:
    """Pictures and orders of a page that tell what is not shown. `bases` is how many
    answered in each group, which is public."""
    for svg in page("svg"):
        for label, marks in _drawn_but_hidden(svg):
            if marks <= _shares_told(svg, label):
                continue  # parts of a bar: those that are shown, and none besides
            yield Problem(
                f"Diagrammet ”{_title(svg)}” ritar ett märke vid ”{label}”, som inte "
                "redovisas: dess längd eller plats visar talet.",
                REPORT,
                file=file,
            )
    for rows in _rows_of_groups(page, names):
        suppressed = [group for group, is_suppressed in rows if is_suppressed]
        if len(suppressed) >= FEWEST and not _is_public_order(suppressed, names, bases):
            yield Problem(
                f"Grupper vars tal inte redovisas står i en ordning ({suppressed[0]}, "
                f"{suppressed[1]} …) som kan vara talens.",
                REPORT,
                file=file,
            )


# --- pictures --------------------------------------------------------------------


def _drawn_but_hidden(svg: Tag) -> Iterator[tuple[str, int]]:
    """The rows with the sign of a suppressed number and marks of their own size, and
    how many: the ground of a heatmap's cell is as large as others, and has a text on
    it."""
    texts = [(tag, tag.get_text(" ", strip=True)) for tag in svg("text")]
    marks = [(tag, box) for tag in svg(_FILLED) if (box := _box(tag)) is not None]
    sizes = [_size(box) for tag, box in marks if tag.name != "circle"]
    if _is_matrix([box for tag, box in marks if tag.name == "circle"]):
        marks = [(tag, box) for tag, box in marks if tag.name != "circle"]
    written = [(_value(tag, "x"), _value(tag, "y") - LINE / 3) for tag, _ in texts]
    marks = [
        (tag, box)
        for tag, box in marks
        if tag.name == "circle" or not _is_ground(box, written, sizes)
    ]
    for tag, words in texts:
        if words not in HIDDEN_SIGNS:
            continue
        y = _value(tag, "y") - LINE / 3
        drawn = sum(
            top - 1 <= y <= bottom + 1 and bottom - top < 4 * LINE
            for _, (_, top, _, bottom) in marks
        )
        if drawn:
            yield _label(texts, y), drawn


def _label(texts: Sequence[tuple[Tag, str]], y: float) -> str:
    """What the row at `y` is called: beside it or, as on a narrow screen, above."""
    names = [
        (_value(tag, "y"), text)
        for tag, text in texts
        if text not in HIDDEN_SIGNS and any(map(str.isalpha, text))
    ]
    beside = [text for place, text in names if abs(place - y) < LINE]
    above = [name for name in names if name[0] < y]
    return beside[0] if beside else max(above)[1] if above else ""


def _shares_told(svg: Tag, label: str) -> int:
    """How many shares the table of the same figure tells in the row of that label; the
    fewest, where several rows may be meant."""
    figure = svg.find_parent("figure")
    table = figure.find("table") if isinstance(figure, Tag) else None
    if not isinstance(table, Tag):
        return 0
    defects = []
    for line in table("tr"):
        head, *cells = [cell.get_text(" ", strip=True) for cell in line(["th", "td"])]
        if label and label in head:
            defects.append(sum(cell.endswith("%") for cell in cells))
    return min(defects, default=0)


def _is_ground(
    box: Box,
    written: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
) -> bool:
    """Whether a mark is what a text of a heatmap stands on, in any cell of its row."""
    left, top, right, bottom = box
    on_it = any(left <= x <= right and top <= y <= bottom for x, y in written)
    return on_it and _times(_size(box), sizes) > 1


def _is_matrix(dots: Sequence[Box]) -> bool:
    """Whether every row has dots at the same places: they say what the row is about (a
    combination), and no number."""
    rows: dict[int, set[int]] = {}
    for left, top, right, bottom in dots:
        rows.setdefault(round(top + bottom), set()).add(round(left + right))
    places = [*rows.values()]
    same = all(one == places[0] for one in places)
    return len(places) > 1 and len(places[0]) > 1 and same


_FILLED = ["rect", "path", "circle"]


def _box(tag: Tag) -> Box | None:
    fill = str(tag.get("fill", "")) or str(tag.get("style", ""))
    if "none" in fill or not fill or tag.find_parent(["defs", "pattern", "clippath"]):
        return None
    if tag.name == "circle":
        x, y, r = (_value(tag, name) for name in ("cx", "cy", "r"))
        return x - r, y - r, x + r, y + r
    if tag.name == "rect":
        x, y = _value(tag, "x"), _value(tag, "y")
        return x, y, x + _value(tag, "width"), y + _value(tag, "height")
    numbers = [float(one) for one in _NUMBER.findall(str(tag.get("d", "")))]
    xs, ys = numbers[::2], numbers[1::2]
    return (min(xs), min(ys), max(xs), max(ys)) if ys else None


def _value(tag: Tag, name: str) -> float:
    found = _NUMBER.match(str(tag.get(name, "0")).strip())
    return float(found[0]) if found else 0.0


def _size(box: Box) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


def _times(size: tuple[float, float], sizes: Sequence[tuple[float, float]]) -> int:
    """How many marks are of one size."""
    return sum(
        abs(size[0] - wide) < SAME and abs(size[1] - high) < SAME
        for wide, high in sizes
    )


def _title(svg: Tag) -> str:
    title = svg.find("title")
    return title.get_text(strip=True) if isinstance(title, Tag) else "utan namn"


# --- order -----------------------------------------------------------------------


def _rows_of_groups(page: Tag, names: Names) -> Iterator[list[tuple[str, bool]]]:
    """The groups of each table and list in their order, and whether the row shows no
    number but a sign of one that is suppressed."""
    for table in page("table"):
        rows = []
        for line in table("tr"):
            cells = [cell.get_text(" ", strip=True) for cell in line(["th", "td"])]
            if cells and (group := names.as_group(cells[0]).get("group")):
                signs = any(cell in HIDDEN_SIGNS for cell in cells[1:])
                rows.append((group, signs))
        yield rows
    for listed in page(["ol", "ul"]):
        rows = []
        for item in listed("li", recursive=False):
            words = item.get_text(" ", strip=True)
            if group := names.as_group(words).get("group"):
                rows.append((group, True))
        if listed.name == "ol":
            yield rows


def _is_public_order(
    groups: Sequence[str], names: Names, bases: Mapping[str, float]
) -> bool:
    """Whether the groups stand by name, as in the questionnaire or by how many
    answered."""
    order = {group: place for place, group in enumerate(names.groups)}
    keys: tuple[list[str] | list[int] | list[float], ...] = (
        [group.casefold() for group in groups],
        [order.get(group, len(order)) for group in groups],
        [bases[group] for group in groups if group in bases],
    )
    keys = tuple(key for key in keys if len(key) == len(groups))
    return any(list(key) in (sorted(key), sorted(key)[::-1]) for key in keys)
