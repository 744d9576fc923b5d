-- One organisation's people, from two temporary tables: staff (its workers, numbered)
-- and arriving (a survivor in each row, with keys and sections sealed already).
INSERT INTO consent_subject (id, organisation_id, created_at, rounding_key)
SELECT subject, organisation, '2023-10-01', rounding_key FROM arriving;

INSERT INTO consent_consent
       (id, organisation_id, subject_id, purpose, wording_id, given, given_on,
        recorded_by_id, recorded_at, of_age)
SELECT consent, organisation, subject, purpose, NULL, 'IMPORTED', '2023-10-01',
       member, '2023-10-01', true
  FROM arriving JOIN staff USING (number),
       LATERAL (VALUES (record_consent, 'RECORD'), (session_consent, 'SESSIONS'),
                       (gen_random_uuid(), 'STATISTICS')) c (consent, purpose);

INSERT INTO consent_subjectkey
       (id, organisation_id, subject_id, consent_id, purpose, state, created_at)
SELECT key, organisation, subject, consent, purpose, 'ACTIVE', '2023-10-01'
  FROM arriving,
       LATERAL (VALUES (record_key, record_consent, 'RECORD'),
                       (session_key, session_consent, 'SESSIONS')
               ) k (key, consent, purpose);

INSERT INTO consent_wrappedkey (id, organisation_id, key_id, organisation_key_id, wrapped)
SELECT gen_random_uuid(), organisation, key, organisation_key, wrapped
  FROM arriving,
       LATERAL (VALUES (record_key, record_wrapped), (session_key, session_wrapped)
               ) k (key, wrapped);

INSERT INTO cases_client
       (id, organisation_id, subject_id, key_id, withheld, reference, opened_at,
        opened_by_id)
SELECT gen_random_uuid(), organisation, subject, record_key, false, reference,
       '2023-10-01', member
  FROM arriving JOIN staff USING (number);

INSERT INTO cases_section
       (id, organisation_id, subject_id, key_id, withheld, kind, revision, sealed,
        written_by_id, written_at, superseded)
SELECT section, organisation, subject, record_key, false, kind, 1, sealed,
       member, '2023-10-01', false
  FROM arriving JOIN staff USING (number),
       LATERAL (VALUES (identity, identity_sealed, 'identity'),
                       (contact, contact_sealed, 'contact')) s (section, sealed, kind);

INSERT INTO cases_episode
       (id, organisation_id, subject_id, key_id, withheld, started_on, end_reason,
        referred_by)
SELECT gen_random_uuid(), organisation, subject, record_key, false, '2023-10-01', '', ''
  FROM arriving;

INSERT INTO cases_assignment
       (id, organisation_id, subject_id, member_id, from_at, made_by_id)
SELECT gen_random_uuid(), organisation, subject, member, '2023-10-01', member
  FROM arriving JOIN staff USING (number);

INSERT INTO consent_subjectuserobjectpermission
       (organisation_id, user_id, permission_id, content_object_id)
SELECT organisation, person, permission.id, subject
  FROM arriving JOIN staff USING (number), auth_permission permission
 WHERE permission.codename = 'work_with_subject';

INSERT INTO cases_statisticalprofile
       (id, organisation_id, subject_id, age_band, ethnicities, region)
SELECT gen_random_uuid(), organisation, subject,
       ('{FROM_25,FROM_35,FROM_45,FROM_55}'::text[])[1 + position % 4],
       ('{EUROPEAN,MAORI,PACIFIC,ASIAN}'::text[])[1 + position % 3 : 1 + position % 3],
       ('{AUK,WKO,WGN,CAN}'::text[])[1 + position % 4]
  FROM arriving;

-- Newest first, so that the trigger which keeps the last activity has least to do.
INSERT INTO cases_session
       (id, organisation_id, subject_id, key_id, withheld, held_on, minutes, kind, mode,
        worker_id, logged_at)
SELECT gen_random_uuid(), organisation, subject, session_key, false,
       held_on, 15 + (ordinal * 7 + position) % 90,
       ('{ONE_TO_ONE,GROUP,CONTACT,WHANAU,DID_NOT_ATTEND}'::text[])
           [1 + (position + ordinal) % 5],
       ('{IN_PERSON,PHONE,VIDEO,TEXT}'::text[])[1 + (position * 3 + ordinal) % 4],
       member, held_on + interval '10 hours'
  FROM arriving JOIN staff USING (number)
       CROSS JOIN generate_series(0, sessions - 1) ordinal,
       LATERAL (SELECT date '2026-09-30'
                       - ((ordinal * 1096 + position * 31 % 1096) / sessions)::int
                       AS held_on) held
 ORDER BY ordinal;
