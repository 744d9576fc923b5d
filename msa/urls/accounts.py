"""Signing in and out: a closed list. What allauth offers besides is not reachable."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import path

from msa.accounts import own_passkeys, yours
from msa.accounts.views import (
    confirm_it_is_you,
    locked,
    resume,
    set_up_second_factor,
    show_second_factor,
    stay,
)
from msa.members.views import invited, reset

# The first names are allauth's: it leads from step to step by them.
urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("login/code/", show_second_factor, name="mfa_authenticate"),
    path("login/passkey/", own_passkeys.sign_in, name="account_passkey_sign_in"),
    path("passkey/", own_passkeys.ask, name="account_passkey_ask"),
    path("set-up/", set_up_second_factor, name="mfa_activate_totp"),
    path("set-up/passkey/", own_passkeys.set_up, name="account_set_up_passkey"),
    path(
        "set-up/passkey/offer/",
        own_passkeys.offer_first,
        name="account_passkey_offer_first",
    ),
    path("logout/", account.logout, name="account_logout"),
    path("locked/", locked, name="account_locked"),
    path("confirm/", confirm_it_is_you, name="account_confirm"),
    path("go-on/", resume, name="account_resume"),
    path("stay/", stay, name="account_stay"),
    path("yours/", yours.yours, name="account_yours"),
    path("yours/password/", yours.password, name="account_password"),
    path("yours/app/", yours.another_app, name="account_another_app"),
    path("yours/passkey/", own_passkeys.add, name="account_passkey_add"),
    path(
        "yours/passkey/offer/",
        own_passkeys.offer_another,
        name="account_passkey_offer",
    ),
    path("yours/remove/", yours.remove_factor, name="account_factor_remove"),
    path("yours/recovery-codes/", yours.recovery_codes, name="account_recovery_codes"),
    path("yours/others/", yours.end_others, name="account_end_others"),
    path("yours/<uuid:handle>/", yours.end_one, name="account_end_one"),
    path("invited/<slug:secret>/", invited, name="account_invited"),
    path("reset/<slug:secret>/", reset, name="account_reset"),
]
