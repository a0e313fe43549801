"""What a reader can find out or trip over: the attacker, and the checks of the pages.

In: the files of outputs/ as they were written, and what an outsider knows of the
survey. Out: problems. Shares no code with `disclosure`, and may not import it.
Called by `kartlaggning audit` and `publish`; no notebook calls it.
"""

from helpers.audit.attack import audit, audit_files

__all__ = ["audit", "audit_files"]
