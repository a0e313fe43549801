"""No name of hers can be one of ours: ids, headers and labels from our own names."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.surveys import cleaned

from helpers.survey.codebook import WHO
from helpers.survey.identity import At

OURS = [*WHO, *(f"_{name}" for name in WHO)]
OURS += [str(value) for name, value in vars(At).items() if name.isupper()]
HEADERS = [*OURS, "Group", "Unit", "_file", "_id", "_start", "_export", "State", "all"]
IDS = [*WHO, "all", "state", "export", "answers", "moment", "id"]


@settings(max_examples=12, deadline=None)
@given(
    headers=st.lists(st.sampled_from(HEADERS), min_size=3, max_size=3, unique=True),
    ids=st.lists(st.sampled_from(IDS), min_size=3, max_size=3, unique=True),
)
def test_what_is_hers_comes_through_under_any_name(
    headers: list[str], ids: list[str]
) -> None:
    if len({" ".join(header.split()).casefold() for header in headers}) < 3:
        return  # two headers that fold to one are the reader's to number
    yaml = "group: " + ids[0] + "\nquestions:\n"
    folded = [" ".join(header.split()) for header in headers]
    for id, header in zip(ids[:2], folded, strict=False):
        yaml += f'  - {{id: {id}, type: single, column: "{header}", '
        yaml += 'options: ["Ja", "Nej"], disclosure: open}\n'
    yaml += f'  - {{id: {ids[2]}, type: number, column: "{folded[2]}"}}\n'
    answers = ";".join(folded) + "\nJa;Nej;1\nNej;Nej;2\nJa;Ja;3\n"
    with tempfile.TemporaryDirectory() as folder:
        found = cleaned(Path(folder), yaml, answers)
    first, second, third = (item.key for item in found.codebook.all_items())
    assert list(found.responses[first]) == ["Ja", "Nej", "Ja"]
    assert list(found.responses[second]) == ["Nej", "Nej", "Ja"]
    assert list(found.responses[third]) == [1, 2, 3]
    assert list(found.responses["group"].astype(str)) == ["Ja", "Nej", "Ja"]
    assert found.columns["cells"].sum() == 9


@pytest.mark.parametrize("name", ["all", "Alla", "ALL", "Alla svarande"])
def test_a_group_called_as_the_whole_gets_a_name_of_its_own(
    name: str, tmp_path: Path
) -> None:
    yaml = (
        "group: g\nquestions:\n"
        f'  - {{id: g, type: single, column: G, options: ["{name}", "Norr"]}}\n'
    )
    answers = f"G;A\n{name};1\nNorr;2\n"
    frame = f"unit;department\nEtt;{name}\n"
    found = cleaned(tmp_path, yaml, answers, files={"population.csv": frame})
    assert list(found.responses["group"].astype(str)) == [f"{name} (grupp)", "Norr"]
    assert list(found.population["department"]) == [f"{name} (grupp)"]
    assert found.codebook.question("g").all_options == [f"{name} (grupp)", "Norr"]
    assert any("heter som alla svarande" in note for note in found.notes)
