"""The attacker: what an outsider can compute from what lies in outputs/.

Shares no code with the rooms that hide (disclosure, relations, protection). Reads the
files as they were written, and solves what remains.
"""

from helpers.attacker.audit import audit, audit_files

__all__ = ["audit", "audit_files"]
