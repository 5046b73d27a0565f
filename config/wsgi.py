"""The WSGI entry point: pages, served by granian with `comity serve`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

django = get_wsgi_application()

from comity.jobs import post, telling  # noqa: E402
from comity.search.following import start_beside  # noqa: E402
from comity.web.body import WholeBodies  # noqa: E402
from comity.web.front import PageCache  # noqa: E402  (needs Django to be set up)

application = PageCache(WholeBodies(django))

# An index that was lost, damaged or left behind is mended beside the first pages.
start_beside()
post.start()
telling.start()
