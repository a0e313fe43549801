"""What the secretary meets: Swedish words, plain problems, exit codes."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from batch.test_publishing import make
from filelock import FileLock
from support.notebooks import TOY_NOTEBOOKS, write_toy_notebooks, write_toy_survey
from support.specimen import chapter, export

from helpers.app import cli
from helpers.batch import crew
from helpers.core.errors import Problem
from helpers.core.project import DISPOSED, Project

Said = tuple[int, str, str]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for survey in ("x", "y"):
        write_toy_survey(tmp_path, survey)
    folder = write_toy_notebooks(tmp_path / "notebooks")
    monkeypatch.setattr(Project, "notebooks", property(lambda self: folder))
    monkeypatch.setenv("KARTLAGGNING_PROJECT", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


@pytest.fixture
def say(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Said]:
    """Runs a command: its exit code, what it printed, and its errors."""

    def command(*words: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["kartlaggning", *words])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, error = capsys.readouterr()
        return int(left.value.code or 0), out, error

    return command


def test_run_makes_the_reports_and_says_where(
    project: Path, say: Callable[..., Said]
) -> None:
    code, out, _ = say("run")
    assert code == 0
    assert "outputs/x/fordjupad.html" in out
    assert "outputs/y/fordjupad.html" in out
    assert (project / "outputs" / "index.html").is_file()


def test_a_failed_notebook_is_told_in_one_line_and_the_exit_code_is_1(
    project: Path, say: Callable[..., Said]
) -> None:
    say("run", "x")
    page = (project / "outputs/x/fordjupad.html").read_bytes()
    cells = (*TOY_NOTEBOOKS["3_release"], "1 / 0")
    write_toy_notebooks(project / "notebooks", **{"3_release": cells})
    code, out, _ = say("run", "x")
    assert code == 1
    assert "outputs/x" not in out  # the page there is an older one
    line = next(line for line in out.splitlines() if line.startswith("x/3_release: "))
    assert "ZeroDivisionError" in line
    assert "Öppna data/processed/x/notebooks/3_release.ipynb." in line
    assert (project / "outputs/x/fordjupad.html").read_bytes() == page


def test_json_is_a_line_a_step(project: Path, say: Callable[..., Said]) -> None:
    code, out, error = say("run", "x", "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    assert (code, error) == (0, "")
    assert [line["state"] for line in lines[:-1]] == ["done"] * 6
    assert lines[-1]["event"] == "end"
    assert lines[-1]["done"] == 6
    _, out, _ = say("run", "x", "--json")
    assert json.loads(out.splitlines()[-1])["fresh"] == 6


def test_faults_in_survey_yml_are_told_and_the_others_run(
    project: Path, say: Callable[..., Said]
) -> None:
    (project / "data/raw/x/survey.yml").write_text("titel: fel\n")
    code, out, _ = say("run")
    assert code == 1
    assert "titel" in out
    assert "outputs/y/fordjupad.html" in out


def test_status_says_what_and_why(project: Path, say: Callable[..., Said]) -> None:
    code, out, _ = say("status")
    assert code == 0
    assert "aldrig" in out
    assert "x/1_clean: har inte körts" in out
    say("run", "x")
    (project / "data/raw/x/svar.csv").write_text("b")
    _, out, _ = say("status", "x")
    assert "x/1_clean: data/raw/x/svar.csv har ändrats" in out
    assert "6 steg kvar" in out
    assert "2 av 3 (67 %)" in out


def test_status_fits_eighty_columns_and_cuts_no_name(
    project: Path, say: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["samverkan-med-civilsamhallet-2026", "samverkan-med-civilsamhallet-2028"]
    for name in names:
        write_toy_survey(project, name)
    monkeypatch.setenv("COLUMNS", "80")
    _, out, _ = say("status")
    table = out[: out.index("/1_clean")]
    assert "…" not in table
    assert max(map(len, table.splitlines()[:-1])) <= 80
    assert "2026" in table  # folded, and whole
    assert "2028" in table


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["run", "nope"], 3, "Det finns ingen enkät ”nope”"),
        (["run", "../x"], 3, "kan inte vara namnet på en enkät"),
        (["run", "--nej"], 2, "Valet --nej finns inte. Se kartlaggning --help."),
        (["--project-dir", "x", "run"], 2, "Val skrivs efter kommandot: kartlagg"),
        (["nej"], 2, "Kommandot ”nej” finns inte."),
        (["statu"], 2, "Menade du ”status”?"),
        (["lab", "x"], 2, "”x” är ett ord för mycket"),
        (["run", "--only", "raport"], 2, "--only kan vara clean, analyse, report"),
        (["run", "--engine", "snabb"], 2, "--engine kan vara warm, spawn, kernel"),
        (["run", "--workers", "0"], 2, "--workers går inte att använda. Skriv ett hel"),
        (["run", "--workers", "två"], 2, "Skriv ett heltal som är minst 1. Se kartl"),
        (["run", "--limit", "snart"], 2, "Skriv minuter, till exempel 30 eller 0,5. "),
        (["run", "--limit"], 2, "Valet --limit behöver ett värde."),
        (["missing"], 2, "ENKÄT saknas."),
        (["review", "x", "--by", "Ulla", "Ek"], 2, "”Ek” är ett ord för mycket. Har"),
        (["review", "x", "--by", "--list"], 2, "--by behöver ett värde; --list är"),
        (["run", "--limit", "0,5", "--only", "x"], 2, "--only kan vara"),
        (["run", "--scheduler", "tcp://127.0.0.1:1"], 3, "127.0.0.1:1"),
        (["status", "--project-dir", "/"], 3, "ingen undermapp data/raw"),
    ],
)
def test_wrong_commands(
    project: Path,
    say: Callable[..., Said],
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    code: int,
    said: str,
) -> None:
    monkeypatch.setattr(crew, "PATIENCE", 0.5)
    found, _, error = say(*words)
    assert said in error.replace("\n", " ")
    assert found == code
    assert "Traceback" not in error


def test_init_and_new_make_a_project_where_there_is_none(
    say: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KARTLAGGNING_PROJECT", raising=False)
    code, out, _ = say("init", str(tmp_path / "enkäter"))
    assert (code, "enkäter är ett projekt" in out.replace("\n", "")) == (0, True)
    assert (tmp_path / "enkäter" / "data" / "raw").is_dir()
    (tmp_path / "svar.csv").write_text("A;B\n" + "Ja;1\nNej;2\n" * 9)
    (tmp_path / "tom").mkdir()
    monkeypatch.chdir(tmp_path / "tom")
    assert say("new", "../svar.csv", "--survey", "prov")[0] == 0
    assert (tmp_path / "tom/data/raw/prov/survey.yml").is_file()
    where = str(tmp_path / "ingen")
    code, _, error = say("new", "../svar.csv", "--project-dir", where)
    assert (code, "ingen undermapp data/raw" in error) == (3, True)
    code, _, error = say("init", str(tmp_path / "svar.csv"))
    assert (code, "är en fil" in error) == (3, True)


def test_lab_opens_the_notebooks_of_this_project(
    project: Path, say: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    called: dict[str, object] = {}

    def call(command: list[str], env: dict[str, str]) -> int:
        told = Path(env["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0])
        called.update(command=command, project=env["KARTLAGGNING_PROJECT"])
        called["asks"] = (told / "labconfig" / "page_config.json").read_text("utf-8")
        return 0

    monkeypatch.setattr(subprocess, "call", call)
    monkeypatch.delenv("KARTLAGGNING_PROJECT")
    assert say("lab", "--project-dir", str(project))[0] == 0
    assert "announcements" in str(called["asks"])  # no question about news, in English
    command = called["command"]
    assert isinstance(command, list)
    assert command[:3] == [sys.executable, "-m", "jupyterlab"]
    # All of the project can be opened: survey.yml, decisions, what a run left.
    assert f"--ServerApp.root_dir={project}" in command
    assert "--LabApp.default_url=/lab/tree/notebooks" in command
    assert called["project"] == str(project)

    elsewhere = project.parent / "annan"
    (elsewhere / "data" / "raw").mkdir(parents=True)
    code, out, _ = say("lab", "--project-dir", str(elsewhere))
    assert (code, called["project"]) == (0, str(elsewhere))
    assert str(elsewhere / "data" / "raw") in "".join(out.splitlines())
    assert "lab --own" in " ".join(out.split())


COMMANDS = (
    *("new", "check", "run", "status", "missing"),
    *("review", "audit", "publish", "seen", "lab"),
    *("handout", "dispose", "init", "app", "approve", "papers"),
)


@pytest.mark.parametrize(
    "words",
    [["--help"], *([command, "-h"] for command in COMMANDS)],
)
def test_help_is_swedish(say: Callable[..., Said], words: list[str]) -> None:
    code, out, _ = say(*words)
    assert code == 0
    assert "Visar den här hjälpen." in out
    for english in (
        "Usage",
        "Options",
        "Arguments",
        "Commands",
        "Show this",
        "default",
        "<str>",
        "x>=",
        "<=x",
        "...",
        "{",
    ):
        assert english not in out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_examples_that_it_understands(
    say: Callable[..., Said], command: str
) -> None:
    _, out, _ = say(command, "--help")
    shown = out.split("Exempel:")[1].split("\n")
    # As cmd, PowerShell and bash take them alike: plain quotes, nothing that is read
    # otherwise in one of them.
    assert not re.search("[”’'`$&|<>;%^]", "".join(shown))
    examples = [shlex.split(line)[1:] for line in shown if line.strip()]
    assert examples
    for words in examples:
        assert words[0] == command
        options = {word for word in words if word.startswith("--")}
        known = out.split("Exempel:")[0].replace(",", " ").split()
        assert options <= set(known), words


def test_help_tells_the_exit_codes_and_every_command(say: Callable[..., Said]) -> None:
    _, out, _ = say("--help")
    for code in (0, cli.FAILED, cli.MISWRITTEN, cli.CANNOT_BEGIN, cli.INTERRUPTED):
        assert f"  {code} " in out
    assert all(f"  {command} " in out for command in COMMANDS)
    assert {
        one.name or one.callback.__name__ for one in cli.app.registered_commands
    } == {*COMMANDS}


def test_quiet_says_only_what_went_wrong(
    project: Path, say: Callable[..., Said]
) -> None:
    assert say("run", "x", "--quiet") == (0, "", "")
    cells = (*TOY_NOTEBOOKS["3_release"], "1 / 0")
    write_toy_notebooks(project / "notebooks", **{"3_release": cells})
    code, out, error = say("run", "x", "-q")
    assert (code, out) == (1, "")
    assert "x/3_release" in error
    assert say("status", "x")[1] != ""


def test_what_is_piped_has_no_colours(project: Path) -> None:
    for words in (["status"], ["run", "saknas"]):
        done = command(project, *words)
        assert done.stdout + done.stderr
        assert "\x1b" not in done.stdout + done.stderr, words


def command(project: Path, *words: str, **given: str) -> subprocess.CompletedProcess:
    """The command as a process of its own, its output piped."""
    environment = os.environ | {"KARTLAGGNING_PROJECT": str(project), **given}
    environment.pop("FORCE_COLOR", None)
    program = (
        "import sys; sys.argv[0] = 'kartlaggning'; "
        "from helpers.app.cli import main; main()"
    )
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize(
    ("typed", "place", "expected"),
    [("re", 1, ["review"]), ("status ", 2, ["x", "y"]), ("run --qui", 2, ["--quiet"])],
)
def test_the_tab_key(
    project: Path, typed: str, place: int, expected: list[str]
) -> None:
    done = command(
        project,
        _KARTLAGGNING_COMPLETE="complete_bash",
        COMP_WORDS=f"kartlaggning {typed}",
        COMP_CWORD=str(place),
    )
    assert done.stdout.split() == expected


def test_review_writes_what_is_chosen(
    tmp_path: Path, say: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    from cleaning.test_review import survey

    raw = survey(tmp_path).raw("liten-2026")
    where = ("--project-dir", str(tmp_path))
    code, out, _ = say("review", "liten-2026", "--list", *where)
    assert code == 0
    assert out.count("Förslag: ") == 6
    # the proposal; not now; nonsense and the proposal; a value of her own; stop
    # the decisions; of the questions the first is right
    monkeypatch.setattr(sys, "stdin", io.StringIO("\nh\n7\n\n1\n13\ns\nj\n"))
    code, out, _ = say("review", "liten-2026", "--who", "Ulla", *where)
    assert code == 0
    assert "Skriv en siffra mellan 1 och 2, h eller s." in out
    assert "Sparade beslut: 3" in out
    assert "Tolkas som: " in out
    assert "Genomgångna frågor: 1" in out
    assert (raw / "survey.yml").read_text(encoding="utf-8").count('by: "Ulla"') == 1
    assert ";13;" in (raw / "decisions/corrections.csv").read_text(encoding="utf-8")
    assert (raw / "decisions/rows.csv").read_text(encoding="utf-8").count("Ulla") == 1


def test_two_runs_at_once(project: Path, say: Callable[..., Said]) -> None:
    (project / "data/processed").mkdir()
    with FileLock(project / "data/processed/.lock"):
        code, _, error = say("run")
    assert code == 3
    assert "En annan körning pågår redan" in error


def test_check_separates_errors_from_warnings(
    project: Path, say: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    import types

    found = {
        "x": ([Problem("Kolumnen saknas [B].", file="svar.csv")], []),
        "y": ([], [Problem("Kolumnen beskrivs inte.")]),
    }
    checks = types.ModuleType("helpers.cleaning.checks")
    checks.check_survey = lambda project, survey: found[survey]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "helpers.cleaning.checks", checks)
    code, out, error = say("check")
    assert code == 1
    assert "Fel: svar.csv: Kolumnen saknas [B]." in error
    assert "Varning: Kolumnen beskrivs inte." in out
    assert say("check", "y")[0] == 0


ANSWERS = (
    "Timestamp,Vilken förvaltning?,Vilka former?,Hur ofta?\n"
    + "2024/02/05 9:30:00 AM,Kultur,Dialog;Råd;,Ofta\n" * 8
    + "2024/02/06 9:30:00 AM,Fritid,Råd;,Sällan\n" * 8
)


def test_new_says_what_it_understood_and_what_to_do_next(
    project: Path, say: Callable[..., Said], tmp_path: Path
) -> None:
    file = tmp_path / "Samverkan 2022.csv"
    file.write_text(ANSWERS, encoding="utf-8")
    code, out, error = say("new", str(file))
    assert (code, error) == (0, "")
    assert "Google Forms, för att först står en kolumn ”Timestamp”" in out
    assert "16 svar och 3 frågor: 2 med ett svar, 1 med flera svar." in out
    assert "Bara du kan säga\n  - vad rapporten ska heta (title)" in out
    assert "Nästa steg: kartlaggning run samverkan-2022" in out
    folder = project / "data/raw/samverkan-2022"
    assert {path.name for path in folder.iterdir()} == {file.name, "survey.yml"}
    assert say("check", "samverkan-2022")[0] == 0
    code, _, error = say("new", str(file))
    assert code == 3
    assert "Enkäten ”samverkan-2022” finns redan." in error


def test_new_against_an_earlier_wave_lists_what_changed(
    project: Path, say: Callable[..., Said], tmp_path: Path
) -> None:
    file = tmp_path / "svar.csv"
    file.write_text(ANSWERS, encoding="utf-8")
    say("new", str(file), "--survey", "samverkan-2022")
    later = ANSWERS.replace("Sällan", "Aldrig")
    file.write_text(later.replace("Vilka former?", "Helt annat?"), encoding="utf-8")
    wave = ("--survey", "samverkan-2024", "--against", "samverkan-2022")
    _, out, _ = say("new", str(file), *wave)
    told = out.partition("Ändrat sedan den tidigare omgången")[2]
    assert "ofta: nya svarsalternativ: ”Aldrig”" in told
    assert "ny fråga: ”Helt annat?”" in told
    assert "ställs inte längre: ”Vilka former?”" in told


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nope.csv"], 1, "nope.csv: Filen finns inte."),
        (["nope.csv", "--survey", "../ute"], 3, "kan inte vara namnet på en enkät"),
        (["nope.csv", "--against", "nope"], 3, "Det finns ingen enkät ”nope”"),
        ([], 2, "FIL saknas. Se kartlaggning --help."),
    ],
)
def test_new_writes_nothing_when_it_cannot(
    project: Path, say: Callable[..., Said], words: list[str], code: int, said: str
) -> None:
    before = sorted(project.rglob("*"))
    found, _, error = say("new", *words)
    assert said in error
    assert found == code
    assert sorted(project.rglob("*")) == before


@pytest.fixture
def released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A survey whose reports are made."""
    monkeypatch.setenv("KARTLAGGNING_PROJECT", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    project = Project(tmp_path)
    make(project)
    return project


def test_audit_says_whether_anything_can_be_computed(
    released: Project, say: Callable[..., Said]
) -> None:
    code, out, error = say("audit")
    assert (code, error) == (0, "")
    assert "prov: inget som ska skyddas går att räkna ut" in out
    page = released.outputs("prov") / "fordjupad.html"
    said = "<p>Minst vanligt är ”Chef” (9 av 40).</p>"
    html = export(chapter("roll", "Roll", said), links=(), contact_email="")
    page.write_text(html, encoding="utf-8")
    (released.outputs("prov") / "kladd.txt").write_text("x")
    code, out, error = say("audit", "prov")
    assert code == 1
    assert "prov: 4 fel; publicera inte" in out
    assert "Fel: fordjupad.html: Filen är ändrad sedan den senaste" in error
    assert "Fel: kladd.txt: Filen hör inte till den senaste körningen." in error
    assert "har olika antal i olika filer" in error
    assert "motsäger varandra, så det går inte att pröva" in error


def test_audit_before_any_run_is_no_clean_bill(
    project: Path, say: Callable[..., Said]
) -> None:
    code, _, error = say("audit", "x")
    assert code == 1
    assert "Här finns inga sidor att granska. Kör först: kartlaggning run." in error


def test_publish_says_where_and_a_second_version_must_say_what_is_changed(
    released: Project, say: Callable[..., Said]
) -> None:
    code, out, _ = say("publish", "prov", "--yes")
    assert code == 0
    assert "version 1 är klar att lämna ut, outputs/publicerat/prov-1.zip" in out
    assert "data/raw/prov/published/1.csv" in out
    code, _, error = say("publish", "prov", "--yes")
    assert code == 1
    assert "Version 1 är redan publicerad och skrivs aldrig över." in error
    make(released, (20, 25, 40), version="2")
    assert "står inte vad som är ändrat" in say("publish", "prov", "--yes")[2]
    code, out, _ = say("publish", "prov", "--yes", "--note", "Fler svar")
    assert code == 0
    assert "version 2 är klar" in out


def test_publish_asks_and_only_ja_is_yes(
    released: Project, say: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["", "nej", "ja"])
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    for _ in range(2):
        code, out, error = say("publish", "prov")
        assert code == 1
        assert "Att veta: Enkäten är öppen" in out
        assert "Inget publicerades." in error
        assert not (released.raw("prov") / "published").exists()
    assert say("publish", "prov")[0] == 0


def test_publish_before_any_run_says_to_run(
    project: Path, say: Callable[..., Said]
) -> None:
    code, _, error = say("publish", "x", "--yes")
    assert code == 3
    assert "Traceback" not in error
    assert "kartlaggning run" in error


def test_seen_marks_what_is_named_and_says_what_waits(
    released: Project, say: Callable[..., Said]
) -> None:
    folder = released.raw("prov")
    text = (folder / "survey.yml").read_text(encoding="utf-8")
    unseen = re.sub(r", seen: \{[^}]*\}", "", text)
    (folder / "survey.yml").write_text(unseen, encoding="utf-8")
    code, out, _ = say("seen", "prov")
    assert (code, out.splitlines()) == (
        0, ["prov: 1 av 1 frågor väntar.", "- role: Roll"]
    )  # fmt: skip
    assert say("seen", "prov", "rol", "--by", "Ulla")[2].count("Menade du ”role”?") == 1
    unquoted = say("seen", "prov", "--all", "--by", "Ulla", "Ek")
    assert unquoted[0] == 2
    assert "sätt citattecken" in unquoted[2].replace("\n", " ")
    assert "Skriv ditt namn" in say("seen", "prov", "--all")[2]
    assert "alla 1 frågor" in say("seen", "prov", "--all", "--by", "Ulla")[1]
    assert 'by: "Ulla"' in (folder / "survey.yml").read_text(encoding="utf-8")


def test_a_ledger_edited_by_hand_is_told_by_check_and_audit_and_stops_publish(
    released: Project, say: Callable[..., Said]
) -> None:
    say("publish", "prov", "--yes")
    entry = released.raw("prov") / "published" / "1.csv"
    entry.write_text(entry.read_text().replace(";12;", ";13;"))
    for words in (["check"], ["audit"], ["publish", "prov", "--note", "x"]):
        code, _, error = say(*words)
        assert code == 1
        assert "innehållet har ändrats sedan den publicerades" in error
    assert say("publish", "nope")[0] == 3


def test_a_survey_without_answers_stops_no_other_check(
    released: Project, say: Callable[..., Said]
) -> None:
    old = released.raw("prov").parent / "aldre"
    shutil.copytree(released.raw("prov"), old)
    (old / DISPOSED).write_text("", encoding="utf-8")
    _, out, error = say("check", "aldre", "prov")
    assert "Svaren i aldre är gallrade" in out + error
    assert "prov: " in out + error


def test_ctrl_c_ends_the_notebooks_and_says_so(project: Path) -> None:
    """A real process, since signals are what is tried."""
    script = (
        "import signal, sys; sys.path.insert(0, sys.argv.pop(1))\n"
        # Ignored where the tests themselves run in the background of a shell.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from pathlib import Path\n"
        "from helpers.app import cli; from helpers.core.project import Project\n"
        "folder = Path(sys.argv.pop(1))\n"
        "Project.notebooks = property(lambda self: folder)\n"
        "cli.main()"
    )
    slow = (*TOY_NOTEBOOKS["1_clean"], "import time\ntime.sleep(60)")
    write_toy_notebooks(project / "notebooks", **{"1_clean": slow})
    folders = [str(Path(__file__).parents[1]), str(project / "notebooks")]
    process = subprocess.Popen(
        [sys.executable, "-c", script, *folders, "run"],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"KARTLAGGNING_PROJECT": str(project)},
    )
    wait_for(project / "data/processed/x/cleaning.json")
    wait_for(project / "data/processed/y/cleaning.json")
    process.send_signal(2)
    _, error = process.communicate(timeout=120)
    assert "Avbrutet" in error
    assert process.returncode == 130
    assert not list((project / "data/processed/x").glob("steps/*"))


def wait_for(path: Path) -> None:
    import time

    for _ in range(1800):
        if path.exists():
            return
        time.sleep(0.1)
    raise AssertionError(f"{path} never came")


HEAVY = {"pandas", "numpy", "matplotlib", "papermill", "nbconvert", "IPython"}


def test_what_every_command_looks_at_imports_little(tmp_path: Path) -> None:
    """What is misplaced in data/raw: for a while it brought pandas, a second each."""
    (tmp_path / "data" / "raw" / "kopia - Kopia").mkdir(parents=True)
    code = (
        "import sys; from pathlib import Path; from helpers.core.project import "
        "Project; from helpers.app.console import tell_misplaced; "
        f"tell_misplaced(Project(Path({str(tmp_path)!r}))); print(*sys.modules)"
    )
    told = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert "Mappen har ingen survey.yml" in told
    assert HEAVY & set(told.split()) == set()


def test_a_command_with_nothing_to_do_imports_little() -> None:
    said = subprocess.check_output(
        [
            sys.executable,
            "-c",
            "import helpers.app.cli, helpers.app.progress, sys;print(*sys.modules)",
        ],
        text=True,
    )
    assert HEAVY & set(said.split()) == set()
