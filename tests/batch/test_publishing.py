from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from disclosure.test_ledger import SURVEY
from support.estimate_rows import codebook, share, single
from support.seen import all_seen
from support.specimen import chapter, export

from helpers.batch.before_publishing import lost, to_know
from helpers.batch.publishing import CHECKSUMS, public_codebook, publish, refusals
from helpers.cleaning.responses import read_responses
from helpers.core.errors import DisclosureError
from helpers.core.project import HEADS, Project
from helpers.disclosure.ledger import (
    HEAD,
    already_public,
    ledger_problems,
    read_ledger,
)
from helpers.disclosure.release import release
from helpers.estimation.schema import KEYS
from helpers.presentation.outputs import numbers_csv
from helpers.survey.codebook import (
    Edit,
    change_codebook,
    read_codebook,
    unseen,
    write_parsed,
)
from helpers.survey.sources import read_source

COUNTS = (8, 12, 20)
PAGE = export(
    chapter("om", "Om rapporten", "<p>Uppdraget.</p>"), links=(), contact_email=""
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    make(project)
    return project


def make(project: Project, counts=COUNTS, version: str = "1", *, careful: bool = True):
    """What a run leaves behind."""
    yml = project.root / "data" / "raw" / "prov" / "survey.yml"
    yml.parent.mkdir(parents=True, exist_ok=True)
    yml.write_text(SURVEY.format(version=version, wave=2024), encoding="utf-8")
    all_seen(yml.parent)
    (yml.parent / "svar.csv").write_text("Roll\n" + "Chef\n" * 5, encoding="utf-8")
    rows = [
        share("role", option, n, sum(counts))
        for option, n in zip(["Chef", "Annan", "Ingen"], counts, strict=True)
    ]
    book = read_codebook(project.raw("prov"))
    earlier = already_public("prov", project) if careful else []
    released = release(pd.DataFrame(rows), book, earlier=earlier)
    released.write(project.processed("prov") / "released")
    folder = project.outputs("prov")
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "data" / "alla-tal.csv").write_bytes(numbers_csv(released))
    (folder / "fordjupad.html").write_text(PAGE, encoding="utf-8")
    (project.outputs() / "index.html").write_text("", encoding="utf-8")  # a page's link
    sums = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in ("data/alla-tal.csv", "fordjupad.html")
    }
    (folder / "manifest.json").write_text(json.dumps({"outputs": sums}))


def test_one_zip_with_everything_and_its_checksums(project):
    path = publish("prov", project)
    assert path == project.outputs() / "publicerat" / "prov-1.zip"
    with zipfile.ZipFile(path) as made:
        names = made.namelist()
        sums = made.read(CHECKSUMS).decode().splitlines()
        for line in sums:
            said, name = line.split("  ")
            assert hashlib.sha256(made.read(name)).hexdigest() == said
    assert names == [
        *(CHECKSUMS, HEAD, "data/alla-tal.csv", "fordjupad.html", "kodbok.yml")
    ]
    assert len(sums) == 4


def test_the_codebook_handed_out_says_what_was_asked_not_how_it_was_read(project):
    with zipfile.ZipFile(publish("prov", project)) as made:
        text = made.read("kodbok.yml").decode()
    assert "Chef" in text
    assert "svar.csv" not in text


def test_the_codebook_handed_out_has_nothing_that_was_answered():
    own, seen = "Rektor Karin Ek", "Bara en har skrivit detta"
    book = codebook(
        single("role", ["Chef", "Annan"], recode={own: "Chef"}),
        single("area", ["Vård", seen], declared=["Vård"]),
        {
            "id": "paid", "column": "Kronor", "type": "number",
            "recode": {"drygt 3,4 miljoner": "3400000"},
        },
        tests={"Enhet": ["Test Testsson"]},
    )  # fmt: skip
    text = public_codebook(book).decode()
    assert all(word in text for word in ("role", "Chef", "Vård", "Kronor"))
    hidden = (own, seen, "3,4 miljoner", "Testsson", "svar.csv", "recode", "declared")
    assert [word for word in hidden if word in text] == []


def test_a_line_in_the_ledger(project):
    publish("prov", project)
    (entry,) = read_ledger("prov", project)
    assert entry.version == "1"
    assert entry.table["count"].tolist() == list(COUNTS)


def test_the_same_outputs_give_the_same_bytes(project):
    path = publish("prov", project)
    first = path.read_bytes()
    path.unlink()
    (project.raw("prov") / "published" / "1.csv").unlink()
    (project.root / "data" / "raw" / HEADS).unlink()
    assert publish("prov", project).read_bytes() == first


