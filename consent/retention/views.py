"""How long records are kept: what is due, holds, erasures by two, and the proof."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from consent.queries import current_wordings, peer_workers
from consent.retention import queries
from consent.retention.enums import Basis, ErasureGround, HoldGround, KeepGround
from consent.retention.forms import AskForm, CarryOnForm, HoldForm, KeepForm, RuleForm
from consent.retention.services import decisions
from consent.retention.services.carrying_on import AnotherReference, carry_on
from consent.services import protecting
from consent.services.consents import (
    ChildProtectionUnread,
    RecordConsentMissing,
    RecordInForce,
)
from msa.access.refusals import AccessDenied, Reason
from msa.accounts.models import Role
from msa.accounts.step_up import asks_second_factor
from msa.clock.days import local_date
from msa.web.panels import panels_of

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

#: The language in which the purposes are explained on staff pages.
WORDINGS = "en-nz"


@require_safe
def overview(request: AreaRequest) -> HttpResponse:
    """Show the rule that counts, what is due, and the erasures."""
    signed = queries.signed_rule()
    today = local_date(timezone.now())
    page = {
        "rule": signed,
        "due": queries.to_review(queries.duty_of(signed), today),
        "erasures": queries.erasures(),
        "panels": panels_of("retention", request.actor, at=timezone.now()),
    }
    return render(request, "consent/retention/overview.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_second_factor
def rule(request: AreaRequest) -> HttpResponse:
    """Let the manager sign off how long records are kept."""
    form = RuleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        decisions.sign_rule(
            request.actor,
            Basis(form.cleaned_data["basis"]),
            contract_years=form.cleaned_data["contract_years"],
            at=timezone.now(),
        )
        messages.success(request, _("Signed. It counts from now on."))
        return redirect("manager:retention")
    return render(request, "consent/retention/rule.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@asks_second_factor
def come_back(request: AreaRequest) -> HttpResponse:
    """Let somebody who agrees again carry on with what he had sealed (CON-04)."""
    data = request.POST if request.method == "POST" else None
    form = CarryOnForm(
        data,
        wordings=current_wordings(WORDINGS),
        colleagues=peer_workers(but=request.actor.member),
    )
    if form.is_valid():
        at = timezone.now()
        protecting.say_read(request.actor, form.read_version(), at=at)
        try:
            subject = carry_on(
                request.actor,
                form.agreements(),
                reference=form.cleaned_data["reference"],
                at=at,
            )
        except ChildProtectionUnread:
            form.ask_to_read(protecting.policy_in_force(request.actor, at=at))
        except RecordConsentMissing:
            messages.info(request, _("Nothing was changed: his record stays sealed."))
            return redirect("manager:retention")
        except (AnotherReference, RecordInForce, AccessDenied) as fault:
            if getattr(fault, "reason", None) == Reason.TOO_MANY_KEYS:
                raise
            form.add_error("reference", _("No sealed record here has this number"))
        else:
            messages.success(request, _("Opened again, for what he agrees to."))
            return redirect("manager:person", subject)
    return render(request, "consent/retention/come_back.html", {"form": form})


@require_safe
def record(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Show how long one record is kept, and what may be decided."""
    return _record(request, subject)


@require_POST
def hold(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Place a hold."""
    form = HoldForm(request.POST)
    if not form.is_valid():
        return _record(request, subject, hold_form=form)
    ground = HoldGround(form.cleaned_data["ground"])
    decisions.hold(request.actor, subject, ground, at=timezone.now())
    messages.success(request, _("On hold: nothing of it is destroyed."))
    return redirect("manager:retention-record", subject)


@require_POST
@asks_second_factor
def lift(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Lift the hold."""
    queries.retained(None, subject)
    decisions.lift(request.actor, subject, at=timezone.now())
    messages.success(request, _("The hold is lifted."))
    return redirect("manager:retention-record", subject)


@require_POST
def keep(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Keep a record that is due a while longer."""
    form = KeepForm(request.POST)
    if not form.is_valid():
        return _record(request, subject, keep_form=form)
    decisions.keep(
        request.actor,
        subject,
        KeepGround(form.cleaned_data["keep_ground"]),
        until=form.cleaned_data["until"],
        at=timezone.now(),
    )
    messages.success(request, _("Kept for now."))
    return redirect("manager:retention-record", subject)


@require_POST
@asks_second_factor
def ask(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Ask that a record be destroyed."""
    form = AskForm(request.POST)
    if not form.is_valid():
        return _record(request, subject, ask_form=form)
    ground = ErasureGround(form.cleaned_data["erasure_ground"])
    try:
        one = decisions.ask(request.actor, subject, ground, at=timezone.now())
    except (decisions.MustBeKept, decisions.OnHold, decisions.AskedAlready) as no:
        messages.warning(request, str(_WHY_NOT[type(no)]))
        return redirect("manager:retention-record", subject)
    return redirect("manager:erasure", one.id)


_WHY_NOT: dict[type[Exception], Promise] = {
    decisions.MustBeKept: gettext_lazy("It has to be kept: nothing was asked for."),
    decisions.OnHold: gettext_lazy("It is on hold: nothing was asked for."),
    decisions.AskedAlready: gettext_lazy("Somebody has asked for it already."),
}


@require_safe
def erasure(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Show how far an erasure is; once it is done, this page is the proof."""
    one = queries.erasure(pk)
    page = {"erasure": one, "may_approve": queries.may_approve(request.actor, one)}
    return render(request, "consent/retention/erasure.html", page)


@require_safe
def erasures(request: AreaRequest) -> HttpResponse:
    """Show the administrator what waits for a second person, and names nobody."""
    waiting = queries.open_erasures().filter(approved_at=None)
    rows = [(one, queries.may_approve(request.actor, one)) for one in waiting]
    return render(request, "consent/retention/waiting.html", {"rows": rows})


@require_POST
@asks_second_factor
def approve(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Agree, as the second person, that a record is destroyed."""
    decisions.approve(request.actor, pk, at=timezone.now())
    messages.success(request, _("Approved. It is destroyed after the waiting time."))
    if request.actor.role == Role.ADMIN:
        return redirect("admin:erasures")
    return redirect("manager:erasure", pk)


@require_POST
def stop(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Stop an erasure."""
    decisions.stop(request.actor, pk, at=timezone.now())
    messages.success(request, _("Stopped. Nothing was destroyed."))
    return redirect("manager:erasure", pk)


def _record(request: AreaRequest, subject: UUID, **forms: object) -> HttpResponse:
    duty = queries.duty_of(queries.signed_rule())
    found = queries.retained(duty, subject)
    page = {
        "record": found,
        "is_due": found.is_due(local_date(timezone.now())),
        "erasure": queries.open_erasures().filter(subject=subject).first(),
        "hold_form": HoldForm(auto_id="hold-%s"),
        "keep_form": KeepForm(auto_id="keep-%s"),
        "ask_form": AskForm(auto_id="ask-%s"),
        "has_errors": bool(forms),
        **forms,
    }
    return render(request, "consent/retention/record.html", page)
