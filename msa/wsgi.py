"""What gunicorn serves; `MSA_SITE` picks the site."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from msa.vault.cores import leave_no_core

# Before a key is read.
leave_no_core()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "msa.settings")

application = get_wsgi_application()

# Imported here, where the applications are loaded.
from msa.tenancy.custody import refuse_an_untried_root_key  # noqa: E402
from msa.tenancy.readiness import refuse_what_was_destroyed  # noqa: E402

refuse_what_was_destroyed()
refuse_an_untried_root_key()
