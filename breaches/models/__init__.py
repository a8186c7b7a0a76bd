"""Cases: what was established, what the policy answered, what was done about it, and the letters sent."""

from breaches.models.cases import Case, Closing
from breaches.models.findings import CaseFinding, Confirmation, StoredAssessment
from breaches.models.letters import Letter
from breaches.models.steps import Note, StepRecord

__all__ = ["Case", "CaseFinding", "Closing", "Confirmation", "Letter", "Note", "StepRecord", "StoredAssessment"]
