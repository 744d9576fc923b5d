"""The first wordings: how each purpose is explained in plain English."""

from __future__ import annotations

from typing import Any

from django.db import migrations

ENGLISH = {
    "RECORD": (
        "We keep your name, how to reach you safely, and what you choose to tell us. "
        "Only your peer worker and his manager can open it. You can see it, correct it "
        "or take it back at any time."
    ),
    "SESSIONS": (
        "Your peer worker writes a short note after you meet, in words you would be "
        "happy to read. Without this, nothing is written down and support goes on."
    ),
    "ASSESSMENT": (
        "Every six months we ask how support is going. You may skip any question, and "
        "your peer worker does not see your answers unless you want him to."
    ),
    "STATISTICS": (
        "You are counted in figures that funders see. They hold no name and small "
        "numbers are hidden, so that nobody can be picked out."
    ),
    "COLLEAGUES": (
        "Another peer worker whom you know by name may see your record, for example "
        "when yours is away."
    ),
    "SUPERVISION": (
        "The manager may read the notes of your sessions, to support your peer worker "
        "in his work with you."
    ),
    "SHARING": (
        "We tell a person or service you name exactly what you agree to, and nothing "
        "more. Each time is written down and you can see it."
    ),
    "CONTACT": (
        "We get in touch only in the ways you say are safe, and say only what you are "
        "happy for others to hear."
    ),
    "QUOTATION": (
        "Something you said may stand in a report, without your name and in words you "
        "have approved."
    ),
}


def write_wordings(apps: Any, schema_editor: Any) -> None:
    wording = apps.get_model("consent", "Wording")
    for purpose, explanation in ENGLISH.items():
        wording.objects.create(
            id=f"{purpose}-en-1",
            purpose=purpose,
            language="en-nz",
            version=1,
            explanation=explanation,
            reviewed=True,
        )


class Migration(migrations.Migration):
    dependencies = [("consent", "0002_protect")]

    operations = [migrations.RunPython(write_wordings, migrations.RunPython.noop)]
