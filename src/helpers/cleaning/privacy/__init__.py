"""Personal data: found in texts, and in the columns of an export.

What is found helps a person who reads before anything is published; it does not replace
her. It is made to find too much rather than too little: docs/methods.md has how much.
"""

from helpers.cleaning.privacy.columns import likely_personal, personal_columns
from helpers.cleaning.privacy.consent import is_consent
from helpers.cleaning.privacy.texts import KINDS, PersonalData, find_personal

__all__ = (
    "KINDS",
    "PersonalData",
    "find_personal",
    "is_consent",
    "likely_personal",
    "personal_columns",
)
