"""An export → a first survey.yml that runs as it stands: `kartlaggning new FILE`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.core.errors import ExportError, Problem, ProjectError
from helpers.core.project import Project, check_name, write_bytes, write_text
from helpers.core.slugs import slug
from helpers.core.wording import fold
from helpers.drafting import scales
from helpers.drafting.draft.safety import plain_keys, safe_questions
from helpers.drafting.draft.written import entry, flow, one_line
from helpers.drafting.recognition import Drafted, Recognised, recognise
from helpers.drafting.recognition.profiles import section_of
from helpers.drafting.recognition.words import quoted, slugs
from helpers.drafting.rewording import (
    Match,
    match_questions,
    moved,
    options_of,
    row_labels,
)
from helpers.exports import TOOLS, Column, Export, read_export
from helpers.exports.codelist import CodeList, find_code_list, read_code_list
from helpers.exports.sheet import counted
from helpers.survey.codebook import (
    FILE,
    AnyQuestion,
    Codebook,
    parse_codebook,
    read_codebook,
    round_trip,
)

LONGEST_LABEL = 80
KINDS = {
    "single": ("med ett svar", "med ett svar"),
    "multiple": ("med flera svar", "med flera svar"),
    "grid": ("rutnät", "rutnät"),
    "number": ("tal", "tal"),
    "date": ("datum", "datum"),
    "text": ("fritext", "fritexter"),
    "ties": ("namngivna partner", "namngivna partner"),
}


@dataclass(frozen=True)
class NewSurvey:
    """What `new` made: the survey's name and folder, and what to tell her.

    `understood`: what was found. `doubts`: what she should look at. `hers`: what only
    she can say. `changed`: against the earlier wave. All in Swedish.
    """

    survey: str
    folder: Path
    understood: list[str]
    doubts: list[str]
    hers: list[str]
    changed: list[str] = field(default_factory=list)

    def told(self) -> dict[str, list[str]]:
        """What there is to tell, under Swedish headings."""
        every = {
            "Så tolkades filen": self.understood,
            "Se efter om detta stämmer": self.doubts,
            "Bara du kan säga": self.hers,
            "Ändrat sedan den tidigare vågen": self.changed,
        }
        return {heading: said for heading, said in every.items() if said}


def new_survey(
    project: Project,
    file: Path,
    survey: str | None = None,
    against: str | None = None,
    *,
    codes: Path | None = None,
    tool: str | None = None,
    sheet: str | None = None,
) -> NewSurvey:
    """Drafts data/raw/<survey>/survey.yml and copies the export beside it.

    `survey`: the name, else one is made of the file's. `against`: the earlier wave.
    `codes`: a list of what the codes mean. `tool`, `sheet`: where the export's own are
    not the ones detected. Raises ProjectError when the survey is
    there already, ExportError when the file cannot be read. Nothing is half-written.
    """
    file = Path(file)
    name = check_name(survey) if survey else name_of(file, project)
    folder = project.root / "data" / "raw" / name
    if (folder / FILE).exists():
        raise ProjectError(
            f"Enkäten ”{name}” finns redan.",
            todo="Ge den nya ett annat namn med --survey, eller ta bort den gamla.",
        )
    earlier = read_codebook(project.raw(against)) if against else None
    export = read_export(file, tool=tool, sheet=sheet)
    listed = read_code_list(codes) if codes else find_code_list(file, export.sheet)
    found = recognise(export, listed.of if listed else lambda _: {})
    if not found.questions:
        raise _nothing_asked(export)
    if listed is not None:
        _take_wordings(found, listed)
    found = replace(found, questions=safe_questions(found, export))
    for drafted in found.questions:
        if drafted.wordless:
            drafted.todo.append("vad löd frågan? Skriv den i text")
    draft = _Draft(export, found, name, earlier, against or "", tool or "")
    text = draft.text()
    check_draft(text)
    _copy_beside(file, folder)
    write_text(folder / FILE, text)
    return NewSurvey(
        survey=name,
        folder=folder,
        understood=draft.understood(listed),
        doubts=draft.doubts(),
        hers=draft.hers,
        changed=draft.changed,
    )


def _nothing_asked(export: Export) -> ExportError:
    return ExportError(
        Problem(
            "Ingen kolumn har svar på en fråga: de är tomma, eller verktygets egna.",
            "Är det rätt fil, och rätt blad? Ange bladet med --sheet.",
            file=export.file,
        )
    )


def _copy_beside(file: Path, folder: Path) -> None:
    """The export as it came. Raises ProjectError before it writes over another one."""
    place, content = folder / file.name, file.read_bytes()
    if not place.exists():
        write_bytes(place, content)
    elif place.read_bytes() != content:
        raise ProjectError(
            f"I {folder.name} ligger redan en annan fil som heter ”{file.name}”.",
            todo="Byt namn på den nya filen, eller ge enkäten ett annat namn med "
            "--survey.",
        )


def _take_wordings(found: Recognised, listed: CodeList) -> None:
    """Questions that the export has no words for, in the code list's."""
    for drafted in found.questions:
        if drafted.wordless:
            drafted.wording = listed.wording_of(drafted.columns[0]) or drafted.wording


