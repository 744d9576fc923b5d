from __future__ import annotations

from io import BytesIO

import pytest
from django.http import FileResponse, HttpResponse
from django.test import RequestFactory

from msa.web.csp import CONTENT_SECURITY_POLICY
from msa.web.headers import HeadersMiddleware

OURS = "http://testserver"


def answered(response: HttpResponse, path: str = "/") -> HttpResponse:
    return HeadersMiddleware(lambda _: response)(RequestFactory().get(path))


@pytest.mark.req("S21")
def test_every_answer_carries_exactly_these_headers() -> None:
    response = answered(HttpResponse(content_type="text/plain"))

    assert dict(response.headers) == {
        "Content-Type": "text/plain",
        "Cache-Control": "no-store",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": (
            "accelerometer=(), autoplay=(), camera=(), display-capture=(), "
            "encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), "
            "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), "
            "xr-spatial-tracking=()"
        ),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
        "X-DNS-Prefetch-Control": "off",
        "Origin-Agent-Cluster": "?1",
    }


@pytest.mark.req("S21")
def test_a_views_own_caching_is_overruled() -> None:
    response = HttpResponse(headers={"Cache-Control": "public, max-age=60"})

    assert answered(response)["Cache-Control"] == "no-store"


def test_a_public_answer_may_ask_to_be_stored() -> None:
    response = HttpResponse(headers={"Cache-Control": "public, max-age=60"})
    response.may_be_stored = True  # type: ignore[attr-defined]

    assert answered(response)["Cache-Control"] == "public, max-age=60"


def test_static_file_keeps_its_own_caching() -> None:
    response = FileResponse(BytesIO(b"x"), headers={"Cache-Control": "max-age=60"})

    assert answered(response, "/static/css/base.css")["Cache-Control"] == "max-age=60"


def test_page_about_a_missing_static_file_is_not_stored() -> None:
    missing = HttpResponse("no such file", status=404)

    assert answered(missing, "/static/nope.css")["Cache-Control"] == "no-store"


@pytest.mark.req("S21")
def test_policy_allows_nothing_but_our_own() -> None:
    directives = CONTENT_SECURITY_POLICY["DIRECTIVES"]

    assert directives["default-src"] == ["'none'"]
    sources = {source for allowed in directives.values() for source in allowed}
    assert sources == {"'self'", "'none'"}
