"""Browsers of people at work while a server is restarted, and what they send."""

from __future__ import annotations

import re
import uuid

from django.db import close_old_connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone


class Browser(Client):
    """A client whose requests begin and end as a web server's do."""

    def request(self, **request: object) -> HttpResponse:
        close_old_connections()
        try:
            return super().request(**request)
        finally:
            close_old_connections()


def tab_of(signed_in: Client) -> Browser:
    """Return another tab of a browser, to be used at the same time."""
    tab = Browser(raise_request_exception=False, headers={"accept-language": "en-NZ"})
    tab.cookies.update(signed_in.cookies)
    return tab


def form(body: str) -> dict[str, str]:
    return {
        "id": str(uuid.uuid4()),
        "when": timezone.localdate().isoformat(),
        "mode": "IN_PERSON",
        "kind": "ONE_TO_ONE",
        "length": "60",
        "body": body,
    }


def send_again(browser: Browser, url: str) -> None:
    """Go on from the page of an outage as its button leads."""
    page = browser.get(reverse("account_resume")).content.decode()
    kept = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    assert f'action="{url}"' in page
    fields = {name: value for name, value in kept if name != "csrfmiddlewaretoken"}
    assert browser.post(url, fields).status_code == 302
    assert browser.get(reverse("account_resume")).status_code == 302
