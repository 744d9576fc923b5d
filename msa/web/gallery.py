"""Every component on one page, with made-up words, for looking at and for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from msa.web import charts
from msa.web.charts import Mark, Series, ThenNow
from msa.web.fields import NZDateField
from msa.web.forms import Form
from msa.web.widgets import Chips, ChipsMultiple, Stacked

DAYS = [("today", "Today"), ("yesterday", "Yesterday"), ("other", "Another day")]
WAYS = [
    ("person", "In person"),
    ("phone", "Phone"),
    ("video", "Video"),
    ("text", "Text"),
]
LENGTHS = [("15", "15"), ("30", "30"), ("60", "60"), ("90", "90"), ("other", "Other")]
TOPICS = [
    ("heard", "Being heard"),
    ("whanau", "Whānau"),
    ("safe", "Staying safe"),
    ("housing", "Housing"),
    ("acc", "ACC"),
]
ANSWERS = ["Not at all", "A little", "Some of the time", "Most of the time", "Always"]


class LogSession(Form):
    """The fields that a peer worker meets most often."""

    day = forms.ChoiceField(label="When", choices=DAYS, widget=Chips)
    way = forms.ChoiceField(label="How you met", choices=WAYS, widget=Chips)
    length = forms.ChoiceField(
        label="How long, in minutes", choices=LENGTHS, widget=Chips
    )
    topics = forms.MultipleChoiceField(
        label="What you worked on together",
        choices=TOPICS,
        widget=ChipsMultiple,
        required=False,
    )
    next_on = NZDateField(
        label="Next session", help_text="For example 5 3 2026", required=False
    )
    place = forms.ChoiceField(
        label="Place", choices=[("office", "Office"), ("home", "His place")]
    )
    note = forms.CharField(
        label="Note",
        help_text="What mattered today, in words he would be happy to read",
        widget=forms.Textarea,
        required=False,
    )
    together = forms.BooleanField(
        label="Written together", help_text="He was there and agrees", required=False
    )


class Question(Form):
    """One question of a check-in, with the answers stacked."""

    answer = forms.ChoiceField(
        label="In the last month, I have had people I can count on",
        choices=[(str(i), a) for i, a in enumerate(ANSWERS)],
        widget=Stacked,
    )


def gallery(request: HttpRequest) -> HttpResponse:
    """Show all components but the forms."""
    places = [("Today", True), ("People", False), ("Drafts", False), ("Help", False)]
    context: dict[str, Any] = {
        "nav": [
            {"url": "#main", "label": label, "label_mi": "", "current": current}
            for label, current in places
        ],
        "area": "Peer worker",
        "signed_in_name": "Wiremu P.",
        "facts": [
            ("Likes to be called", "Hemi"),
            ("Safe way to reach him", "Text, weekday mornings"),
            ("Checked", "5 March 2026"),
            ("Peer worker", "Wiremu P."),
        ],
        "tabs": [
            {"url": "#main", "label": "Timeline", "current": True},
            {"url": "#main", "label": "Goals", "current": False},
            {"url": "#main", "label": "Who has looked", "current": False},
        ],
        "held_at": datetime(2026, 3, 5, 1, 14, tzinfo=UTC),
        "held_on": date(2026, 3, 5),
        "charts": [drawn_bar(), drawn_stack(), drawn_line(), drawn_dots()],
    }
    return render(request, "_components/gallery/index.html", context)


def form_page(request: HttpRequest) -> HttpResponse:
    """Show the forms; when sent, their errors or the date that was understood."""
    data = request.POST or None
    form = LogSession(data, initial={"day": "today", "way": "person", "length": "60"})
    context = {
        "form": form,
        "question": Question(prefix="question"),
        "understood": form.cleaned_data["next_on"] if form.is_valid() else None,
    }
    return render(request, "_components/gallery/form.html", context)


def drawn_bar() -> SafeString:
    """Draw made-up age bands, one of them not to be shown."""
    return charts.bar(
        title="Most men supported were between 25 and 54",
        description="People supported by age band, one quarter",
        marks=[
            Mark("Under 25", 42),
            Mark("25 to 39", 213),
            Mark("40 to 54", 246),
            Mark("55 to 69", 96),
            Mark("70 and over", None, "c"),
            Mark("Not recorded", None, "fewer than 10"),
        ],
    )


def drawn_stack() -> SafeString:
    """Draw made-up ways of meeting over three quarters."""
    return charts.stacked_bar(
        title="Half of all sessions were held in person",
        description="Sessions by way of meeting, three quarters",
        columns=["April to June", "July to September", "October to December"],
        series=[
            Series("In person", [Mark("", 612), Mark("", 657), Mark("", 702)]),
            Series("Phone", [Mark("", 312), Mark("", None, "c"), Mark("", 330)]),
            Series("Video", [Mark("", 156), Mark("", 171), Mark("", 150)]),
            Series("Group", [Mark("", 48), Mark("", 51), Mark("", 60)]),
        ],
    )


def drawn_line() -> SafeString:
    """Draw a made-up number of people over five quarters."""
    return charts.line(
        title="More men were supported each quarter",
        description="People supported in each of five quarters",
        columns=["Q1", "Q2", "Q3", "Q4", "Q1"],
        series=[
            Series(
                "People supported",
                [
                    Mark("", 480),
                    Mark("", 501),
                    Mark("", None, "c"),
                    Mark("", 540),
                    Mark("", 597),
                ],
            )
        ],
    )


def drawn_dots() -> SafeString:
    """Draw two made-up statements, then and now."""
    return charts.dots(
        title="You have people to count on more often than before",
        description="Two statements, at the first check-in and now",
        answers=ANSWERS,
        statements=[
            ThenNow("I have people I can count on", 1, 3),
            ThenNow("I sleep well", 2, 2),
        ],
    )
