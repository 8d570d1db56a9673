"""What a notebook shows: charts, tables, and sentences whose numbers are computed.

A notebook starts with ``study = load_study(...)``, ``say = speak_for(study)`` and
``known = facts.all_facts(study)``; then it names, calls and shows.
"""

from helpers.exhibits import charts, facts, tables
from helpers.exhibits.cover import cover
from helpers.exhibits.statements import speak_for

__all__ = ["charts", "cover", "facts", "speak_for", "tables"]
