"""Addresses of services and referrals; the site puts them into the areas."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.referrals.views import directory, inward, numbers, outward

_HIS = "people/<uuid:subject>/referrals/"
_ONE = f"{_HIS}<uuid:pk>/"
_CAME = "people/<uuid:subject>/sent-by/"
_ENQUIRY = "enquiries/<uuid:pk>/"

_numbers: list[URLPattern] = [
    path("numbers/", numbers.help_lines, name="help-lines"),
    path("numbers/sheet.pdf", numbers.on_paper, name="help-lines-pdf"),
]
_directory: list[URLPattern] = [
    path("services/", directory.services_found, name="services"),
    path("services/new/", directory.new, name="service-new"),
    path("services/<uuid:pk>/", directory.service, name="service"),
]
_enquiries: list[URLPattern] = [
    path(f"{_ENQUIRY}sent-by/", inward.enquiry_came, name="enquiry-sent-by"),
    path(f"{_ENQUIRY}answered/", inward.enquiry_answered, name="enquiry-answered"),
]
worker_patterns: list[URLPattern] = [
    *_numbers,
    *_directory,
    *_enquiries,
    path(_HIS, outward.referrals, name="referrals"),
    path(f"{_HIS}new/", outward.new, name="referral-new"),
    path(_ONE, outward.referral, name="referral"),
    path(f"{_ONE}step/", outward.step, name="referral-step"),
    path(f"{_ONE}ask-again/", outward.ask_again, name="referral-ask-again"),
    path(f"{_ONE}letter/", outward.letter, name="referral-letter"),
    path(f"{_CAME}new/", inward.new, name="arrival-new"),
    path(f"{_CAME}<uuid:pk>/", inward.arrival, name="arrival"),
    path(f"{_CAME}<uuid:pk>/answered/", inward.answered, name="arrival-answered"),
    path(f"{_CAME}<uuid:pk>/he-knows/", inward.he_knows, name="arrival-he-knows"),
    path(f"{_CAME}<uuid:pk>/replied/", inward.replied, name="arrival-replied"),
]
admin_patterns: list[URLPattern] = [
    *_numbers,
    path("numbers/change/", numbers.change, name="help-lines-change"),
]
manager_patterns: list[URLPattern] = [
    *admin_patterns,
    *_directory,
    *_enquiries,
    path("services/<uuid:pk>/change/", directory.change, name="service-change"),
    path("services/<uuid:pk>/decide/", directory.decide, name="service-decide"),
]
