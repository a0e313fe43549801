"""A made survey whose truth is known comes back right or asked about, whatever tool it
was written as: 50 in `make test`, the same ones every time; 500 in `make fuzz`."""

from __future__ import annotations

from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from support.made_surveys import made_survey
from support.reading_truth import score

EXAMPLES = max(1, round(0.25 * settings.default.max_examples))


@settings(max_examples=EXAMPLES, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(seed=st.integers(0, 999_999))
def test_fuzz_a_made_survey_is_right_or_asked_about(tmp_path_factory, seed):
    content, labelled = made_survey(seed)
    path: Path = tmp_path_factory.mktemp("made") / labelled.file
    path.write_bytes(content)
    found = score(path, labelled)
    assert not found.refused
    assert found.responses_right
    assert found.wrong == [], seed
