"""Let a referral go no other way than its life cycle, whatever function moves it."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec

_STAGES = (
    "'AGREED>MADE', 'AGREED>DECLINED', 'MADE>ACCEPTED', 'MADE>ENGAGED',"
    " 'MADE>DECLINED', 'MADE>ENDED', 'ACCEPTED>ENGAGED', 'ACCEPTED>DECLINED',"
    " 'ACCEPTED>ENDED', 'ENGAGED>ENDED'"
)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_protect")]

    operations = [
        AsSec("cases/referrals/sql/stages.sql"),
        migrations.RunSQL(
            "CREATE TRIGGER referrals_referral_stages BEFORE UPDATE OF stage"
            " ON referrals_referral FOR EACH ROW"
            " WHEN (OLD.stage IS DISTINCT FROM NEW.stage)"
            f" EXECUTE FUNCTION sec.demand_stage({_STAGES})",
            migrations.RunSQL.noop,
        ),
    ]
