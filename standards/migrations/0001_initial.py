import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_protect"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cycle",
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
                ("catalogue", models.CharField(max_length=30)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("revision", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "Being filled in"),
                            ("SIGNED", "Signed off"),
                            ("SUBMITTED", "Sent to MSA"),
                        ],
                        default="OPEN",
                        max_length=10,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("signed_as", models.CharField(blank=True, max_length=120)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
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
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Action",
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
                ("standard", models.CharField(max_length=5)),
                ("what", models.CharField(max_length=300)),
                ("owner_name", models.CharField(max_length=120)),
                ("due_on", models.DateField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
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
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="actions",
                        to="standards.cycle",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Judgement",
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
                ("standard", models.CharField(max_length=5)),
                (
                    "leaders",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NOT_YET", "Not yet"),
                            ("STARTED", "Under way"),
                            ("MOSTLY", "Mostly"),
                            ("FULLY", "Fully"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "staff",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NOT_YET", "Not yet"),
                            ("STARTED", "Under way"),
                            ("MOSTLY", "Mostly"),
                            ("FULLY", "Fully"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "clients",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NOT_YET", "Not yet"),
                            ("STARTED", "Under way"),
                            ("MOSTLY", "Mostly"),
                            ("FULLY", "Fully"),
                        ],
                        max_length=10,
                    ),
                ),
                ("comment", models.TextField(blank=True)),
                ("evidence", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="judgements",
                        to="standards.cycle",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="tenancy.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Remark",
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
                ("standard", models.CharField(blank=True, max_length=5)),
                ("text", models.TextField()),
                ("asks_for_more", models.BooleanField(default=False)),
                ("made_by", models.UUIDField()),
                ("made_at", models.DateTimeField()),
                (
                    "cycle",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="remarks",
                        to="standards.cycle",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="tenancy.organisation",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.UniqueConstraint(
                fields=("organisation", "starts_on", "revision"), name="cycle_revision"
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "OPEN")),
                fields=("organisation",),
                name="one_cycle_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                name="cycle_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("signed_as", ""),
                        ("signed_at", None),
                        ("signed_by", None),
                        ("state", "OPEN"),
                    ),
                    models.Q(
                        models.Q(("state", "OPEN"), _negated=True),
                        models.Q(("signed_as", ""), _negated=True),
                        ("signed_at__isnull", False),
                        ("signed_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="signed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "SUBMITTED"), ("submitted_at__isnull", False)),
                    models.Q(
                        models.Q(("state", "SUBMITTED"), _negated=True),
                        ("submitted_at", None),
                    ),
                    _connector="OR",
                ),
                name="submitted_at_some_time",
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                fields=["organisation", "cycle"], name="action_of_cycle"
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.UniqueConstraint(
                fields=("organisation", "cycle", "standard"), name="judged_once"
            ),
        ),
        migrations.AddIndex(
            model_name="remark",
            index=models.Index(
                fields=["organisation", "cycle"], name="remark_on_cycle"
            ),
        ),
    ]
