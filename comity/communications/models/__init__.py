"""Who follows what, what there is to tell, and to whom it was told."""

from comity.communications.models.notices import Delivery, KnownSession, Notice, Watch
from comity.communications.models.subscriptions import CalendarAddress, Subscriber, Subscription

__all__ = [
    "CalendarAddress",
    "Delivery",
    "KnownSession",
    "Notice",
    "Subscriber",
    "Subscription",
    "Watch",
]
