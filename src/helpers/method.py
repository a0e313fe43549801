"""The whole method in plain calls: the file to read first.

The notebooks do the same one step at a time, and the batch runs them in processes of
their own; what each call gives is told in its own stage.
"""

from __future__ import annotations

import pandas as pd

from helpers.cleaning.step import clean
from helpers.core.project import Project
from helpers.disclosure.ledger import read_ledger
from helpers.disclosure.release import release
from helpers.estimation.analysis import analyse
from helpers.estimation.sides import other_side
from helpers.estimation.waves import Earlier
from helpers.presentation.facts import survey_facts
from helpers.presentation.manuscript import Manuscript, Report, slots
from helpers.survey.codebook import TOTAL
from helpers.survey.series import earlier_waves
from helpers.survey.sources import read_crosswalk, read_register, read_source


def report(survey: str, project: Project) -> Report:
    """What the chapters of a survey's reports are written from. Reads data/raw/ alone
    and writes nothing; the waves before go the same way first.

        >>> from helpers import chapters, method                    # doctest: +SKIP
        >>> made = method.report("exempel-2024", Project.find())    # doctest: +SKIP
        >>> chapters.extent(made)                                   # doctest: +SKIP
    """
    waves = [report(wave, project).released for wave in earlier_waves(survey, project)]
    before = waves[-1] if waves else None
    register = read_register(survey, project)
    source = read_source(survey, project)

    cleaned = clean(source)
    earlier = other = None
    if before is not None:
        *first, then = (
            clean(read_source(wave, project)) for wave in earlier_waves(survey, project)
        )
        earlier = Earlier(then, read_crosswalk(survey, project), tuple(first))
    if theirs := cleaned.codebook.other_side:
        names = source.decisions.names
        names = names[names["kind"] == "organisation"]
        other = other_side(clean(read_source(theirs, project)), register, names)
    estimates = pd.concat(
        [
            analyse(cleaned, challenge=challenge, earlier=earlier, other_side=other)
            for challenge in (TOTAL, *cleaned.codebook.challenge_labels)
        ],
        ignore_index=True,
    )
    facts = survey_facts(cleaned, register, earlier=earlier)
    published = [entry.table for entry in read_ledger(survey, project)]
    published += [wave.for_ledger() for wave in waves]
    released = release(estimates, cleaned.codebook, facts=facts, earlier=published)
    texts = Manuscript(project.raw(survey), slots(released))
    return Report(released, texts, earlier=before)
