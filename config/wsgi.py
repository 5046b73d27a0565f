"""The WSGI entry point: pages, served by granian with `comity serve`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

django = get_wsgi_application()

from comity.web.body import WholeBodies  # noqa: E402
from comity.web.front import PageCache  # noqa: E402  (needs Django to be set up)

application = PageCache(WholeBodies(django))
