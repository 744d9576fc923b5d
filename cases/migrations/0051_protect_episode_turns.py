"""Let a survivor's time here be noted turn by turn, and in no other way (REC-11)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Narrow, Protect

_MINE = "IN (SELECT id FROM accounts_member WHERE person_id = (SELECT sec.person()))"
#: All but his words: a manager reads how he comes and goes, as all activity.
_CLEAR = (
    "id, organisation_id, subject_id, key_id, withheld, episode_id, revision, kind,"
    " happened_on, phase, back_on, reason, written_by_id, written_at, taken_back_at,"
    " taken_back_by_id"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0050_episode_turns")]

    operations = [
        Protect(
            "EpisodeTurn",
            {
                "worker": {
                    "SELECT": "subject",
                    "INSERT": ("subject", f"written_by_id {_MINE}"),
                    "UPDATE (taken_back_at, taken_back_by_id)": (
                        "subject",
                        f"taken_back_by_id IS NULL OR taken_back_by_id {_MINE}",
                    ),
                },
                "manager": {
                    f"SELECT ({_CLEAR})": "organisation",
                    "INSERT": ("organisation", f"written_by_id {_MINE}"),
                },
                "sec": {"SELECT": "all", "UPDATE (withheld)": "all"},
            },
            key="RECORD",
        ),
        Narrow("EpisodeTurn", "manager", "not-kept-away"),
        AsSec("cases/sql/episode_turns.sql"),
        migrations.RunSQL(
            [
                # A turn says who ended it and when; a bare date did not.
                "DROP POLICY worker_update ON cases_episode",
                "REVOKE UPDATE (activated_on, ended_on, end_reason) ON cases_episode"
                " FROM msa_worker",
                "GRANT UPDATE (phase, paused_on, back_on, ended_on, end_reason)"
                " ON cases_episode TO msa_sec",
                "CREATE TRIGGER cases_episode_place BEFORE INSERT ON cases_episode"
                " FOR EACH ROW EXECUTE FUNCTION sec.place_episode()",
                "CREATE TRIGGER cases_episodeturn_place"
                " BEFORE INSERT ON cases_episodeturn"
                " FOR EACH ROW EXECUTE FUNCTION sec.place_turn()",
                "CREATE TRIGGER cases_episodeturn_take_back"
                " BEFORE UPDATE OF taken_back_at ON cases_episodeturn"
                " FOR EACH ROW EXECUTE FUNCTION sec.take_back_turn()",
                "CREATE TRIGGER cases_episodeturn_settle"
                " AFTER INSERT OR UPDATE OF taken_back_at ON cases_episodeturn"
                " FOR EACH ROW EXECUTE FUNCTION sec.settle_episode()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
