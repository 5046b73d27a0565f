"""What is kept of a session's floor: its list of speakers, who spoke, questions, rulings, and every act."""

from comity.floor.models.acts import FloorAct
from comity.floor.models.floors import Floor
from comity.floor.models.questions import Question, Ruling
from comity.floor.models.speakers import Inscription, Intervention

__all__ = ["Floor", "FloorAct", "Inscription", "Intervention", "Question", "Ruling"]