_GENERIC = {"results", "svar", "rawdata", "data", "export", "survey", "enkat", "enkät"}


def series_and_wave(name: str) -> tuple[str, str]:
    """What a survey's name says of its series and wave, or ("", "").

    >>> series_and_wave("samverkan-2024"), series_and_wave("svar-2024")
    (('samverkan', '2024'), ('', ''))
    """
    year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", name)
    series = name.replace(year[0], "").strip("-_ ").replace("--", "-") if year else ""
    if year is None or not series or series.casefold() in _GENERIC:
        return "", ""
    return series, year[0]


def name_of(file: Path, project: Project) -> str:
    """A survey's name from its file's, or its folder's when that lies in data/raw.

    >>> name_of(Path("Samverkan 2024(1-174).xlsx"), Project(Path("somewhere")))
    'samverkan-2024'
    """
    raw = (project.root / "data" / "raw").resolve()
    parent = file.resolve().parent
    stem = parent.name if parent.parent == raw else file.name.split(".")[0]
    plain = re.sub(r"\(\s*\d+\s*-\s*\d+\s*\)", "", stem)
    return check_name(slug(plain, empty="enkat"))


def check_draft(text: str) -> Codebook:
    """The draft as a codebook. Raises CodebookError: then the draft is ours to mend."""
    return parse_codebook(round_trip().load(text))


# ---------------------------------------------------------------- the draft


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
_CHAPTERS = (
    ("background", r"förvaltning|roll har|hur många anställda|bransch"),
    ("dialog", r"\bdialog"),
    ("support", r"\bbidrag|ekonomiskt stöd|\bstöd(et)?\b"),
    ("barriers", r"hindr|barriär|underlätta"),
    ("needs", r"behov (av|framåt)|framöver"),
    ("extent", r"samverka|på vilka sätt|hur många organisationer"),
)


