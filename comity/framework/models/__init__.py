"""What a framework consists of: a tree of numbered nodes, options, future work and the editions that print them."""

from comity.framework.models.editions import EditionNode, FrameworkEdition
from comity.framework.models.following import (
    FollowUpPolicy,
    Mandate,
    Observation,
    Progress,
    ProgressList,
    Reminder,
    ReportRequest,
)
from comity.framework.models.plans import FutureWork, ImplementationOption
from comity.framework.models.resources import Flow, Help, Match, Need, Offer, Pool
from comity.framework.models.tree import Framework, Node, NodeText, NodeVersion, Rest

__all__ = [
    "EditionNode",
    "Flow",
    "FollowUpPolicy",
    "Framework",
    "FrameworkEdition",
    "FutureWork",
    "Help",
    "ImplementationOption",
    "Mandate",
    "Match",
    "Need",
    "Node",
    "NodeText",
    "NodeVersion",
    "Observation",
    "Offer",
    "Pool",
    "Progress",
    "ProgressList",
    "Reminder",
    "ReportRequest",
    "Rest",
]
