"""What an organisation has changed of each of its forms (UI-S9)."""

from __future__ import annotations

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0030_discard_by_the_clock"),
        ("tenancy", "0004_custody"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormSettings",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("form", models.CharField(max_length=12)),
                ("version", models.PositiveIntegerField()),
                (
                    "hidden",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "required",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "order",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("labels", models.JSONField(blank=True, default=dict)),
                ("set_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="tenancy.organisation",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "form"), name="one_setting_of_a_form"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "form__in",
                                (
                                    "identity",
                                    "contact",
                                    "support",
                                    "issues",
                                    "hopes",
                                    "strengths",
                                    "steps",
                                    "safety",
                                    "wellbeing",
                                    "offer",
                                    "needs",
                                    "choice",
                                    "session",
                                ),
                            )
                        ),
                        name="form_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("form", "choice"),
                                ("hidden__overlap", ["preference"]),
                                _negated=True,
                            ),
                            models.Q(
                                ("form", "contact"),
                                (
                                    "hidden__overlap",
                                    [
                                        "address",
                                        "email",
                                        "email_safe",
                                        "email_say",
                                        "may_say",
                                        "other",
                                        "phone",
                                        "phone_safe",
                                        "phone_say",
                                        "post_safe",
                                        "post_say",
                                        "region",
                                        "text_safe",
                                        "text_say",
                                    ],
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                ("form", "hopes"),
                                ("hidden__overlap", ["words"]),
                                _negated=True,
                            ),
                            models.Q(
                                ("form", "identity"),
                                (
                                    "hidden__overlap",
                                    [
                                        "age_band",
                                        "birth_date",
                                        "ethnic_groups",
                                        "ethnicities",
                                        "first_name",
                                        "last_name",
                                        "name",
                                        "pronouns",
                                    ],
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                ("form", "needs"),
                                (
                                    "hidden__overlap",
                                    [
                                        "acted_by",
                                        "acted_on",
                                        "review_on",
                                        "urgent",
                                        "worries",
                                    ],
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                ("form", "safety"),
                                (
                                    "hidden__overlap",
                                    ["crisis_lines", "what_helps", "whom_to_call"],
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                ("form", "session"),
                                (
                                    "hidden__overlap",
                                    [
                                        "body",
                                        "from_others",
                                        "kind",
                                        "length",
                                        "mode",
                                        "other_day",
                                        "other_minutes",
                                        "told_by",
                                        "when",
                                        "written_together",
                                    ],
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                ("form", "steps"),
                                ("hidden__overlap", ["by", "what", "who"]),
                                _negated=True,
                            ),
                            models.Q(
                                ("form", "strengths"),
                                ("hidden__overlap", ["words"]),
                                _negated=True,
                            ),
                            models.Q(
                                ("form", "support"),
                                (
                                    "hidden__overlap",
                                    ["in_emergency", "may_contact", "name"],
                                ),
                                _negated=True,
                            ),
                        ),
                        name="what_is_needed_stays",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("form", "choice"),
                                (
                                    "required__overlap",
                                    ["preference", "preference_words"],
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                ("form", "contact"),
                                (
                                    "required__overlap",
                                    [
                                        "address",
                                        "email",
                                        "email_safe",
                                        "email_say",
                                        "may_say",
                                        "no_fixed_address",
                                        "other",
                                        "phone",
                                        "phone_safe",
                                        "phone_say",
                                        "post_safe",
                                        "post_say",
                                        "text_safe",
                                        "text_say",
                                    ],
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                ("form", "identity"),
                                (
                                    "required__overlap",
                                    ["gender", "legal_name", "name", "orientation"],
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                ("form", "needs"),
                                ("required__overlap", ["urgent", "worries"]),
                                _negated=True,
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "form__in",
                                        [
                                            "hopes",
                                            "issues",
                                            "session",
                                            "steps",
                                            "support",
                                        ],
                                    ),
                                    _negated=True,
                                ),
                                ("required", []),
                                _connector="OR",
                            ),
                        ),
                        name="nothing_is_asked_that_is_his_to_tell",
                    ),
                ],
            },
        ),
    ]
