"""Signing in and out: a closed list. What allauth offers besides is not reachable."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from django.urls import path

from msa.accounts import yours
from msa.accounts.views import confirm_it_is_you, locked, resume, set_up_second_factor
from msa.members.views import invited

# The first names are allauth's: it leads from step to step by them.
urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("login/code/", mfa.authenticate, name="mfa_authenticate"),
    path("set-up/", set_up_second_factor, name="mfa_activate_totp"),
    path("logout/", account.logout, name="account_logout"),
    path("locked/", locked, name="account_locked"),
    path("confirm/", confirm_it_is_you, name="account_confirm"),
    path("go-on/", resume, name="account_resume"),
    path("yours/", yours.yours, name="account_yours"),
    path("yours/password/", yours.password, name="account_password"),
    path("yours/app/", yours.another_app, name="account_another_app"),
    path("yours/recovery-codes/", yours.recovery_codes, name="account_recovery_codes"),
    path("yours/others/", yours.end_others, name="account_end_others"),
    path("yours/<uuid:handle>/", yours.end_one, name="account_end_one"),
    path("invited/<slug:secret>/", invited, name="account_invited"),
]