class _Draft:
    """Writes the draft, and collects what is hers to say while doing so."""

    def __init__(
        self,
        export: Export,
        found: Recognised,
        name: str,
        earlier: Codebook | None,
        against: str,
        tool: str,
    ) -> None:
        self.export, self.found, self.name = export, found, name
        self.earlier, self.against, self.tool = earlier, against, tool
        self.hers: list[str] = []
        self.changed: list[str] = []
        self.matches: dict[int, Match] = {}
        if earlier is not None:
            self.matches, gone = match_questions(found.questions, earlier)
            self._tell_changes([question.wording for question in gone])
        self.scales: dict[str, scales.Ordered] = {}
        self.ids = self._ids()
        self.challenge_grid = self._challenge_grid()
        self._place_ties()

    # ------------------------------------------------------------ ids and scales

    def _ids(self) -> list[str]:
        """The earlier wave's id where the wording is the same; else one of its own."""
        same = {p: m.earlier.id for p, m in self.matches.items() if m.same}
        taken = {q.id for q in self.earlier.questions} if self.earlier else set()
        places = [p for p in range(len(self.found.questions)) if p not in same]
        made = slugs(map(self._said, places), taken)
        new = dict(zip(places, made, strict=True))
        return [
            same.get(place) or new[place] for place in range(len(self.found.questions))
        ]

    def _said(self, place: int) -> str:
        """What an id is made of: the wording, or the question's number."""
        drafted = self.found.questions[place]
        number = drafted.wording.removeprefix("Fråga ") or place + 1
        return f"q{number}" if drafted.wordless else drafted.wording

    def _scale_of(self, drafted: Drafted) -> str:
        """The id of the scale that a question uses, made when it is a new one."""
        ordered = drafted.scale
        assert ordered is not None
        for id, known in self.scales.items():
            if (known.options, known.dont_know) == (ordered.options, ordered.dont_know):
                return id
        id = slugs([ordered.family], self.scales)[0]
        self.scales[id] = ordered
        return id

    # ------------------------------------------------------------ survey.yml

    def text(self) -> str:
        questions = [
            line
            for place, drafted in enumerate(self.found.questions)
            for line in self._question(place, drafted)
        ]
        head = list(self._head())
        return "\n".join([*head, "questions:", *questions, *self._ignore()]) + "\n"

    def _head(self) -> Iterator[str]:
        export, found = self.export, self.found
        tool = TOOLS[export.tool].NAME
        yield f"# Utkast av kartlaggning new till {one_line(export.file)} ({tool})."
        yield "# Det går att köra som det är. Rader med TODO behöver dina ögon; ta bort"
        yield "# ordet när du har sett efter. kartlaggning check visar vad som är kvar."
        yield f"title: {quoted(self._title())}   # TODO: rapportens rubrik"
        self.hers.append("vad rapporten ska heta (title)")
        yield f"language: {found.language}"
        yield from self._wave()
        yield "status: open"
        yield from self._fieldwork()
        yield f"exports: [{flow(self._file())}]"
        if found.missing:
            yield f"missing: {flow(['', *found.missing])}"
        if found.not_shown:
            yield f"not_shown: {flow(found.not_shown)}   # frågan visades inte"
        yield f"respondent: {self._respondent()}   # TODO: vem svarar? " + (
            "public_unit, organisation eller person"
        )
        self.hers.append("vem som svarar, och vad som utlovades (respondent, promised)")
        yield from self._unit()
        yield from self._tests()
        yield from self._complete()
        yield from self._group()
        yield from self._scales()
        yield from self._challenges()
        yield "disclosure: {k: 5, small_group: 10, percent_from: 10, promised: none}"
        yield ""

    def _title(self) -> str:
        stem = re.sub(r"\(\s*\d+\s*-\s*\d+\s*\)", "", self.export.file)
        stem = re.sub(
            r"(\.(csv|xlsx|xlsm|xls|ods|sav|tsv|txt|gz))+$", "", stem, flags=re.I
        )
        title = fold(stem.replace("_", " ")) or self.name
        return title[0].upper() + title[1:]

    def _wave(self) -> Iterator[str]:
        series, wave = series_and_wave(self.name)
        if self.earlier is not None and self.earlier.series:
            series = self.earlier.series
        if series and wave:
            yield f"series: {quoted(series)}   # enkäter i samma serie jämförs"
            yield f"wave: {wave}"
        if self.earlier is None:
            return
        if not (series and wave and self.earlier.series and self.earlier.wave):
            yield f"# TODO: ange series (samma) och wave här och i {self.against}"
            self.hers.append("vilken serie och våg enkäterna hör till (series, wave)")

    def _fieldwork(self) -> Iterator[str]:
        times = [*self.export.meta("start"), *self.export.meta("end")]
        read = [
            pd.to_datetime(
                self.export.responses[name], errors="coerce", format="ISO8601"
            )
            for name in times
        ]
        given = pd.concat(read).dropna() if read else pd.Series(dtype="datetime64[us]")
        # "-1" in a column of times is read as the year before year 0.
        given = given[given.dt.year.between(1900, 2200)]
        if len(given):
            first, last = given.min(), given.max()
            yield f"fieldwork: {{from: {first:%Y-%m-%d}, to: {last:%Y-%m-%d}}}"
        else:
            yield "# fieldwork: {from: 2026-02-02, to: 2026-03-13}   # TODO: svarstiden"
            self.hers.append("när svaren samlades in (fieldwork)")

    def _file(self) -> dict[str, str]:
        described = {"file": self.export.file, "sheet": self.export.sheet}
        described["tool"] = self.export.tool if self.tool else ""
        return {key: value for key, value in described.items() if value}

    def _respondent(self) -> str:
        said = " ".join(c.name for c in self.export.columns if not c.meta).casefold()
        organisation = len(re.findall(r"your (organi[sz]ation|agency|company)", said))
        organisation += len(re.findall(r"\b(er|din) (organisation|förening)", said))
        public = len(re.findall(r"\benhet|förvaltning|verksamhet", said))
        if max(organisation, public) < 2:
            return "person"
        return "organisation" if organisation > public else "public_unit"

    def _unit(self) -> Iterator[str]:
        for id, drafted in self._of_type("text"):
            if _UNIT.search(drafted.wording) and not drafted.keys.get("personal"):
                yield f"# unit: {{question: {id}, duplicates: most_complete}}   " + (
                    "# TODO: ta bort # om frågan säger vilken enhet som svarar"
                )
                self.hers.append(f"om {id} säger vilken enhet som svarar (unit)")
                return

    def _tests(self) -> Iterator[str]:
        for column in self.export.columns:
            texts = self.export.responses[column.name].dropna().unique()
            if column.meta == "status" and "Survey Preview" in texts:
                yield f'tests: {{{quoted(column.name)}: ["Survey Preview"]}}'

    def _complete(self) -> Iterator[str]:
        """How a finished answer is told, where the tool says so."""
        export = self.export
        if export.tool == "limesurvey":
            for name in export.meta("end"):
                if export.responses[name].isna().any():
                    yield f"complete: {{column: {quoted(name)}, partial: set_aside}}"
                    return
        for name in export.meta("status"):
            texts = {fold(t): t for t in export.responses[name].dropna().unique()}
            for yes, no in (("1", "0"), ("True", "False"), ("TRUE", "FALSE")):
                if set(texts) == {yes, no}:
                    yield (
                        f"complete: {{column: {quoted(name)}, equals: {quoted(yes)}, "
                        + ("partial: set_aside}")
                    )
                    return

    def _group(self) -> Iterator[str]:
        likely, perhaps = [], []
        for id, drafted in self._of_type("single"):
            fits = 2 <= len(options_of(drafted)) <= 25 and drafted.scale is None
            if fits and _GROUP.search(drafted.wording):
                likely.append(id)
            elif fits and _BACKGROUND.search(drafted.wording):
                perhaps.append(id)
        if likely:
            yield f"group: {likely[0]}   # TODO: delar den upp rapporten rätt?"
            self.hers.append(
                f"om {likely[0]} är den indelning rapporten ska ha (group)"
            )
        else:
            some = (
                f"kandidater: {', '.join(perhaps[:6])}" if perhaps else "till exempel"
            )
            yield (
                f"# group: {(perhaps or ['department'])[0]}   # TODO: vilken fråga "
                + (
                    f"delar upp rapporten? {some}"
                    if perhaps
                    else "delar upp rapporten?"
                )
            )
            self.hers.append("vilken fråga som delar upp rapporten (group)")

    def _scales(self) -> Iterator[str]:
        if not self.scales:
            return
        yield "scales:   # alltid från låg till hög"
        for id, ordered in self.scales.items():
            content: dict[str, Any] = {"options": list(ordered.options)}
            if ordered.dont_know:
                content["dont_know"] = list(ordered.dont_know)
            yield f"  {id}: {flow(content)}"

    def _challenges(self) -> Iterator[str]:
        """A block for her to take the # away from, where a question seems to be it."""
        if self.challenge_grid is not None:
            id, drafted = self.challenge_grid
            self.hers.append(f"om raderna i {id} är utmaningar (challenges, forms)")
            yield "challenges:   # TODO: är raderna i frågan utmaningar?"
            yield "  items:"
            for row, label in row_labels(drafted.keys).items():
                yield f"    {row}: {{label: {quoted(label)}}}"
            yield f"  from: {{question: {id}}}"
            yield "forms:   # TODO: är svarsalternativen former av samverkan?"
            for form, option in forms_of(drafted).items():
                said = quoted(option)
                yield f"  {form}: {{label: {said}, option: {said}}}"
            return
        self.hers.append("vilka utmaningar enkäten gäller (challenges och forms)")
        for id, drafted in self._of_type("multiple"):
            if _CHALLENGE.search(drafted.wording):
                yield f"# TODO: säger {id} vilka utmaningar man arbetar med? Ange dem:"
                yield "# challenges:"
                yield '#   items: {arbete: {label: "Nya vägar till arbete"}}'
                yield f"#   from: {{question: {id}, options: {{arbete: " + (
                    f"[{quoted(options_of(drafted)[0])}]}}}}}}"
                )
                return
        yield "# challenges:   # TODO: vilka utmaningar gäller enkäten, vilken fråga"
        yield "#   säger vilka man arbetar med? Rapporten går att göra utan dem."

    def _challenge_grid(self) -> tuple[str, Drafted] | None:
        """The grid whose rows are the challenges: it says so, or its rows are what the
        partners' challenges are called."""
        named = self._partner_texts("challenge")
        for id, drafted in self._of_type("grid"):
            if drafted.keys.get("cell") != "multiple" or not forms_of(drafted):
                continue
            labels = {label.casefold() for label in row_labels(drafted.keys).values()}
            says = re.search(r"utmaning|challenge", drafted.wording, re.IGNORECASE)
            if (named and named <= labels) or (says and not named):
                return id, drafted
        return None

    def _partner_texts(self, field: str) -> set[str]:
        """What stands in a field of the first partner, case folded."""
        for _, drafted in self._of_type("ties"):
            if column := drafted.later.get(field, "").replace("{n}", "1"):
                cells = self.export.responses[column].dropna().unique()
                gone = {*self.found.missing, *self.found.not_shown}
                parts = {fold(p) for cell in cells for p in str(cell).split(";")}
                return {part.casefold() for part in parts - gone if part}
        return set()

    def _place_ties(self) -> None:
        """The partners' challenge and form are read when there are challenges and
        forms, and else told to be left."""
        forms: set[str] = set()
        if self.challenge_grid is not None:
            options = forms_of(self.challenge_grid[1]).values()
            forms = {option.casefold() for option in options}
        for _, drafted in self._of_type("ties"):
            fields = drafted.keys["fields"]
            for name, pattern in list(drafted.later.items()):
                known = name == "challenge" or self._partner_texts("form") <= forms
                if self.challenge_grid is not None and known:
                    fields[name] = pattern
                    del drafted.later[name]
            if drafted.later:
                drafted.todo.append("läs också de kolumner som står efter # i fields?")
            blocks = range(1, drafted.keys["blocks"] + 1)
            for pattern in drafted.later.values():
                for number in blocks:
                    column = self.export.column(pattern.replace("{n}", str(number)))
                    self.found.ignore.append((column, "kräver challenges och forms"))

    def _of_type(self, kind: str) -> Iterator[tuple[str, Drafted]]:
        for id, drafted in zip(self.ids, self.found.questions, strict=True):
            if drafted.type == kind:
                yield id, drafted

    # ------------------------------------------------------------ a question

    def _question(self, place: int, drafted: Drafted) -> Iterator[str]:
        for todo in drafted.todo:
            yield f"  # TODO: {one_line(todo)}"
        match = self.matches.get(place)
        if match and not match.same and self.earlier and self.earlier.wave is None:
            yield (
                f"  # TODO: när {self.against} har fått en wave, till exempel 2022: "
                + (f"compares_with: {{2022: {match.earlier.id}}}")
            )
        for change in match.changes if match else ():
            yield f"  # TODO: ändrat sedan {self.against}: {one_line(change)}"
        yield f"  - id: {self.ids[place]}"
        for key, value in self._keys(place, drafted, match).items():
            yield from entry(key, value, "    ")
            if key == "fields":
                for name, pattern in drafted.later.items():
                    yield f"      # {name}: {quoted(pattern)}"
        yield ""

    def _keys(
        self, place: int, drafted: Drafted, match: Match | None
    ) -> Mapping[str, Any]:
        keys = plain_keys(drafted)
        if drafted.scale is not None:
            keys.pop("options", None)
            keys.pop("dont_know", None)
            keys = {"scale": self._scale_of(drafted), **keys}
        wording = drafted.wording
        said: dict[str, Any] = {"type": keys.pop("type")}
        if wording != keys.get("column") and not drafted.wordless:
            said["text"] = wording
        label = _label(wording, keys, self.found.questions, drafted)
        if match is not None and match.same and match.earlier.label:
            label = match.earlier.label
        if label:
            said["label"] = label
        chapter = _chapter(wording)
        if match is not None:
            chapter = match.earlier.chapter if match.same else chapter
            if match.same and match.earlier.disclosure == "open":
                said["disclosure"] = "open"
            if match.same and _turned(drafted, match.earlier):
                said["reversed"] = True
            if not match.same:
                wave = self.earlier.wave if self.earlier else None
                if wave is not None:
                    said["compares_with"] = {wave: match.earlier.id}
        if chapter != "results":
            said["chapter"] = chapter
        return said | keys

    def _ignore(self) -> Iterator[str]:
        if not self.found.ignore:
            return
        yield "ignore:   # de här kolumnerna läses inte"
        for column, reason in self.found.ignore:
            yield f"  - {quoted(column.name)}   # {reason}"

    # ------------------------------------------------------------ what to tell

    def understood(self, listed: CodeList | None) -> list[str]:
        kinds = Counter(drafted.type for drafted in self.found.questions)
        said = ", ".join(
            f"{kinds[kind]} {KINDS[kind][kinds[kind] > 1]}"
            for kind in KINDS
            if kinds[kind]
        )
        lines = list(self.export.notes)
        if listed is not None:
            lines.append(f"Kodernas betydelse lästes ur ”{listed.file}”.")
        answers, asked = len(self.export.responses), len(self.found.questions)
        lines.append(f"{answers} svar och {asked} frågor: {said}.")
        metas = Counter(column.meta for column in self.export.columns if column.meta)
        if metas:
            own = counted(metas.total(), "kolumn", "kolumner")
            lines.append(f"{own} är verktygets egna, till exempel tider och nummer.")
        for reason, columns in _by_reason(self.found.ignore).items():
            letters = ", ".join(column.letter for column in columns)
            lines.append(f"Läses inte ({reason}): kolumn {letters}.")
        return lines

    def doubts(self) -> list[str]:
        return self.export.doubts + [
            f"{id}: {todo}"
            for id, drafted in zip(self.ids, self.found.questions, strict=True)
            for todo in drafted.todo
        ]

    def _tell_changes(self, gone: list[str]) -> None:
        for place in sorted(self.matches):
            match = self.matches[place]
            self.changed += [f"{match.earlier.id}: {said}" for said in match.changes]
        if self.earlier is not None and (others := moved(self.matches, self.earlier)):
            self.changed.append(f"ställs på en annan plats: {', '.join(others)}")
        new = [
            drafted.wording
            for place, drafted in enumerate(self.found.questions)
            if place not in self.matches and drafted.wording
        ]
        self.changed += [f"ny fråga: ”{wording}”" for wording in new]
        self.changed += [f"ställs inte längre: ”{wording}”" for wording in gone]