def test_a_zip_of_another_ledger_is_told(project):
    """Version 1 is made anew with other numbers, and the old zip lies there."""
    path = publish("prov", project)
    old = path.read_bytes()
    path.unlink()
    (project.raw("prov") / "published" / "1.csv").unlink()
    (project.root / "data" / "raw" / HEADS).unlink()
    make(project, (20, 25, 40))
    publish("prov", project)
    assert ledger_problems("prov", project) == []
    path.write_bytes(old)
    (told,) = ledger_problems("prov", project)
    assert "hör inte till den version som står i liggaren" in told.found


def test_the_head_in_the_zip_tells_no_suppressed_number(project):
    """Whoever has every number but one may not try it against the checksum: what is
    summed holds the answers too."""
    publish("prov", project)
    text = (project.raw("prov") / "published" / "1.csv").read_text(encoding="utf-8")
    head = json.loads(text.partition("\n")[0].removeprefix("# "))
    answers = (project.raw("prov") / "svar.csv").read_bytes()
    assert head["salt"] == hashlib.sha256(answers).hexdigest()


def test_a_published_version_is_never_overwritten(project):
    before = publish("prov", project).read_bytes()
    make(project, (9, 12, 21))
    with pytest.raises(DisclosureError, match="Version 1 är redan publicerad"):
        publish("prov", project)
    assert (project.outputs() / "publicerat" / "prov-1.zip").read_bytes() == before


def test_a_correction_is_a_new_version_that_says_what_is_different(project):
    publish("prov", project)
    make(project, (20, 25, 40), version="2")
    with pytest.raises(DisclosureError, match="står inte vad som är ändrat"):
        publish("prov", project)
    publish("prov", project, note="Fler svar")
    assert [entry.note for entry in read_ledger("prov", project)] == ["", "Fler svar"]


def test_what_the_audit_finds_stops_it_and_nothing_is_written(project):
    publish("prov", project)
    make(project, (9, 12, 20), version="2", careful=False)  # one late answer
    with pytest.raises(DisclosureError, match="går att räkna ut"):
        publish("prov", project, note="Ett sent svar")
    assert len(read_ledger("prov", project)) == 1
    assert not (project.outputs() / "publicerat" / "prov-2.zip").exists()


@pytest.mark.parametrize(
    "counts", [(9, 12, 20), (9, 11, 20)], ids=["late", "corrected"]
)
def test_with_the_ledger_one_answer_is_not_told(project, counts):
    publish("prov", project)
    make(project, counts, version="2")
    publish("prov", project, note="Ett svar")
    _, later = read_ledger("prov", project)
    assert set(later.table["reason"]) == {"few_changed"}


def test_many_answers_later_do_not_tell_the_one_that_was_suppressed(project):
    publish("prov", project)
    make(project, (8, 13, 20), version="2")
    publish("prov", project, note="Ett sent svar")
    # Nobody more says Chef: shown, it would tell that the late one did not either.
    make(project, (8, 20, 32), version="3")
    publish("prov", project, note="Fler svar")
    last = read_ledger("prov", project)[-1].table.set_index("option")
    assert not last.loc["Chef", "shown"]


def test_an_output_that_was_changed_or_is_gone_stops_it(project):
    (project.outputs("prov") / "fordjupad.html").write_text("annat", encoding="utf-8")
    (project.outputs("prov") / "data" / "alla-tal.csv").unlink()
    with pytest.raises(DisclosureError) as error:
        publish("prov", project)
    assert "fordjupad.html: Filen är ändrad" in str(error.value)
    assert "alla-tal.csv: Filen saknas" in str(error.value)


def enter(project: Project, name: str, path: Path) -> None:
    """The file at `path` in the manifest as `name`, as if a run had made it."""
    manifest = project.outputs("prov") / "manifest.json"
    said = json.loads(manifest.read_text())
    said["outputs"][name] = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(said))


def test_a_faulty_page_stops_it(project):
    page = project.outputs("prov") / "fordjupad.html"
    page.write_text(PAGE.replace("Uppdraget", "TODO"), encoding="utf-8")
    enter(project, "fordjupad.html", page)
    with pytest.raises(DisclosureError, match="text som inte har fyllts i"):
        publish("prov", project)


def test_a_manifest_cannot_make_it_publish_what_lies_elsewhere(project):
    secret = project.raw("prov") / "svar.csv"
    secret.write_text("Roll\nChef\n", encoding="utf-8")
    enter(project, "../../data/raw/prov/svar.csv", secret)
    with pytest.raises(DisclosureError, match="leder ut ur mappen"):
        publish("prov", project)


