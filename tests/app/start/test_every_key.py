"""Every key of survey.yml can be set in the form, or the guide says where instead."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import ipywidgets as widgets
import pytest
from support.surveys import NAME, survey

from helpers.app.describing.history import History
from helpers.app.start.form import EVERY, DescribingForm
from helpers.core.project import CHECKOUT
from helpers.survey.codebook import Codebook, Edit

YML = """\
ignore: [Tyngd]
unit: {question: unit}
scales:
  often: {options: ["Sällan", "Ibland", "Ofta"]}
challenges:
  items: {work: {label: Arbete}, home: {label: Hem}}
  from: {question: needs}
questions:
  - {id: role, column: Roll, type: single, options: [Chef, Annan, Vet ej], other: true}
  - {id: free, column: Fri, type: single, options: [Ja, Nej]}
  - {id: often, column: Ofta, type: single, scale: often}
  - {id: ways, column: Hur, type: multiple, separator: ";", options: [Dialog, Stöd]}
  - {id: best, column: Bäst, type: ranking, options: [Tid, Rum]}
  - {id: first, type: ranking, columns: {Tid: Nr tid, Rum: Nr rum}}
  - {id: paid, column: Kronor, type: number}
  - {id: sums, type: grid, cell: number, rows: {one: Ett, two: Två}}
  - {id: kinds, type: grid, cell: multiple, separator: ";", options: [A, B],
     rows: {x: X, y: Y}}
  - {id: needs, type: grid, options: [Mer, Lika], rows: {work: Arbete, home: Hem}}
  - {id: unit, column: Enhet, type: text}
  - {id: more, column: Mer, type: text}
  - {id: when, column: När, type: date}
  - {id: p1, column: Partner 1, type: text}
  - {id: p2, column: Partner 2, type: text}
"""
ROWS = (
    "Roll;Fri;Ofta;Hur;Bäst;Nr tid;Nr rum;Kronor;Ett;Två;X;Y;Arbete;Hem;Enhet;Mer;När;"
    "Partner 1;Partner 2;Tyngd\n"
    'Chef;Ja;Ofta;"Dialog;Stöd";"Tid;Rum";1;2;10;1;2;A;B;Mer;Lika;U1;x;2026-01-02;'
    "IFK;PRO;1\n"
    'Egna ord;Kanske;Ibland;Dialog;"Rum;Tid";2;1;20;3;4;"A;B";A;Lika;Mer;U2;y;'
    "2026-01-03;IFK;;2\n"
)
TRIED = ("7", "2026-09-01 – 2026-10-15", "2027-01-20, nämnden", "2026")
"""What is written in a line of text, one after the other."""
BY_ID = ("scales", "forms")
"""Parts whose keys are ids, each with keys of its own."""
ROW = re.compile(r"^\| (`[^|]+) \| [^|]*\w[^|]* \|$", re.MULTILINE)


def test_every_key_is_in_the_form_or_the_guide_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: set[str] = set()

    def heard(_: History, said: str, changes: Iterable[Edit], of: Codebook) -> bool:
        for change in changes:
            found.update(named(change))
        return False

    project = survey(tmp_path, YML, ROWS)
    monkeypatch.setattr(History, "change", heard)
    form = DescribingForm(NAME, project, lambda: "Ulla Ek")
    form.earlier = form.read.codebook.model_copy(update={"wave": 2024})
    for at in form.shown:
        if at == EVERY:
            continue
        form.at.value = at
        for control in [*controls(form.body)]:
            move(control)
    every = set(keys())
    assert found <= every
    left, in_the_guide = every - found, set(told())
    unknown = {one for one in left if not {one, one.split(".")[0]} & in_the_guide}
    assert not unknown, f"neither in the form nor in the guide: {sorted(unknown)}"
    assert in_the_guide <= left, "in the form, or no key"


def controls(part: widgets.Widget) -> Iterator[widgets.Widget]:
    yield part
    for child in getattr(part, "children", ()):
        yield from controls(child)


def move(control: widgets.Widget) -> None:
    """Every value that the control can have, and back."""
    match control:
        case widgets.Button():
            control.click()
        case widgets.Checkbox():
            control.value = not control.value
        case widgets.Dropdown():
            for option in control.options:
                control.value = option[1] if isinstance(option, tuple) else option
        case widgets.SelectMultiple():
            values = [o[1] if isinstance(o, tuple) else o for o in control.options]
            control.value = values[-1:]
            control.value = values[:1]
        case widgets.Text():
            before = control.value
            for written in TRIED:
                control.value = written
            control.value = before


def named(change: Edit) -> Iterator[str]:
    """The keys that one change is of: `key`, and `key.inner` for what stands in it."""
    top, *path = (one for one in change.path if isinstance(one, str))
    content: object = change.value
    for key in reversed(path):
        content = {key: content}
    yield top
    inside = [content]
    if top in BY_ID:
        inside = [*content.values()] if isinstance(content, Mapping) else []
    for one in inside:
        yield from (f"{top}.{key}" for key in one) if isinstance(one, Mapping) else ()


def keys() -> Iterator[str]:
    """Every key of the schema: of the top, of its parts, and of any question."""
    schema = json.loads((CHECKOUT / "docs" / "survey.schema.json").read_text("utf-8"))
    parts = schema["$defs"]
    for key, said in schema["properties"].items():
        yield key
        for name in re.findall(r"#/\$defs/(\w+)", json.dumps(said)):
            yield from (f"{key}.{inner}" for inner in parts[name].get("properties", {}))


def told() -> Iterator[str]:
    guide = (CHECKOUT / "docs" / "handledning.md").read_text(encoding="utf-8")
    part = guide.split("### Det som bara står i filen", 1)[1].split("\n## ", 1)[0]
    for line in ROW.findall(part):
        yield from re.findall(r"`([^`]+)`", line)
