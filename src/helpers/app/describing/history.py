"""Changes of a survey.yml that can be taken back, one after the other."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from helpers.core.errors import CodebookError, Problem
from helpers.core.project import write_text
from helpers.survey.codebook import (
    FILE,
    Codebook,
    Edit,
    change_codebook,
    mark_seen,
    read_codebook,
    read_text,
)

_ITEM = re.compile(r"\s*-\s+\{?\s*id:\s*[\"']?(?P<id>\w+)")
_TOP = re.compile(r"[a-z_]+:")
_DOUBT = re.compile(r"#\s*TODO:?\s*(?P<task>.+)")
_WHOM = re.compile(r"Svara: bara några \(asked_if.*som nu\)")
"""How `asking_whom.asks` ends."""

_IN_THE_FORM = {
    "; skriv dem i options om de står i formuläret": "; står de i formuläret: gör dem "
    "till alternativ här nedanför",
    "Skriv den i text": "Skriv den under ”Frågan löd”",
    "Skriv det i unit": "Skriv det under ”Enhet”",
    "Lägg det i options, gör om det med recode, eller sätt other: true om frågan har "
    "ett fritt alternativ.": "Gå till frågan i steget Beskriv, och välj vad svaret "
    "räknas som.",
    " i survey.yml (rad": " i kodboken (rad",
    "Gör om dem med recode, eller ändra frågans typ": "Rätta dem i steget Avgör, eller "
    "ändra vad frågan är",
    " (status: open)": "",
    "När inga fler svar kommer: status: final.": "När inga fler svar kommer: kryssa i "
    "rutan här ovanför.",
    'Publicera med --note "…", till exempel': "Skriv det under ”Vad är ändrat”, till "
    "exempel",
    "Kör om: kartlaggning run.": "Kör igen.",
    "Kör om 3_release.": "Kör igen.",
    "Kör först: kartlaggning run.": "Kör först.",
    "Kör först stegen före det här: kartlaggning run.": "Kör först.",
    "granskat: --by NAMN.": "granskat.",
    "nekar: --refuse ORD.": "nekar.",
    "Skriv status: final, eller ta bort decided tills enkäten är stängd.": "Kryssa "
    "först för att inga fler svar kommer, i steget Publicera.",
    "Skriv disclosure: open på den, eller ta bort group.": "Välj att svaren är öppna "
    "på den frågan, eller dela upp efter en annan.",
    "(crosswalk.csv)": "(svara under ”Om enkäten” i steget Beskriv)",
}


def in_the_form(words: str) -> str:
    """What is said, in the page's words where it names a key or a command.

    >>> in_the_form("vad löd frågan? Skriv den i text")
    'vad löd frågan? Skriv den under ”Frågan löd”'
    """
    for written, shown in _IN_THE_FORM.items():
        words = words.replace(written, shown)
    return _WHOM.sub("Svara under ”Fick alla frågan?”", words)


@dataclass
class History:
    """What she has changed since she opened the form. Each change is in the file at
    once; `undo` puts back the file as it was before the last one."""

    folder: Path
    _steps: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def codebook(self) -> Codebook:
        return read_codebook(self.folder)

    @property
    def last(self) -> str:
        """What `undo` would take back, in Swedish; "" for nothing."""
        return self._steps[-1][0] if self._steps else ""

    def change(self, sentence: str, changes: Iterable[Edit], of: Codebook) -> bool:
        """Writes the changes, which were made for the codebook `of`; False where there
        are none. Raises CodebookError, and writes nothing, where survey.yml has become
        another since, or would contradict itself."""
        found = list(changes)
        if not found:
            return False
        if self.codebook != of:
            raise CodebookError(
                Problem(
                    "Filen har ändrats medan du läste. Inget är sparat.",
                    "Se efter igen: nu visas det som står i filen.",
                    file=FILE,
                )
            )
        before = read_text(self.folder / FILE)
        change_codebook(self.folder, found)
        self._keep(sentence, before)
        return True

    def seen(self, codebook: Codebook, ids: Iterable[str], by: str) -> None:
        """Marks questions as seen as `codebook` reads them, today."""
        before = read_text(self.folder / FILE)
        mark_seen(self.folder, codebook, ids, by, dt.date.today())
        self._keep("genomgången", before)

    def undo(self) -> str:
        """Takes back the last change; what it was. Raises CodebookError where the file
        has been changed by something else since: nothing of that is overwritten."""
        if not self._steps:
            return ""
        sentence, before, after = self._steps[-1]
        if read_text(self.folder / FILE) != after:
            raise CodebookError(
                Problem(
                    "Filen har ändrats någon annanstans sedan dess. Det går inte att "
                    "ångra.",
                    "Gör ändringen för hand i formuläret.",
                    file=FILE,
                )
            )
        write_text(self.folder / FILE, before)
        self._steps.pop()
        return sentence

    def _keep(self, sentence: str, before: str) -> None:
        after = read_text(self.folder / FILE)
        if after != before:
            self._steps.append((sentence, before, after))

    def doubts(self, id: str) -> list[str]:
        """What the draft asks about a question: the TODO lines over it and in it."""
        return doubts_of(read_text(self.folder / FILE), id)


def doubts_of(text: str, id: str) -> list[str]:
    """The TODO comments over a question of survey.yml, and in it.

    >>> doubts_of("questions:\\n  # TODO: är det så?\\n  - id: a\\n  - id: b\\n", "a")
    ['är det så?']
    """
    waiting: list[str] = []
    inside = False
    for line in text.splitlines():
        if found := _ITEM.match(line):
            if inside:
                break
            inside = found["id"] == id
            if not inside:
                waiting = []
        elif _TOP.match(line):
            if inside:
                break
            waiting = []
            continue  # what is asked of the survey as a whole
        if mark := _DOUBT.search(line):
            waiting.append(in_the_form(mark["task"].strip()))
        elif not line.strip():
            if inside:
                break
            waiting = []
    return waiting if inside else []
