"""The reports' chapters: Report in, Chapter out."""

from helpers.presentation.chapters.annex import appendix
from helpers.presentation.chapters.brief import (
    brief_details,
    brief_findings,
    dialogue_plan,
)
from helpers.presentation.chapters.chapter import Chapter, Chapters
from helpers.presentation.chapters.comparison import changes_in_short, comparison
from helpers.presentation.chapters.coordination import response_status, side_by_side
from helpers.presentation.chapters.department import (
    department_extent,
    department_partners,
    department_questions,
    department_summary,
)
from helpers.presentation.chapters.easy import easy_about, easy_findings
from helpers.presentation.chapters.english import (
    english_about,
    english_challenges,
    english_summary,
)
from helpers.presentation.chapters.indepth import (
    about,
    conclusions,
    extent,
    method,
    mission,
    questions,
    respondents,
)
from helpers.presentation.chapters.network import network
from helpers.presentation.chapters.profiles import (
    challenge_profile,
    challenges,
    departments,
)
from helpers.presentation.chapters.summary import (
    challenges_in_short,
    overview,
    proposals,
    summary,
)

__all__ = [
    "Chapter",
    "Chapters",
    "about",
    "appendix",
    "brief_details",
    "brief_findings",
    "challenge_profile",
    "challenges",
    "challenges_in_short",
    "changes_in_short",
    "comparison",
    "conclusions",
    "department_extent",
    "department_partners",
    "department_questions",
    "department_summary",
    "departments",
    "dialogue_plan",
    "easy_about",
    "easy_findings",
    "english_about",
    "english_challenges",
    "english_summary",
    "extent",
    "method",
    "mission",
    "network",
    "overview",
    "proposals",
    "questions",
    "respondents",
    "response_status",
    "side_by_side",
    "summary",
]