def test_a_codebook_changed_since_the_run_stops_it(project):
    yml = project.raw("prov") / "survey.yml"
    yml.write_text(SURVEY.format(version="1", wave=2023), encoding="utf-8")
    with pytest.raises(DisclosureError, match="Kodboken har ändrats"):
        publish("prov", project)


def test_before_the_first_run_it_says_what_to_do(project):
    (project.outputs("prov") / "manifest.json").unlink()
    with pytest.raises(DisclosureError, match="kartlaggning run"):
        publish("prov", project)


@pytest.mark.parametrize("version", ["../1", "a/b", "", "nul", "1."])
def test_a_version_that_is_no_file_name_is_refused(project, version):
    make(project, version=version)
    with pytest.raises(DisclosureError, match="kan inte vara ett versionsnummer"):
        publish("prov", project)


def test_nothing_is_published_that_nobody_has_seen(project):
    path = project.raw("prov") / "survey.yml"
    path.write_text(SURVEY.format(version="1", wave=2024), encoding="utf-8")
    with pytest.raises(DisclosureError, match=r"Ingen har sett.*en fråga tolkas: role"):
        publish("prov", project)
    assert not project.outputs().joinpath("publicerat").exists()
    assert not path.with_name("published").exists()


def test_a_question_changed_since_it_was_seen_is_told_as_such(project):
    options = Edit(("questions", 0, "options"), ["Annan", "Chef", "Ingen"])
    change_codebook(project.raw("prov"), [options])
    with pytest.raises(DisclosureError, match=r"role \(ändrad sedan den gicks"):
        publish("prov", project)


def test_a_codebook_that_cleaning_made_safe_can_be_published(project):
    """A third role that one person typed is counted as another option by 1_clean."""
    folder = project.raw("prov")
    change_codebook(folder, [Edit(("questions", 0, "declared"), ["Chef", "Annan"])])
    all_seen(folder)
    answers = "Roll\n" + "Chef\n" * 5 + "Ingen\n"
    (folder / "svar.csv").write_text(answers, encoding="utf-8")
    safe = read_responses(read_source("prov", project)).source.codebook
    assert safe != read_codebook(folder)
    assert unseen(safe) == []
    found = refusals("prov", project)
    assert [str(one) for one in found if "ändrats sedan" in str(one)]
    write_parsed(project.processed("prov") / "released", safe)
    assert refusals("prov", project) == []


def test_what_was_said_before_publishing_is_kept_in_the_ledger(project):
    publish("prov", project, agreed="Godkänt med --yes. Enkäten är öppen.")
    first = (project.raw("prov") / "published" / "1.csv").read_text(encoding="utf-8")
    assert "Godkänt med --yes. Enkäten är öppen." in first.splitlines()[0]
    assert len(read_ledger("prov", project)) == 1


def test_what_to_know_before_publishing(project):
    folder = project.raw("prov")
    publish("prov", project)
    make(project, (4, 12, 24), version="2")
    (folder / "population").mkdir()
    (folder / "sena svar.csv").write_text("Roll\n", encoding="utf-8")
    told = to_know("prov", project)
    assert [line.split(" ")[0] for line in told[:2]] == ["Enkäten", "Filer"]
    assert "sena svar.csv" in told[1]
    released = project.processed("prov") / "released" / "estimates.parquet"
    gone = 3 - pd.read_parquet(released)["shown"].sum()
    assert gone >= 2  # four are too few, and another keeps them from being computed
    said = f"{gone} siffror som version 1 visade redovisas inte längre: Roll ({gone})."
    assert told[2:] == [said]


def test_it_is_told_that_too_few_answers_came_for_a_new_version(project):
    publish("prov", project)
    make(project, (9, 13, 22), version="2")  # four more than (8, 12, 20)
    [said] = [line for line in to_know("prov", project) if "redovisas inte" in line]
    assert "Sedan dess har högst 4 svar kommit på dem" in said
    assert "Vänta tills minst 10 har kommit" in said


def test_numbers_lost_are_those_shown_before_and_not_now():
    keys = {name: ["", "", ""] for name in KEYS} | {"option": ["a", "b", "c"]}
    before = pd.DataFrame(keys | {"shown": [True, True, False]})
    now = pd.DataFrame(keys | {"shown": [True, False, False]})
    assert lost(before, now)["option"].tolist() == ["b"]
    assert lost(before, now.iloc[1:])["option"].tolist() == ["a", "b"]
