"""Terms are policed: who is named may see, what was shown stays, an end has its row."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect

#: The names a survivor gives are taken down by who works with him, and not by somebody
#: who was named himself: one name would lead to the next.
_NAMED_BY_HIS_OWN = (
    "organisation_id = (SELECT sec.organisation()) "
    "AND subject_id = ANY ((SELECT sec.my_subjects())::uuid[]) "
    "AND (purpose <> 'COLLEAGUES' OR EXISTS (SELECT 1 "
    "FROM public.consent_subjectuserobjectpermission g "
    "WHERE g.content_object_id = consent_consent.subject_id))"
)
_COUNTED = "subject_id <> ALL ((SELECT sec.no_longer_counted())::uuid[])"

ENGLISH = {
    ("COLLEAGUES", 2): (
        "The peer workers you name may see your record and write in it when they are "
        "with you, for example when yours is away. Nobody else, and only as long as "
        "you want."
    ),
    ("CONTACT", 2): (
        "We get in touch only in the ways you say are safe, and say only what you are "
        "happy for others to hear. What is safe stands in your record, and you can "
        "change it on any day."
    ),
}
TE_REO = {
    ("RECORD", 1): (
        "Ka puritia e mātou tō ingoa, ngā ara haumaru hei whakapā atu ki a koe, me ngā "
        "kōrero ka kōwhiria e koe kia tukuna mai. Ko tō kaimahi tautoko me tōna "
        "kaiwhakahaere anake ka āhei ki te huaki. Ka taea e koe te titiro, te "
        "whakatika, te tango mai rānei i ngā wā katoa."
    ),
    ("SESSIONS", 1): (
        "Ka tuhi tō kaimahi tautoko i tētahi kōrero poto i muri i tā kōrua hui, ki ngā "
        "kupu ka pai ki a koe kia pānuitia. Ki te kore tēnei, kāore he kōrero ka "
        "tuhia, ā, ka haere tonu te tautoko."
    ),
    ("ASSESSMENT", 1): (
        "Ia ono marama ka pātai mātou kei te pēhea te tautoko. Ka taea e koe te "
        "kape i tētahi pātai, ā, kāore tō kaimahi tautoko e kite i ō whakautu ki te "
        "kore koe e whakaae."
    ),
    ("STATISTICS", 1): (
        "Ka tatauria koe ki ngā tatauranga ka kitea e ngā kaituku pūtea. Kāore he "
        "ingoa i reira, ā, ka hunaia ngā tau iti, kia kore ai e mōhiotia tētahi "
        "tangata."
    ),
    ("COLLEAGUES", 2): (
        "Ka taea e ngā kaimahi tautoko ka whakahuatia e koe te titiro ki tō pūkete, me "
        "te tuhi ki roto i a rātou e noho ana i tō taha, pēnei i te wā kei te ngaro "
        "tō kaimahi. Kāore tētahi atu, ā, mō te roa anake e hiahia ana koe."
    ),
    ("SUPERVISION", 1): (
        "Ka taea e te kaiwhakahaere te pānui i ngā kōrero mō ā kōrua hui, hei tautoko "
        "i tō kaimahi i āna mahi ki a koe."
    ),
    ("SHARING", 1): (
        "Ka kōrero mātou ki te tangata, ki te ratonga rānei ka whakahuatia e koe, i "
        "ngā mea anake i whakaae ai koe. Ka tuhia ia wā, ā, ka taea e koe te kite."
    ),
    ("CONTACT", 2): (
        "Ka whakapā atu mātou mā ngā ara haumaru anake ki tāu i kī ai, ā, ko ngā mea "
        "anake e pai ana ki a koe kia rangona e ētahi atu ka kōrerohia. Kei tō pūkete "
        "ngā ara haumaru, ā, ka taea e koe te panoni i tētahi rā."
    ),
    ("QUOTATION", 1): (
        "Ka taea te whakamahi i tētahi kōrero āu ki tētahi pūrongo, me te kore e "
        "whakahua i tō ingoa, ki ngā kupu i whakaae ai koe."
    ),
}


def write_wordings(apps: Any, schema_editor: Any) -> None:
    """Te reo Māori waits for a speaker's review; until then the demo alone shows it."""
    wording = apps.get_model("consent", "Wording")
    for language, code, texts in (("en-nz", "en", ENGLISH), ("mi", "mi", TE_REO)):
        for (purpose, version), explanation in texts.items():
            wording.objects.create(
                id=f"{purpose}-{code}-{version}",
                purpose=purpose,
                language=language,
                version=version,
                explanation=explanation,
                reviewed=language != "mi",
            )


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0008_terms"),
        ("retention", "0002_protect"),
        ("cases", "0006_grant_to_present_workers"),
        ("assessments", "0002_protect"),
        ("audit", "0002_protect"),
    ]

    operations = [
        AsSec("consent/sql/renewing.sql", "consent/sql/terms.sql"),
        Protect(
            "Particulars",
            {
                "worker": {"SELECT": "subject", "INSERT": "subject"},
                # He records what somebody agrees to who carries on, and reads no more.
                "manager": {"INSERT": "organisation"},
                "sec": {"SELECT": "all", "UPDATE (withheld)": "all", "DELETE": "all"},
            },
            key="RECORD",
        ),
        migrations.RunSQL(
            [
                # Whoever stores a consent without saying more says nothing more.
                "ALTER TABLE consent_consent ALTER COLUMN colleagues SET DEFAULT '{}'",
                "ALTER TABLE consent_consent"
                " ALTER COLUMN has_particulars SET DEFAULT false",
                # The key is checked against every row there is, of no organisation.
                "ALTER TABLE consent_withdrawal NO FORCE ROW LEVEL SECURITY",
                "ALTER TABLE consent_consent NO FORCE ROW LEVEL SECURITY",
                "ALTER TABLE consent_withdrawal"
                " ADD CONSTRAINT consent_withdrawal_replaced_by_id_tenant"
                " FOREIGN KEY (organisation_id, replaced_by_id)"
                " REFERENCES consent_consent (organisation_id, id)",
                "ALTER TABLE consent_withdrawal FORCE ROW LEVEL SECURITY",
                "ALTER TABLE consent_consent FORCE ROW LEVEL SECURITY",
                "CREATE POLICY sec_select ON consent_wording FOR SELECT TO msa_sec"
                " USING (true)",
                "GRANT SELECT ON consent_wording TO msa_sec",
                "CREATE TRIGGER consent_consent_wording BEFORE INSERT"
                " ON consent_consent"
                " FOR EACH ROW EXECUTE FUNCTION sec.demand_own_wording()",
                "CREATE TRIGGER consent_particulars_promised BEFORE INSERT"
                " ON consent_particulars"
                " FOR EACH ROW EXECUTE FUNCTION sec.demand_promised_words()",
                # A speaker's review is noted; the words stay those that were shown.
                "CREATE TRIGGER consent_wording_stays BEFORE UPDATE"
                " OF id, purpose, language, version, explanation ON consent_wording"
                " FOR EACH STATEMENT EXECUTE FUNCTION sec.refuse_change()",
                "CREATE TRIGGER consent_wording_kept BEFORE DELETE OR TRUNCATE"
                " ON consent_wording"
                " FOR EACH STATEMENT EXECUTE FUNCTION sec.refuse_change()",
                "ALTER POLICY worker_insert ON consent_consent"
                f" WITH CHECK ({_NAMED_BY_HIS_OWN})",
                "ALTER POLICY reporting_select ON cases_statisticalprofile"
                f" USING ({_COUNTED})",
                f"ALTER POLICY reporting_select ON assessments_rating USING ({_COUNTED})",
            ],
            migrations.RunSQL.noop,
        ),
        migrations.RunPython(write_wordings, migrations.RunPython.noop),
    ]
