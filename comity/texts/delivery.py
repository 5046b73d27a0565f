"""The line that only says that a text must be checked against delivery, in six languages: no paragraph of it."""

from __future__ import annotations

import re

_DELIVERY = re.compile(  # in small letters: Python passes over alternatives fastest where case matters
    r"(?:please )?(?:check|verify)(?:ed)? against (?:the )?(?:actual )?delivery|as delivered|embargoed until delivery"
    r"|(?:seul )?le (?:texte )?prononcé fait foi|seul le texte prononcé fait foi|vérifier (?:au|à la|lors du) \w+"
    r"|sous réserve de modifications?(?: à la lecture)?|à vérifier (?:à l['’]audition|au prononcé)"
    r"|(?:cotejar|verificar|compulsar|confrontar|cotéjese|verifíquese)(?: \w+)? (?:con|contra|al|en) .{3,40}"
    r"|(?:сверить|сверять|проверить|сверено)(?: \w+)? (?:с|по|при|против) .{3,40}"
    r"|(?:请)?以(?:实际|现场|口头)?(?:发言|讲话|演讲|宣读)(?:稿)?为准|请对照(?:实际)?发言.{0,6}"
    r"|(?:يرجى|الرجاء)? ?(?:المراجعة|مراجعة|التحقق|مطابقته|المقارنة|العبرة) .{0,20}"
    r"(?:الإلقاء|الالقاء|إلقاء|الملقى|الملقاة|عند الإدلاء)(?: به)?"
)


def is_delivery_note(text: str) -> bool:
    """Whether a line only says that the text must be checked against delivery, in any official language."""
    return len(text) <= 90 and bool(_DELIVERY.fullmatch(text.strip(" *()[].!:-–—_\"'“”«»،。\t").casefold()))
