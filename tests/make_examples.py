"""Writes the fictitious surveys: `python tests/make_examples.py [--to DIR]`.

    data/raw/exempel-2020/   a plain csv of a few questions to every third unit
    data/raw/exempel-2022/   LimeSurvey csv, 13 departments
    data/raw/exempel-2024/   Microsoft Forms workbooks, 12 departments after a merger
    tests/examples_truth.json   what was planted, and what cleaning ought to find

Everything is drawn from one seed, so that a second run writes the same bytes. What is
written by hand (survey.yml, texts/) lies in data/raw/ and is copied with `--to`. How
the city, its civil society and its answers come about is told in `tests/examples/`.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

from examples import (
    decisions,
    defects,
    fieldwork,
    first_wave,
    forms,
    limesurvey,
    truth,
)

CHECKOUT = Path(__file__).resolve().parents[1]
SURVEYS = ("exempel-2022", "exempel-2024")
FIRST = "exempel-2020"  # small, clean, and with no truth to find
TRUTH = Path("tests") / "examples_truth.json"
HAND_WRITTEN = ("survey.yml", "texts", "profile")
Files = dict[str, bytes]


def make(root: Path) -> None:
    """Writes the surveys, and the truth about the two large ones, below `root`."""
    known: dict[str, Any] = {}
    for survey, build in zip(SURVEYS, (survey_2022, survey_2024), strict=True):
        files, known[survey] = build()
        folder = root / "data" / "raw" / survey
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        copy_hand_written(CHECKOUT / "data" / "raw" / survey, folder)
    folder = root / "data" / "raw" / FIRST
    folder.mkdir(parents=True, exist_ok=True)
    (folder / first_wave.FILE).write_bytes(first_wave.answers())
    (folder / "population.csv").write_bytes(first_wave.population())
    copy_hand_written(CHECKOUT / "data" / "raw" / FIRST, folder)
    text = json.dumps(known, ensure_ascii=False, indent=1)
    (root / TRUTH).parent.mkdir(parents=True, exist_ok=True)
    (root / TRUTH).write_text(text + "\n", encoding="utf-8", newline="\n")


def survey_2022() -> tuple[Files, dict[str, Any]]:
    rows = fieldwork.rows_of_2022()
    defects.write_names(rows, units_too=False)
    for row in rows:
        limesurvey.fill(row)
    plants = defects.plant_2022(rows)
    files = {limesurvey.FILE: limesurvey.write(rows)}
    return finished(2022, rows, plants, files)


def survey_2024() -> tuple[Files, dict[str, Any]]:
    rows = fieldwork.rows_of_2024()
    defects.write_names(rows, units_too=True)
    main, late = defects.split_files(rows)
    rows = main + late
    for row in rows:
        forms.fill(row)
    plants = defects.plant_2024(main)
    headers = list(rows[0].cells)
    files: Files = {}
    for part, file, gone in (
        (main, forms.MAIN_FILE, forms.ADDED),
        (late, forms.LATE_FILE, forms.REMOVED),
    ):
        name = file.format(first=part[0].id, last=part[-1].id)
        shown = [header for header in headers if header != gone]
        for row in part:
            row.cells.pop(gone)
        files[name] = forms.write(name, part, shown)
    files["crosswalk.csv"] = decisions.crosswalk()
    files["decisions/themes.csv"] = decisions.themes()
    return finished(2024, rows, plants, files)


def finished(
    wave: int, rows: list[fieldwork.Row], plants: list[defects.Plant], files: Files
) -> tuple[Files, dict[str, Any]]:
    """The exports with the secretary's own files beside them, and the truth."""
    pairs = decisions.name_pairs(rows)
    files |= {
        "population.csv": decisions.population(wave),
        "organisations.csv": decisions.register(),
        "decisions/corrections.csv": decisions.corrections(wave, plants),
        "decisions/rows.csv": decisions.rows_decided(wave, rows),
        "decisions/names.csv": decisions.names(wave, pairs),
        "decisions/quotes.csv": decisions.quotes(wave, rows),
    }
    confirmed = {written for _, written, _, same in pairs if same == "ja"}
    return files, truth.truth(wave, rows, plants, confirmed)


def copy_hand_written(source: Path, target: Path) -> None:
    if source == target or not source.is_dir():
        return
    for name in HAND_WRITTEN:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name, dirs_exist_ok=True)
        elif (source / name).is_file():
            shutil.copyfile(source / name, target / name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--to", type=Path, default=CHECKOUT, metavar="DIR")
    root = parser.parse_args().to.resolve()
    make(root)
    print(f"{', '.join((FIRST, *SURVEYS))} in {root / 'data' / 'raw'}")


if __name__ == "__main__":
    main()
