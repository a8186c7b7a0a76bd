"""The WSGI application that gunicorn serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Commands may run without a secret key; a site may not, and asking for it here stops one that has none.
settings.SECRET_KEY  # noqa: B018 - Django raises when it is empty

application = get_wsgi_application()