def forms_of(drafted: Drafted) -> dict[str, str]:
    """The options of a grid that may be forms of collaboration, with ids."""
    keys = drafted.keys
    skip = [*keys.get("dont_know", ()), *keys.get("none_of", ())]
    options = [option for option in keys.get("options", ()) if option not in skip]
    return dict(zip(slugs(options), options, strict=True))


def _label(
    wording: str,
    keys: Mapping[str, Any],
    questions: list[Drafted],
    drafted: Drafted,
) -> str:
    """A shorter name where the wording is long, and one where there is none."""
    said = wording[len(section_of(wording)) :]
    said = re.sub(r"\s*\([^)]*\)", "", said).strip()
    said = re.sub(r"^\d{1,3}[.)]\s+", "", said)
    if not said:
        return f"Fråga {questions.index(drafted) + 1}"
    first = re.match(r".{15,}?[?.!](?=\s|$)", said)
    short = first[0] if first else said
    if len(short) > LONGEST_LABEL:
        short = short[:LONGEST_LABEL].rsplit(" ", 1)[0].rstrip(",;:– ") + " …"
    return "" if short == wording and not drafted.wordless else short


def _chapter(wording: str) -> str:
    for chapter, pattern in _CHAPTERS:
        if re.search(pattern, wording, re.IGNORECASE):
            return chapter
    return "results"


def _turned(drafted: Drafted, earlier: AnyQuestion) -> bool:
    """Whether the earlier wave counts this question's scale the other way around."""
    if drafted.scale is None or not getattr(earlier, "reversed", False):
        return False
    return earlier.scale_options == list(drafted.scale.options)[::-1]  # type: ignore[union-attr]


def _by_reason(ignored: list[tuple[Column, str]]) -> dict[str, list[Column]]:
    found: dict[str, list[Column]] = {}
    for column, reason in ignored:
        found.setdefault(reason, []).append(column)
    return found
