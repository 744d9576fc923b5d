"""The content security policy of every page, in the form django-csp 4 reads."""

from __future__ import annotations

from typing import Any

SELF = "'self'"
NONE = "'none'"

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        # But for pages of the peer worker's area (msa.web.offline).
        "worker-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
