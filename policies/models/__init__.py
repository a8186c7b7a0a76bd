"""Policies: their versions, who adopted and approved them, when they are reviewed, and who has read them."""

from policies.models.acknowledgements import Acknowledgement, AcknowledgementRequest
from policies.models.policies import Adoption, Approval, Policy, Version
from policies.models.reviews import Review, ReviewCycle

__all__ = [
    "Acknowledgement",
    "AcknowledgementRequest",
    "Adoption",
    "Approval",
    "Policy",
    "Review",
    "ReviewCycle",
    "Version",
]
