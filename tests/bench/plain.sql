-- The same rows in ordinary tables without policies and with nothing sealed: what the
-- product is measured against. Made by the superuser, who passes every policy.
CREATE TABLE bench_grant
       (LIKE consent_subjectuserobjectpermission INCLUDING DEFAULTS INCLUDING INDEXES);
INSERT INTO bench_grant SELECT * FROM consent_subjectuserobjectpermission;

CREATE TABLE bench_client (LIKE cases_client INCLUDING DEFAULTS INCLUDING INDEXES);
INSERT INTO bench_client SELECT * FROM cases_client;

CREATE TABLE bench_session (LIKE cases_session INCLUDING DEFAULTS INCLUDING INDEXES);
INSERT INTO bench_session SELECT * FROM cases_session;

CREATE TABLE bench_episode (LIKE cases_episode INCLUDING DEFAULTS INCLUDING INDEXES);
INSERT INTO bench_episode SELECT * FROM cases_episode;

CREATE TABLE bench_profile
       (LIKE cases_statisticalprofile INCLUDING DEFAULTS INCLUDING INDEXES);
INSERT INTO bench_profile SELECT * FROM cases_statisticalprofile;

CREATE TABLE bench_subject (LIKE consent_subject INCLUDING DEFAULTS INCLUDING INDEXES);
CREATE TABLE bench_consent (LIKE consent_consent INCLUDING DEFAULTS INCLUDING INDEXES);
CREATE TABLE bench_assignment
       (LIKE cases_assignment INCLUDING DEFAULTS INCLUDING INDEXES);

CREATE TABLE bench_person (
    id uuid PRIMARY KEY, organisation_id uuid, subject_id uuid, reference text,
    last_activity_on date,
    name text, first_name text, last_name text, pronouns text, birth_date text,
    age_band text, ethnicities text[], iwi text[], gender text, referred_by text,
    legal_name text, ethnic_groups text[], languages text[], interpreter text,
    orientation text, access_needs text, first_contact_on text,
    phone text, phone_safe boolean, text_safe boolean, email text, email_safe boolean,
    address text, post_safe boolean, other text, may_say text, town text, region text,
    no_fixed_address boolean, checked_on text,
    phone_say text, text_say text, email_say text, post_say text
);
CREATE INDEX ON bench_person (organisation_id, last_activity_on DESC NULLS LAST, id);
CREATE UNIQUE INDEX ON bench_person (organisation_id, subject_id);

CREATE TABLE bench_fernet (
    id uuid PRIMARY KEY, organisation_id uuid, subject_id uuid, reference text,
    last_activity_on date,
    name text, first_name text, last_name text, pronouns text, birth_date text,
    age_band text, ethnicities text, iwi text, gender text, referred_by text,
    legal_name text, ethnic_groups text, languages text, interpreter text,
    orientation text, access_needs text, first_contact_on text,
    phone text, phone_safe text, text_safe text, email text, email_safe text,
    address text, post_safe text, other text, may_say text, town text, region text,
    no_fixed_address text, checked_on text,
    phone_say text, text_say text, email_say text, post_say text
);
CREATE UNIQUE INDEX ON bench_fernet (organisation_id, subject_id);
CREATE TABLE bench_pickled (LIKE bench_fernet INCLUDING INDEXES);

-- An ordinary schema has foreign keys; what is copied into these tables pays for them.
INSERT INTO bench_subject SELECT * FROM consent_subject;
INSERT INTO bench_assignment SELECT * FROM cases_assignment;
ALTER TABLE bench_consent
  ADD FOREIGN KEY (subject_id) REFERENCES bench_subject,
  ADD FOREIGN KEY (recorded_by_id) REFERENCES accounts_member;
ALTER TABLE bench_client
  ADD FOREIGN KEY (subject_id) REFERENCES bench_subject,
  ADD FOREIGN KEY (opened_by_id) REFERENCES accounts_member;
ALTER TABLE bench_profile ADD FOREIGN KEY (subject_id) REFERENCES bench_subject;
ALTER TABLE bench_assignment
  ADD FOREIGN KEY (subject_id) REFERENCES bench_subject,
  ADD FOREIGN KEY (member_id) REFERENCES accounts_member,
  ADD FOREIGN KEY (made_by_id) REFERENCES accounts_member;
ALTER TABLE bench_grant
  ADD FOREIGN KEY (content_object_id) REFERENCES bench_subject,
  ADD FOREIGN KEY (user_id) REFERENCES accounts_person;

GRANT ALL ON bench_subject, bench_consent, bench_assignment, bench_grant, bench_client,
      bench_session, bench_episode, bench_profile, bench_person, bench_fernet,
      bench_pickled TO msa_test;
-- The tests' login inherits nothing, and the peers take no role.
GRANT USAGE ON SCHEMA public TO msa_test;
