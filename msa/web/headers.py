"""Response headers that keep pages out of caches, other windows and referrers."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponse]

# Passkeys need publickey-credentials-get; nothing else of the device is asked for.
UNUSED_FEATURES = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
    "xr-spatial-tracking",
)
HEADERS = {
    # Foreign sites learn nothing. "no-referrer" would also make browsers send the
    # Origin of our own forms as "null", and the CSRF check rightly refuses that.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED_FEATURES),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-DNS-Prefetch-Control": "off",
    "Origin-Agent-Cluster": "?1",
}


class HeadersMiddleware:
    """Set the headers of `HEADERS`, and `no-store` on all but static files.

    Stands first, before WhiteNoise. A view whose answer is public and immutable sets
    `response.may_be_stored = True` and its own Cache-Control.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        if not may_be_stored(request, response):
            response.headers["Cache-Control"] = "no-store"
        return response


def may_be_stored(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Say whether browsers may keep an answer: static files, and what a view marks."""
    is_static = request.path.startswith(settings.STATIC_URL)
    # A page about a missing static file is a page, not a file.
    return (is_static and isinstance(response, FileResponse)) or getattr(
        response, "may_be_stored", False
    )
