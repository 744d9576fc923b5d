"""The gallery's addresses, and pages that stand for what is behind the sign-in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path

from msa.web import gallery

LOOKS_UNTIL_DONE = 2


def sign_in(request: HttpRequest) -> HttpResponse:
    """Begin a session at once."""
    request.session["is_signed_in"] = True
    return redirect("inside")


def inside(request: HttpRequest) -> HttpResponse:
    """Show a page that only a session opens, with something to leak on it."""
    if not request.session.get("is_signed_in"):
        return HttpResponse("signed out", status=403)
    return gallery.form_page(request)


def progress(request: HttpRequest) -> HttpResponse:
    """Show work that is finished when looked at for the third time."""
    looks = request.session["looks"] = request.session.get("looks", 0) + 1
    done = looks > LOOKS_UNTIL_DONE
    text = "Finished" if done else "Counting people"
    context = {"url": request.path, "text": text, "finished": done}
    return render(request, "_components/gallery/progress.html", context)


urlpatterns = [
    path("", include("msa.web.urls")),
    path("sign-in", sign_in, name="sign_in"),
    path("inside", inside, name="inside"),
    path("progress", progress, name="progress"),
]
