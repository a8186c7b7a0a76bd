"""What happened and what was told: incidents, staff reports, and low-level concerns."""

from incidents.models.incidents import (
    Evidence,
    Incident,
    IncidentFinding,
    Involvement,
    Recusal,
    ReferenceCounter,
)
from reports.models import ConcernReview, LowLevelConcern, ReportAddition, StaffReport

__all__ = [
    "ConcernReview",
    "Evidence",
    "Incident",
    "IncidentFinding",
    "Involvement",
    "LowLevelConcern",
    "Recusal",
    "ReferenceCounter",
    "ReportAddition",
    "StaffReport",
]
