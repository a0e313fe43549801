"""A made survey whose truth is known comes back right or asked about, whatever tool it
was written as: 50 in `make test`, the same ones every time; 500 in `make fuzz`.

Half are tables with ticks written in every way (`made_surveys`), half are exports of
nineteen tools in six languages with the columns that people leave (`made_tools`).
"""

from __future__ import annotations

from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from support.made_surveys import made_survey
from support.made_tools import made_export
from support.reading_truth import Labelled, score

EXAMPLES = max(1, round(0.25 * settings.default.max_examples))
MADE = settings(
    max_examples=EXAMPLES, phases=(Phase.explicit, Phase.reuse, Phase.generate)
)
SEEDS = st.integers(0, 999_999)


@MADE
@given(seed=SEEDS)
def test_fuzz_a_made_survey_is_right_or_asked_about(tmp_path_factory, seed):
    is_right_or_asked_about(*made_survey(seed), tmp_path_factory.mktemp("made"))


@MADE
@given(seed=SEEDS)
def test_fuzz_an_export_of_any_tool_is_right_or_asked_about(tmp_path_factory, seed):
    is_right_or_asked_about(*made_export(seed), tmp_path_factory.mktemp("made"))


def is_right_or_asked_about(content: bytes, labelled: Labelled, folder: Path) -> None:
    path = folder / labelled.file
    path.write_bytes(content)
    found = score(path, labelled)
    assert not found.refused
    assert found.responses_right
    assert found.wrong == [], labelled.file
