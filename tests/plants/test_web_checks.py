"""The tools of tests/web/run.sh are each seen to fail once, on what only they see.

They come from npm, which not every machine has: skipped until run.sh has been run.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from support.specimen import export

WEB = Path(__file__).resolve().parents[1] / "web"

pytestmark = pytest.mark.skipif(
    not (WEB / "node_modules").is_dir(), reason="tests/web/run.sh has not been run"
)

PLANTS = {
    "html-validate": ('scope="row"', 'scope="rad"', "scope"),
    "vnu": ("<p>Var tredje", "<p></div>Var tredje", "Stray end tag"),
    "pa11y": ('href="#om"', 'href="#borta"', "named anchor"),
}


def run(folder: Path, html: str) -> tuple[int, dict[str, str]]:
    """(exit status, what each tool said)"""
    (folder / "fordjupad.html").write_text(html, encoding="utf-8")
    done = subprocess.run(
        [str(WEB / "run.sh"), str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    said = dict.fromkeys(PLANTS, "")
    tool = ""
    for line in done.stdout.splitlines():
        tool = next((name for name in PLANTS if line.startswith(name)), tool)
        said[tool] = said.get(tool, "") + line + "\n"
    return done.returncode, said


def test_a_faultless_page_passes(tmp_path: Path) -> None:
    status, said = run(tmp_path, export())
    assert status == 0, said


def test_each_tool_sees_its_planted_defect(tmp_path: Path) -> None:
    page = export()
    for good, bad, _ in PLANTS.values():
        assert good in page
        page = page.replace(good, bad)
    status, said = run(tmp_path, page)
    assert status == 1
    for tool, (_, _, complaint) in PLANTS.items():
        assert complaint in said[tool], said[tool]
