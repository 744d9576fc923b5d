"""Signing in and out: a closed list. What allauth offers besides is not reachable."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from django.urls import path

from msa.accounts.views import locked, set_up_second_factor

# The names are allauth's: it leads from step to step by them.
urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("login/code/", mfa.authenticate, name="mfa_authenticate"),
    path("locked/", locked, name="account_locked"),
    path("set-up/", set_up_second_factor, name="mfa_activate_totp"),
    path("logout/", account.logout, name="account_logout"),
]
