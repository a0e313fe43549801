"""What a person should know before a version is handed out, and cannot be taken back.

Nothing here stops it: what does is in `publishing.refusals`.
"""

from __future__ import annotations

import pandas as pd

from helpers.audit.published import already_told
from helpers.cleaning.cleaned import Cleaned
from helpers.cleaning.review import open_decisions, summary
from helpers.cleaning.step import clean
from helpers.core.project import Project
from helpers.disclosure.ledger import read_ledger
from helpers.disclosure.released import Released
from helpers.estimation.schema import KEYS
from helpers.survey.codebook import Codebook, read_codebook
from helpers.survey.folder import unread_files
from helpers.survey.sources import read_source

MOST_NAMED = 6


def to_know(survey: str, project: Project | None = None) -> list[str]:
    """A line in Swedish for each thing that speaks for waiting; none: nothing does."""
    project = project or Project.find()
    folder = project.raw(survey)
    codebook = read_codebook(folder)
    sentences = []
    if codebook.status == "open":
        sentences.append(
            "Enkäten är öppen (status: open), så sidorna säger att siffrorna är "
            "preliminära. När inga fler svar kommer: status: final."
        )
    source = read_source(survey, project)
    if waiting := open_decisions(source):
        sentences.append(summary(waiting))
    sentences += _set_aside(clean(source))
    files = [problem.file for problem in unread_files(folder, codebook)]
    if files:
        sentences.append(
            f"Filer och blad i mappen som inte används: {', '.join(files)}."
        )
    sentences += _lost(survey, project, codebook)
    if leaked := already_told(survey, project):
        sentences.append(leaked)
    return sentences


def _set_aside(cleaned: Cleaned) -> list[str]:
    """Values that are not counted, of which questions."""
    aside = cleaned.quarantined
    values = aside[aside["kind"].eq("value")]
    if values.empty:
        return []
    of = values["question"].value_counts()
    named = [_named(cleaned.codebook, id, n) for id, n in of.items()]
    return [
        f"{len(values)} värden är ställda åt sidan och räknas inte: {_listed(named)}."
    ]


def _lost(survey: str, project: Project, codebook: Codebook) -> list[str]:
    """Numbers that the last version showed and this one does not."""
    ledger = read_ledger(survey, project)
    if not ledger:
        return []
    now = Released.read(project.processed(survey) / "released").for_ledger()
    gone = lost(ledger[-1].table, now)
    if gone.empty:
        return []
    of = gone["question"].value_counts()
    named = [_named(codebook, str(id), n) for id, n in of.items()]
    sentence = (
        f"{len(gone)} siffror som version {ledger[-1].version} visade redovisas inte "
        f"längre: {_listed(named)}."
    )
    return [sentence + _why_few(gone, now, 2 * codebook.disclosure.k)]


def _why_few(gone: pd.DataFrame, now: pd.DataFrame, enough: int) -> str:
    """That few have answered since, where that is why: of fewer than 2k answers no
    number says at least k on both sides, so that no two versions may both show one."""
    answered = now.astype(dict.fromkeys(KEYS, str)).set_index(list(KEYS))["base"]
    then = gone.set_index(list(KEYS))["base"].astype(float)
    late = (answered.reindex(then.index).astype(float) - then).dropna()
    if late.empty or not 0 < late.max() < enough:
        return ""
    return (
        f" Sedan dess har högst {late.max():.0f} svar kommit på dem, och två versioner "
        "visar tillsammans vad de svaren är. Av färre än "
        f"{enough} svar går inget tal att visa så att ingen kan räknas ut. Vänta tills "
        f"minst {enough} har kommit, eller låt de sena svaren vänta till nästa version."
    )


def lost(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The rows shown in the table `before` that are not shown in `now`: suppressed, or
    no longer there. Both as Released.for_ledger."""
    keys = list(KEYS)
    then = before[before["shown"].astype(bool)]
    then = then.assign(**then[keys].fillna("").astype(str))
    shown = now.loc[now["shown"].astype(bool), keys].fillna("").astype(str)
    both = then.merge(shown.drop_duplicates(), on=keys, how="left", indicator=True)
    return both[both["_merge"].eq("left_only")]


def _named(codebook: Codebook, id: str, n: int) -> str:
    question = codebook.by_id.get(id)
    return f"{question.name if question else id or 'svar'} ({n})"


def _listed(named: list[str]) -> str:
    more = len(named) - MOST_NAMED
    return "; ".join(named[:MOST_NAMED]) + (f"; och {more} frågor till" * (more > 0))
