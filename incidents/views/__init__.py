"""Pages about incidents."""

from incidents.views.checking import log_check, logged
from incidents.views.drafts import discard, log_page, log_start
from incidents.views.evidence import evidence, evidence_add, evidence_take_back
from incidents.views.people import involvement_remove, person_add, person_search
from incidents.views.reading import incident, incident_list, step_back

__all__ = [
    "discard",
    "evidence",
    "evidence_add",
    "evidence_take_back",
    "incident",
    "incident_list",
    "involvement_remove",
    "log_check",
    "log_page",
    "log_start",
    "logged",
    "person_add",
    "person_search",
    "step_back",
]
