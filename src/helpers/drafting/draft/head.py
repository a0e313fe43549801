"""What survey.yml says before its questions: proposed from the export, with what only
she can say. Each function gives the parts of one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from helpers.core.wording import fold
from helpers.drafting.draft.asked import Asked, forms_of
from helpers.drafting.draft.commented import CommentedKey
from helpers.drafting.draft.names import series_and_wave, title_of
from helpers.drafting.hypotheses.weight import REASON as WEIGHT
from helpers.drafting.recognition import Drafted, Recognised
from helpers.drafting.recognition.columns import DONE, status_columns
from helpers.drafting.recognition.options import are_codes
from helpers.drafting.rewording import options_of, row_labels
from helpers.exports import Export

_GROUP = re.compile(
    r"förvaltning|avdelning|department|nämnd|sektor|kommun(en|er)?\b|\blän\b|region"
    r"|division"
    r"|distrikt|stadsdel|fakultet|faculty|county|district",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(
    r"hur många (anställda|medlemmar)|how many (people|paid )?(employees|people)"
    r"|bransch|industry|sector|storlek|\bsize\b|land\b|country|ålder|\bage\b|roll\b"
    r"|role|typ av organisation|type of organi[sz]ation|employees|budget",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\benhet|verksamhet|arbetsplats|vilken skola|\bunit\b|namnet på (er|din)",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"utmaning|målområde|område|challenges? (area|do)|service|verksamhetsområde"
    r"|inom .*…|areas? (of|do)",
    re.IGNORECASE,
)
_PREVIEWS = frozenset({"Survey Preview", "Survey Test"})


def title(export: Export, survey: str) -> Iterator[CommentedKey]:
    yield CommentedKey(
        "title",
        title_of(export.file, survey),
        "TODO: rapportens rubrik",
        asks="vad rapporten ska heta (title)",
    )


def wave(survey: str, asked: Asked) -> Iterator[CommentedKey]:
    series, number = series_and_wave(survey)
    earlier = asked.earlier
    if earlier is not None and earlier.series:
        series = earlier.series
    if series and number:
        yield CommentedKey("series", series, "enkäter i samma serie jämförs")
        yield CommentedKey("wave", int(number))
    if earlier is not None and not (series and number and earlier.wave):
        yield CommentedKey(
            above=(f"TODO: ange series (samma) och wave här och i {asked.against}",),
            asks="vilken serie och omgång enkäterna hör till (series, wave)",
        )


def fieldwork(export: Export) -> Iterator[CommentedKey]:
    times = [*export.meta("start"), *export.meta("end")]
    read = [
        pd.to_datetime(export.responses[name], errors="coerce", format="ISO8601")
        for name in times
    ]
    given = pd.concat(read).dropna() if read else pd.Series(dtype="datetime64[us]")
    # "-1" in a column of times is read as the year before year 0.
    given = given[given.dt.year.between(1900, 2200)]
    if len(given):
        ends = {"from": given.min().date(), "to": given.max().date()}
        yield CommentedKey("fieldwork", ends)
    else:
        yield CommentedKey(
            above=("TODO: fieldwork: {from: 2026-02-02, to: 2026-03-13}, svarstiden",),
            asks="när svaren samlades in (fieldwork)",
        )


def files(export: Export, tool: str) -> Iterator[CommentedKey]:
    described = {"file": export.file, "sheet": export.sheet}
    described["tool"] = export.tool if tool else ""
    yield CommentedKey(
        "exports", [{key: value for key, value in described.items() if value}]
    )


def words_for_nothing(found: Recognised) -> Iterator[CommentedKey]:
    if found.missing:
        yield CommentedKey("missing", ["", *found.missing])
    if found.not_shown:
        yield CommentedKey("not_shown", found.not_shown, "frågan visades inte")


def respondent(export: Export) -> Iterator[CommentedKey]:
    names = " ".join(c.name for c in export.columns if not c.meta).casefold()
    organisation = len(re.findall(r"your (organi[sz]ation|agency|company)", names))
    organisation += len(re.findall(r"\b(er|din) (organisation|förening)", names))
    public = len(re.findall(r"\benhet|förvaltning|verksamhet", names))
    likely = "organisation" if organisation > public else "public_unit"
    yield CommentedKey(
        "respondent",
        likely if max(organisation, public) > 1 else "person",
        "TODO: vem svarar? public_unit, organisation eller person",
        asks="vem som svarar, och vad som utlovades (respondent, promised)",
    )


def unit(asked: Asked, export: Export) -> Iterator[CommentedKey]:
    for id, drafted in (*asked.of_type("text"), *asked.of_type("single")):
        if not _UNIT.search(drafted.wording) or drafted.keys.get("personal"):
            continue
        if drafted.type == "single" and not _ties_in_rows(asked):
            continue
        cells = export.responses[drafted.columns[0].name].dropna()
        most = int(cells.value_counts().max()) if len(cells) else 0
        sentence = (
            f"TODO: unit: {{question: {id}, duplicates: most_complete}}, om frågan "
        )
        several = f" En enhet står på {most} rader: är det flera svar?" * (most > 1)
        yield CommentedKey(
            above=(f"{sentence}säger vilken enhet som svarar.{several}",),
            asks=f"om {id} säger vilken enhet som svarar (unit).{several}",
        )
        return


def _ties_in_rows(asked: Asked) -> bool:
    """Whether each row may be a tie: one column of partners, and units over again."""
    return any(drafted.keys["blocks"] == 1 for _, drafted in asked.of_type("ties"))


def previews(export: Export) -> Iterator[CommentedKey]:
    """Rows made while trying the form; paper forms are typed in so too."""
    for name in export.meta("status"):
        texts = {fold(str(t)) for t in export.responses[name].dropna().unique()}
        if found := sorted(texts & _PREVIEWS):
            rows = int(
                export.responses[name].map(fold, na_action="ignore").isin(found).sum()
            )
            yield CommentedKey(
                "tests",
                {name: found},
                f"TODO: {rows} rader från förhandsvisning räknas inte: är de prov?",
                asks=f"om {rows} rader från förhandsvisning är prov, eller "
                "pappersenkäter som skrivits in (tests)",
            )


def complete(export: Export) -> Iterator[CommentedKey]:
    """How a finished answer is told: for certain where the tool says so."""
    if export.tool == "limesurvey":
        for name in export.meta("end"):
            if export.responses[name].isna().any():
                yield CommentedKey("complete", {"column": name, "partial": "set_aside"})
                return
    for name in export.meta("status"):
        texts = {fold(t): t for t in export.responses[name].dropna().unique()}
        for yes, no in (("1", "0"), ("True", "False"), ("TRUE", "FALSE")):
            if {*texts} == {yes, no}:
                rule = {"column": name, "equals": yes, "partial": "set_aside"}
                yield CommentedKey("complete", rule)
                return
    for name in status_columns(export):
        counts = export.responses[name].map(fold, na_action="ignore").value_counts()
        done = [text for text in counts.index if text.casefold() in DONE]
        listed = ", ".join(f"”{text}” {times}" for text, times in counts.items())
        yield CommentedKey(
            above=(
                f'TODO: complete: {{column: "{name}", equals: "{done[0]}", '
                f"partial: set_aside}}, om bara färdiga svar ska räknas ({listed})",
            ),
            asks=f"om bara svar som är färdiga enligt ”{name}” ska räknas ({listed})",
        )
        return


def weights(found: Recognised) -> Iterator[CommentedKey]:
    for column, reason in found.ignore:
        if reason == WEIGHT:
            yield CommentedKey(
                asks=f"om svaren ska vägas med ”{column.name}”: nu räknas de lika"
            )


def group(asked: Asked) -> Iterator[CommentedKey]:
    likely, perhaps = [], []
    for id, drafted in asked.of_type("single"):
        fits = 2 <= len(options_of(drafted)) <= 25 and drafted.scale is None
        groups = _GROUP.search(drafted.wording)
        if fits and groups and not are_codes(options_of(drafted)):
            likely.append(id)
        elif fits and (groups or _BACKGROUND.search(drafted.wording)):
            perhaps.append(id)  # also codes: "2" is no heading until it is explained
    if likely:
        yield CommentedKey(
            "group",
            likely[0],
            "TODO: delar den upp rapporten rätt?",
            asks=f"om {likely[0]} är den indelning rapporten ska ha (group)",
        )
        return
    some = f" Kandidater: {', '.join(perhaps[:6])}" if perhaps else ""
    yield CommentedKey(
        above=(f"TODO: group: vilken fråga delar upp rapporten?{some}",),
        asks="vilken fråga som delar upp rapporten (group)",
    )


def scales(asked: Asked) -> Iterator[CommentedKey]:
    content = {
        id: {"options": list(ordered.options)}
        | ({"dont_know": list(ordered.dont_know)} if ordered.dont_know else {})
        for id, ordered in asked.scales.items()
    }
    if content:
        yield CommentedKey("scales", content, "alltid från låg till hög")


def challenges(
    asked: Asked, grid: tuple[str, Drafted] | None
) -> Iterator[CommentedKey]:
    """The rows of a grid that seem to be them; else what to write."""
    if grid is not None:
        id, drafted = grid
        rows = row_labels(drafted.keys).items()
        yield CommentedKey(
            "challenges",
            {
                "items": {row: {"label": label} for row, label in rows},
                "from": {"question": id},
            },
            above=("TODO: är raderna i frågan utmaningar?",),
            asks=f"om raderna i {id} är utmaningar (challenges, forms)",
        )
        yield CommentedKey(
            "forms",
            {
                form: {"label": option, "option": option}
                for form, option in forms_of(drafted).items()
            },
            above=("TODO: är svarsalternativen former av samverkan?",),
        )
        return
    asks = "vilka utmaningar enkäten gäller (challenges och forms)"
    for id, drafted in asked.of_type("multiple"):
        if _CHALLENGE.search(drafted.wording) and options_of(drafted):
            option = options_of(drafted)[0]
            yield CommentedKey(
                above=(
                    f"TODO: säger {id} vilka utmaningar man arbetar med? Ange dem:",
                    "challenges:",
                    '  items: {arbete: {label: "Nya vägar till arbete"}}',
                    f'  from: {{question: {id}, options: {{arbete: ["{option}"]}}}}',
                ),
                asks=asks,
            )
            return
    yield CommentedKey(
        above=(
            "TODO: challenges: vilka utmaningar gäller enkäten, och vilken fråga säger "
            "vilka man arbetar med? Rapporten går att göra utan dem.",
        ),
        asks=asks,
    )


def disclosure() -> Iterator[CommentedKey]:
    content: Mapping[str, object] = {
        "k": 5,
        "small_group": 10,
        "percent_from": 10,
        "promised": "none",
    }
    yield CommentedKey("disclosure", content)
