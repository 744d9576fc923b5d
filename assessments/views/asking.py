"""The questions of a check-in, one to a page, and the look over at the end (UI-V1)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms import Finish, Rate, Tell
from assessments.instruments import Item, OpenQuestion, Words
from assessments.queries.journey import then_and_now
from assessments.queries.respondent import Respondent, sheet
from assessments.services import responding
from assessments.sheets import Sheet
from assessments.views import passage, told
from assessments.views.entering import stopped_now
from assessments.views.passage import Passage
from assessments.views.respondents import respondent_page
from msa.accounts.lock import end_meanwhile

#: In the address of a question that was opened from the look over: it leads back there.
_OVER = "over"


@require_http_methods(["GET", "HEAD", "POST"])
@respondent_page
def question(
    request: HttpRequest, respondent: Respondent, held: Passage, number: int
) -> HttpResponse:
    before = sheet(respondent)
    questions = before.asked().questions
    if not 1 <= number <= len(questions):
        return redirect("check-in:begin" if number < 1 else "check-in:answers")
    one = questions[number - 1]
    form = _form(request, one, before, held.order)
    if form.is_bound and form.is_valid():
        is_stopping = request.POST.get("then") == "stop"
        is_kept = is_stopping or one.code in before.kept
        _keep(respondent, one, form, passes_over=not is_kept)
        return stopped_now(request, held) if is_stopping else _next(request, number)
    page = {
        "form": form,
        "order": held.order,
        "number": number,
        "total": len(questions),
        "words": one.statement if isinstance(one, Item) else one.question,
        "introduction": _introduction(before, one),
        "back_url": _back(request, number),
        "is_kept": one.code in before.kept,
    }
    return render(request, "assessments/respond/question.html", page)


def _form(
    request: HttpRequest, one: Item | OpenQuestion, before: Sheet, order: str
) -> Rate | Tell:
    data = request.POST if request.method == "POST" else None
    if isinstance(one, Item):
        return Rate(data, item=one, sheet=before, order=order)
    return Tell(data, question=one, sheet=before)


def _keep(
    respondent: Respondent,
    one: Item | OpenQuestion,
    form: Rate | Tell,
    *,
    passes_over: bool,
) -> None:
    """Keep what he answered; going on without an answer passes over the question."""
    now = timezone.now()
    if isinstance(form, Tell):
        if form.cleaned_data["words"] or passes_over:
            words = form.cleaned_data["words"]
            responding.tell(respondent, one.code, words, at=now)
    elif form.was_answered():
        responding.rate(respondent, one.code, form.value(), at=now)
    elif passes_over:
        responding.skip(respondent, one.code, at=now)


def _next(request: HttpRequest, number: int) -> HttpResponse:
    if _OVER in request.GET:
        return redirect("check-in:answers")
    return redirect("check-in:question", number + 1)


def _back(request: HttpRequest, number: int) -> str:
    if _OVER in request.GET:
        return reverse("check-in:answers")
    if number == 1:
        return reverse("check-in:begin")
    return reverse("check-in:question", args=[number - 1])


def _introduction(answered: Sheet, one: Item | OpenQuestion) -> Words | None:
    """Return what is said before the first statement of a group."""
    if not isinstance(one, Item):
        return None
    instrument = answered.asked()
    is_first = instrument.items_of(one.group)[0] is one
    return instrument.group(one.group).introduction if is_first else None


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest) -> HttpResponse:
    """Show all answers; finishing twice, in two tabs or by Back, is once (L03)."""
    response = _answers(request)
    held = passage.read(request)
    if request.method == "POST" and held and responding.is_finished(held.opened):
        response = redirect("check-in:thanks")
        end_meanwhile(request)
        passage.end(response)
    return response


@respondent_page
def _answers(
    request: HttpRequest, respondent: Respondent, held: Passage
) -> HttpResponse:
    answered = sheet(respondent)
    form = Finish(request.POST if request.method == "POST" else None)
    if form.is_valid():
        responding.finish(
            respondent,
            worker_may_see=form.said_yes("worker_may_see"),
            show_next_time=form.said_yes("show_next_time"),
            at=timezone.now(),
        )
        return redirect("check-in:thanks")
    page = {
        "form": form,
        "order": held.order,
        "heading_order": held.heading_order,
        "total": len(answered.asked().questions),
        "parts": told.parts(answered),
        "has_journey": told.has_before(then_and_now(respondent)),
    }
    return render(request, "assessments/respond/answers.html", page)


@require_safe
@respondent_page
def journey(
    request: HttpRequest, respondent: Respondent, held: Passage
) -> HttpResponse:
    """Show what he said then beside what he says now: words, and no score (UI-V6)."""
    page = {
        "order": held.order,
        "heading_order": held.heading_order,
        "journey": told.journey(then_and_now(respondent)),
    }
    return render(request, "assessments/respond/journey.html", page)
