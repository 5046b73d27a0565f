"""What a framework consists of: a tree of numbered nodes, options, future work and the editions that print them."""

from comity.framework.models.editions import EditionNode, FrameworkEdition
from comity.framework.models.plans import FutureWork, ImplementationOption
from comity.framework.models.tree import Framework, Node, NodeText, NodeVersion, Rest

__all__ = [
    "EditionNode",
    "Framework",
    "FrameworkEdition",
    "FutureWork",
    "ImplementationOption",
    "Node",
    "NodeText",
    "NodeVersion",
    "Rest",
]
