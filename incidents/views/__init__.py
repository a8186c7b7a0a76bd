"""Pages about incidents."""

from incidents.views.checking import log_check, logged
from incidents.views.drafts import discard, log_page, log_start
from incidents.views.evidence import evidence, evidence_add, evidence_take_back
from incidents.views.people import involvement_remove, person_add, person_search
from incidents.views.reading import incident, incident_list, step_back
from reports.views import (
    my_report,
    my_reports,
    report,
    report_incident,
    report_list,
    report_new,
    report_relationships,
    report_start,
)

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
    "my_report",
    "my_reports",
    "person_add",
    "person_search",
    "report",
    "report_incident",
    "report_list",
    "report_new",
    "report_relationships",
    "report_start",
    "step_back",
]
