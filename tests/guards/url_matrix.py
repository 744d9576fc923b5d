"""Every address and what each member of the cast is answered there (S01, S04).

One row for each address: the status of a GET, in the order of ``CAST``, where the
address names a survivor, session or report of the worker's (of the national body's, on
its site). A new page fails the tests until its row is here, and so does a row without a
page. 302: to the sign-in. 404: not his, and nothing says whether it exists. 405: only a
POST does anything. 302 and 303 elsewhere: it leads on.
"""

from __future__ import annotations

CAST = (
    "anonymous",
    "worker",
    "colleague",
    "manager",
    "admin",
    "outsider",
    "outside_manager",
    "compiler",
)

#: Addresses outside every area; they run without a context.
PUBLIC = """
leave                    303 303 303 303 303 303 303 303
neutral                  200 200 200 200 200 200 200 200
talk                     200 200 200 200 200 200 200 200
talk-pdf                 200 200 200 200 200 200 200 200
healthz                  200 200 200 200 200 200 200 200
gallery                  200 200 200 200 200 200 200 200
gallery-form             200 200 200 200 200 200 200 200
account_login            200 302 302 302 302 302 302 302
mfa_authenticate         302 302 302 302 302 302 302 302
account_passkey_sign_in  405 405 405 405 405 405 405 405
account_passkey_ask      405 405 405 405 405 405 405 405
account_set_up_passkey   302 302 302 302 302 302 302 302
account_passkey_offer_first 405 405 405 405 405 405 405 405
mfa_activate_totp        302 302 302 302 302 302 302 302
account_locked           302 302 302 302 302 302 302 302
account_logout           302 200 200 200 200 200 200 200
account_confirm          302 302 302 302 302 302 302 302
account_resume           302 302 302 302 302 302 302 302
account_yours            302 200 200 200 200 200 200 200
account_password         302 200 200 200 200 200 200 200
account_another_app      302 200 200 200 200 200 200 200
account_passkey_add      302 200 200 200 200 200 200 200
account_passkey_offer    405 405 405 405 405 405 405 405
account_factor_remove    405 405 405 405 405 405 405 405
account_stay             405 405 405 405 405 405 405 405
account_recovery_codes   302 200 200 200 200 200 200 200
account_end_others       405 405 405 405 405 405 405 405
account_end_one          405 405 405 405 405 405 405 405
account_invited          200 200 200 200 200 200 200 200
account_reset            200 200 200 200 200 200 200 200
"""

#: Nobody signs in to answer a check-in; without its cookie each page leads to the code.
CHECK_IN = """
check-in:code            200 200 200 200 200 200 200 200
check-in:link            200 200 200 200 200 200 200 200
check-in:begin           302 302 302 302 302 302 302 302
check-in:order           405 405 405 405 405 405 405 405
check-in:question        302 302 302 302 302 302 302 302
check-in:answers         302 302 302 302 302 302 302 302
check-in:journey         302 302 302 302 302 302 302 302
check-in:stop            405 405 405 405 405 405 405 405
check-in:stopped         200 200 200 200 200 200 200 200
check-in:thanks          200 200 200 200 200 200 200 200
"""

#: What a worker's browser keeps for when there is no connection; anybody may ask.
OFFLINE = """
offline                  200 200 200 200 200 200 200 200
offline-today            200 200 200 200 200 200 200 200
offline-people           200 200 200 200 200 200 200 200
offline-enquiries        200 200 200 200 200 200 200 200
offline-check-ins        200 200 200 200 200 200 200 200
offline-quarter          200 200 200 200 200 200 200 200
offline-policies         200 200 200 200 200 200 200 200
"""

CASEWORK = """
start                    200 302 302 302 302 302 302 200
worker:today             302 200 200 404 404 200 404 404
worker:practice          302 200 200 404 404 200 404 404
worker:practice-stop-showing 302 405 405 404 404 405 404 404
worker:people            302 200 200 404 404 200 404 404
worker:people-search     302 302 302 404 404 302 404 404
worker:person-new        302 200 200 404 404 200 404 404
worker:about-record      302 200 200 404 404 200 404 404
worker:about-record-pdf  302 200 200 404 404 200 404 404
worker:person            302 200 404 404 404 404 404 404
worker:person-prepare    302 200 404 404 404 404 404 404
worker:person-start      302 302 404 404 404 404 404 404
worker:person-identity   302 200 404 404 404 404 404 404
worker:person-contact    302 200 404 404 404 404 404 404
worker:person-contact-still-safe 302 405 405 404 404 405 404 404
worker:person-support    302 200 404 404 404 404 404 404
worker:person-hopes      302 200 404 404 404 404 404 404
worker:person-part       302 200 404 404 404 404 404 404
worker:person-part-history 302 200 404 404 404 404 404 404
worker:person-kept-away  302 200 404 404 404 404 404 404
worker:person-set-apart  302 200 404 404 404 404 404 404
worker:person-set-apart-open 302 405 405 404 404 405 404 404
worker:person-set-apart-write 302 405 405 404 404 405 404 404
worker:person-support-goes-on 302 200 404 404 404 404 404 404
worker:person-hold       302 405 405 404 404 405 404 404
worker:person-groups     302 200 404 404 404 404 404 404
worker:person-let-near   302 405 405 404 404 405 404 404
worker:person-wish       302 200 404 404 404 404 404 404
worker:short-note        302 200 404 404 404 404 404 404
worker:short-note-read   302 405 405 404 404 405 404 404
worker:person-timeline   302 200 404 404 404 404 404 404
worker:person-timeline-pdf 302 200 404 404 404 404 404 404
worker:person-time       302 200 404 404 404 404 404 404
worker:person-start-again 302 200 404 404 404 404 404 404
worker:person-turn       302 404 404 404 404 404 404 404
worker:turn-take-back    302 405 405 404 404 405 404 404
worker:session-new       302 200 404 404 404 404 404 404
worker:drafts-begun      302 405 405 404 404 405 404 404
worker:draft-keep        302 405 405 404 404 405 404 404
worker:draft-drop        302 405 405 404 404 405 404 404
worker:draft-keys        302 405 405 404 404 405 404 404
worker:email-new         302 200 404 404 404 404 404 404
worker:email             302 404 404 404 404 404 404 404
worker:email-throw-away  302 405 405 404 404 405 404 404
worker:email-attachment  302 404 404 404 404 404 404 404
worker:session           302 200 404 404 404 404 404 404
worker:session-note      302 200 404 404 404 404 404 404
worker:session-correct   302 200 404 404 404 404 404 404
worker:session-versions  302 200 404 404 404 404 404 404
worker:person-consent    302 200 404 404 404 404 404 404
worker:consent-give      302 200 404 404 404 404 404 404
worker:consent-history   302 200 404 404 404 404 404 404
worker:consent-change    302 404 404 404 404 404 404 404
worker:consent-withdraw-one 302 404 404 404 404 404 404 404
worker:consent-withdraw  302 200 404 404 404 404 404 404
worker:person-return     302 302 404 404 404 404 404 404
worker:enquiries         302 200 200 404 404 200 404 404
worker:enquiry-new       302 200 200 404 404 200 404 404
worker:enquiry           302 404 404 404 404 404 404 404
worker:enquiry-slip      302 404 404 404 404 404 404 404
worker:enquiry-slip-new  302 404 404 404 404 404 404 404
worker:enquiry-slip-destroy 302 405 405 404 404 405 404 404
worker:enquiry-called    302 405 405 404 404 405 404 404
worker:enquiry-end       302 405 405 404 404 405 404 404
worker:enquiry-welcome   302 404 404 404 404 404 404 404
worker:outreach          302 200 200 404 404 200 404 404
worker:outreach-new      302 200 200 404 404 200 404 404
worker:activity          302 404 404 404 404 404 404 404
worker:activity-correct  302 404 404 404 404 404 404 404
worker:activity-take-back 302 405 405 404 404 405 404 404
manager:enquiries        302 404 404 200 404 404 200 404
manager:enquiry-new      302 404 404 200 404 404 200 404
manager:enquiry          302 404 404 404 404 404 404 404
manager:enquiry-slip     302 404 404 404 404 404 404 404
manager:enquiry-slip-new 302 404 404 404 404 404 404 404
manager:enquiry-slip-destroy 302 404 404 405 404 404 405 404
manager:enquiry-called   302 404 404 405 404 404 405 404
manager:enquiry-end      302 404 404 405 404 404 405 404
manager:outreach         302 404 404 200 404 404 200 404
manager:outreach-new     302 404 404 200 404 404 200 404
manager:activity         302 404 404 404 404 404 404 404
manager:activity-correct 302 404 404 404 404 404 404 404
manager:activity-take-back 302 404 404 405 404 404 405 404
worker:help-lines        302 200 200 404 404 200 404 404
worker:help-lines-pdf    302 200 200 404 404 200 404 404
worker:services          302 200 200 404 404 200 404 404
worker:service-new       302 200 200 404 404 200 404 404
worker:service           302 404 404 404 404 404 404 404
worker:enquiry-sent-by   302 404 404 404 404 404 404 404
worker:enquiry-answered  302 405 405 404 404 405 404 404
worker:referrals         302 200 404 404 404 404 404 404
worker:referral-new      302 200 404 404 404 404 404 404
worker:referral          302 404 404 404 404 404 404 404
worker:referral-step     302 405 405 404 404 405 404 404
worker:referral-ask-again 302 405 405 404 404 405 404 404
worker:referral-letter   302 405 405 404 404 405 404 404
worker:arrival-new       302 200 404 404 404 404 404 404
worker:arrival           302 404 404 404 404 404 404 404
worker:arrival-answered  302 405 405 404 404 405 404 404
worker:arrival-he-knows  302 405 405 404 404 405 404 404
worker:arrival-replied   302 405 405 404 404 405 404 404
manager:help-lines       302 404 404 200 404 404 200 404
manager:help-lines-pdf   302 404 404 200 404 404 200 404
manager:help-lines-change 302 404 404 200 404 404 200 404
manager:services         302 404 404 200 404 404 200 404
manager:service-new      302 404 404 200 404 404 200 404
manager:service          302 404 404 404 404 404 404 404
manager:service-change   302 404 404 404 404 404 404 404
manager:service-decide   302 404 404 405 404 404 405 404
manager:enquiry-sent-by  302 404 404 404 404 404 404 404
manager:enquiry-answered 302 404 404 405 404 404 405 404
admin:help-lines         302 404 404 404 200 404 404 404
admin:help-lines-pdf     302 404 404 404 200 404 404 404
admin:help-lines-change  302 404 404 404 200 404 404 404
worker:groups            302 200 200 404 404 200 404 404
worker:group             302 404 404 404 404 404 404 404
worker:group-agree       302 404 404 404 404 404 404 404
worker:group-member      302 404 404 404 404 404 404 404
worker:group-member-accept 302 405 405 404 404 405 404 404
worker:group-member-leave 302 405 405 404 404 405 404 404
worker:group-meeting     302 404 404 404 404 404 404 404
worker:group-meeting-new 302 404 404 404 404 404 404 404
worker:person-invite     302 200 404 404 404 404 404 404
manager:groups           302 404 404 200 404 404 200 404
manager:group-new        302 404 404 200 404 404 200 404
manager:group            302 404 404 404 404 404 404 404
manager:group-agree      302 404 404 404 404 404 404 404
manager:group-member     302 404 404 404 404 404 404 404
manager:group-meeting    302 404 404 404 404 404 404 404
manager:group-change     302 404 404 404 404 404 404 404
manager:group-member-accept 302 404 404 405 404 404 405 404
manager:group-member-leave 302 404 404 405 404 404 405 404
manager:group-retire     302 404 404 405 404 404 405 404
manager:group-let-run    302 404 404 405 404 404 405 404
manager:group-let-go     302 404 404 405 404 404 405 404
manager:person-invite    302 404 404 200 404 404 404 404
worker:policies          302 200 200 404 404 200 404 404
worker:policy            302 404 404 404 404 404 404 404
worker:policy-version    302 404 404 404 404 404 404 404
worker:policy-file       302 404 404 404 404 404 404 404
worker:policy-read       302 405 405 404 404 405 404 404
manager:policies         302 404 404 200 404 404 200 404
manager:policy           302 404 404 404 404 404 404 404
manager:policy-version   302 404 404 404 404 404 404 404
manager:policy-file      302 404 404 404 404 404 404 404
manager:policy-read      302 404 404 405 404 404 405 404
manager:policy-new       302 404 404 200 404 404 200 404
manager:policy-another   302 404 404 404 404 404 404 404
manager:policy-withdraw  302 404 404 405 404 404 405 404
admin:policies           302 404 404 404 200 404 404 404
admin:policy             302 404 404 404 404 404 404 404
admin:policy-version     302 404 404 404 404 404 404 404
admin:policy-file        302 404 404 404 404 404 404 404
admin:policy-read        302 404 404 404 405 404 404 404
admin:policy-new         302 404 404 404 200 404 404 404
admin:policy-another     302 404 404 404 404 404 404 404
admin:policy-withdraw    302 404 404 404 405 404 404 404
worker:check-ins-due     302 200 200 404 404 200 404 404
worker:check-ins         302 200 404 404 404 404 404 404
worker:check-in-room     302 302 404 404 404 404 404 404
worker:check-in-link     302 302 404 404 404 404 404 404
worker:check-in-hand-over 302 302 404 404 404 404 404 404
worker:check-in-paper    302 200 404 404 404 404 404 404
worker:check-in-not-now  302 200 404 404 404 404 404 404
worker:check-in-journey  302 200 404 404 404 404 404 404
worker:check-in          302 404 404 404 404 404 404 404
manager:check-ins-due    302 404 404 200 404 404 200 404
manager:caseload         302 404 404 200 404 404 200 404
manager:search           302 404 404 200 404 404 200 404
manager:likenesses       302 404 404 200 404 404 200 404
manager:likeness         302 404 404 404 404 404 404 404
manager:likeness-carry-on 302 404 404 404 404 404 404 404
manager:person           302 404 404 200 404 404 404 404
manager:person-part-history 302 404 404 200 404 404 404 404
manager:assign           302 404 404 200 404 404 404 404
manager:let-go           302 404 404 405 404 404 405 404
manager:person-agreed    302 404 404 200 404 404 404 404
manager:person-cover     302 404 404 200 404 404 404 404
manager:cover-end        302 404 404 405 404 404 405 404
manager:person-wish      302 404 404 200 404 404 404 404
manager:short-note       302 404 404 200 404 404 404 404
manager:short-note-read  302 404 404 405 404 404 405 404
manager:workload         302 404 404 200 404 404 200 404
manager:safe-load        302 404 404 200 404 404 200 404
manager:move-people      302 404 404 200 404 404 404 404
manager:worker-away      302 404 404 200 404 404 404 404
manager:move-undo        302 404 404 405 404 404 405 404
manager:waiting          302 404 404 200 404 404 200 404
manager:hand             302 404 404 200 404 404 200 404
manager:kept-views       302 404 404 200 404 404 200 404
manager:view-keep        302 404 404 405 404 404 405 404
manager:view-drop        302 404 404 405 404 404 405 404
manager:caseload-csv     302 404 404 200 404 404 200 404
worker:rights            302 200 404 404 404 404 404 404
worker:right-copy        302 200 404 404 404 404 404 404
worker:right-correction  302 200 404 404 404 404 404 404
worker:right             302 404 404 404 404 404 404 404
worker:right-make        302 405 405 404 404 405 404 404
worker:right-take        302 405 405 404 404 405 404 404
worker:right-put-right   302 405 405 404 404 405 404 404
worker:right-decline     302 404 404 404 404 404 404 404
worker:right-statement   302 404 404 404 404 404 404 404
worker:right-take-back   302 405 405 404 404 405 404 404
manager:rights           302 404 404 200 404 404 404 404
manager:right-copy       302 404 404 200 404 404 404 404
manager:right-correction 302 404 404 200 404 404 404 404
manager:requests         302 404 404 200 404 404 200 404
worker:who-looked        302 200 404 404 404 404 404 404
worker:who-looked-pdf    302 200 404 404 404 404 404 404
manager:person-timeline  302 404 404 200 404 404 404 404
manager:person-timeline-pdf 302 404 404 200 404 404 404 404
manager:practice         302 404 404 200 404 404 200 404
manager:who-looked       302 404 404 200 404 404 404 404
manager:who-looked-pdf   302 404 404 200 404 404 404 404
manager:openings         302 404 404 200 404 404 200 404
manager:talked-about     302 404 404 405 404 404 405 404
manager:breaches         302 404 404 200 404 404 200 404
manager:breach-new       302 404 404 200 404 404 200 404
manager:breach           302 404 404 404 404 404 404 404
manager:breach-pdf       302 404 404 404 404 404 404 404
manager:retention        302 404 404 200 404 404 200 404
manager:retention-rule   302 404 404 200 404 404 200 404
manager:retention-come-back 302 404 404 200 404 404 200 404
manager:retention-record 302 404 404 200 404 404 404 404
manager:retention-hold   302 404 404 405 404 404 405 404
manager:retention-lift   302 404 404 405 404 404 405 404
manager:retention-keep   302 404 404 405 404 404 405 404
manager:erasure-ask      302 404 404 405 404 404 405 404
manager:erasure          302 404 404 404 404 404 404 404
manager:erasure-approve  302 404 404 405 404 404 405 404
manager:erasure-stop     302 404 404 405 404 404 405 404
manager:session          302 404 404 200 404 404 404 404
manager:email-attachment 302 404 404 404 404 404 404 404
manager:session-note     302 404 404 200 404 404 404 404
manager:session-versions 302 404 404 200 404 404 404 404
worker:disclosures       302 200 404 404 404 404 404 404
worker:disclosure-new    302 200 404 404 404 404 404 404
worker:disclosure        302 404 404 404 404 404 404 404
worker:disclosure-pdf    302 404 404 404 404 404 404 404
worker:disclosure-tell   302 405 405 404 404 405 404 404
worker:disclosure-drop   302 405 405 404 404 405 404 404
manager:disclosures      302 404 404 200 404 404 404 404
manager:disclosure-new   302 404 404 200 404 404 404 404
manager:disclosure       302 404 404 404 404 404 404 404
manager:disclosure-pdf   302 404 404 404 404 404 404 404
manager:disclosure-tell  302 404 404 405 404 404 405 404
manager:disclosure-drop  302 404 404 405 404 404 405 404
manager:disclosure-approve 302 404 404 405 404 404 405 404
manager:disclosure-refuse 302 404 404 405 404 404 405 404
manager:disclosure-review 302 404 404 405 404 404 405 404
manager:emergency-new    302 404 404 200 404 404 404 404
manager:emergency        302 404 404 404 404 404 404 404
manager:emergency-review 302 404 404 405 404 404 405 404
manager:person-set-apart 302 404 404 200 404 404 404 404
manager:person-set-apart-open 302 404 404 405 404 404 405 404
manager:person-set-apart-take-back 302 404 404 405 404 404 405 404
manager:person-support-goes-on 302 404 404 200 404 404 404 404
manager:person-hold      302 404 404 405 404 404 405 404
manager:person-decide    302 404 404 405 404 404 405 404
manager:person-groups    302 404 404 200 404 404 404 404
manager:person-clear     302 404 404 405 404 404 405 404
manager:person-not-now   302 404 404 405 404 404 405 404
manager:to-decide        302 404 404 200 404 404 200 404
manager:overrides        302 404 404 200 404 404 200 404
manager:emergency-find   302 404 404 405 404 404 405 404
manager:notice-seen      302 404 404 405 404 404 405 404
worker:contribute        302 200 200 404 404 200 404 404
manager:narratives       302 404 404 200 404 404 200 404
manager:narrative-start  302 404 404 405 404 404 405 404
manager:narrative        302 404 404 404 404 404 404 404
manager:narrative-check  302 404 404 404 404 404 404 404
manager:narrative-approve 302 404 404 405 404 404 405 404
manager:narrative-take-up 302 404 404 405 404 404 405 404
manager:narrative-take-back 302 404 404 405 404 404 405 404
manager:standards        302 404 404 200 404 404 200 404
manager:standards-start  302 404 404 200 404 404 200 404
manager:standards-review 302 404 404 404 404 404 404 404
manager:standards-comparison 302 404 404 404 404 404 404 404
manager:standards-sign-off 302 404 404 404 404 404 404 404
manager:standards-submit 302 404 404 404 404 404 404 404
manager:standards-pdf    302 404 404 404 404 404 404 404
manager:standards-standard 302 404 404 404 404 404 404 404
manager:standards-action-new 302 404 404 404 404 404 404 404
manager:standards-action 302 404 404 404 404 404 404 404
manager:standards-file-new 302 404 404 404 404 404 404 404
manager:standards-file 302 404 404 404 404 404 404 404
manager:standards-file-remove 302 404 404 405 404 404 405 404
manager:standards-revise 302 404 404 405 404 404 405 404
manager:standards-action-remove 302 404 404 405 404 404 405 404
admin:members            302 404 404 404 200 404 404 404
admin:invite             302 404 404 404 200 404 404 404
admin:invitation-withdraw 302 404 404 404 405 404 404 404
admin:member             302 404 404 404 404 404 404 404
admin:member-app         302 404 404 404 405 404 404 404
admin:member-reset       302 404 404 404 405 404 404 404
admin:member-leave       302 404 404 404 404 404 404 404
admin:imports            302 404 404 404 200 404 404 404
admin:overrides          302 404 404 404 200 404 404 404
admin:safe-load          302 404 404 404 200 404 404 404
admin:review-told        302 404 404 404 405 404 404 404
admin:review-read        302 404 404 404 405 404 404 404
admin:notice-seen        302 404 404 404 405 404 404 404
admin:erasures           302 404 404 404 200 404 404 404
admin:erasure-approve    302 404 404 404 405 404 404 404
"""

#: No report has been asked for: its addresses are those of an absent one.
NATIONAL = """
start                      200 200 200 200 200 200 200 302
national:reports           302 404 404 404 404 404 404 200
national:report-quarter    302 404 404 404 404 404 404 404
national:report-start      302 404 404 404 404 404 404 405
national:report            302 404 404 404 404 404 404 404
national:report-progress   302 404 404 404 404 404 404 404
national:report-release    302 404 404 404 404 404 404 404
national:report-set-aside  302 404 404 404 404 404 404 405
national:report-try-again  302 404 404 404 404 404 404 405
national:narratives        302 404 404 404 404 404 404 200
national:narrative         302 404 404 404 404 404 404 404
national:narrative-include 302 404 404 404 404 404 404 405
national:narrative-leave-out 302 404 404 404 404 404 404 405
national:report-pdf        302 404 404 404 404 404 404 404
national:report-csv        302 404 404 404 404 404 404 404
national:report-data       302 404 404 404 404 404 404 404
national:funders           302 404 404 404 404 404 404 200
national:funder-new        302 404 404 404 404 404 404 200
national:funder            302 404 404 404 404 404 404 404
national:funder-end        302 404 404 404 404 404 404 405
national:pou               302 404 404 404 404 404 404 200
national:pou-retire        302 404 404 404 404 404 404 405
national:members           302 404 404 404 404 404 404 200
national:invite            302 404 404 404 404 404 404 200
national:invitation-withdraw 302 404 404 404 404 404 404 405
national:member            302 404 404 404 404 404 404 404
national:member-app        302 404 404 404 404 404 404 405
national:member-reset      302 404 404 404 404 404 404 405
national:member-leave      302 404 404 404 404 404 404 404
national:standards         302 404 404 404 404 404 404 200
national:standards-strengths 302 404 404 404 404 404 404 200
national:standards-review  302 404 404 404 404 404 404 404
national:standards-pdf     302 404 404 404 404 404 404 404
national:standards-file    302 404 404 404 404 404 404 404
"""

#: Addresses for funders' programs. Whoever is signed in on pages is nobody there.
PROGRAMS = """
api-reports                401 401 401 401 401 401 401 401
api-report                 401 401 401 401 401 401 401 401
api-tables                 401 401 401 401 401 401 401 401
api-table                  401 401 401 401 401 401 401 401
api-passages               401 401 401 401 401 401 401 401
api-definitions            401 401 401 401 401 401 401 401
api-organisations          401 401 401 401 401 401 401 401
api-health                 200 200 200 200 200 200 200 200
api-openapi                200 200 200 200 200 200 200 200
api-token                  405 405 405 405 405 405 405 405
api-docs                   200 200 200 200 200 200 200 200
api-problems               200 200 200 200 200 200 200 200
api-nothing                404 404 404 404 404 404 404 404
"""

Row = dict[str, int]


def rows(site: str) -> dict[str, Row]:
    """Return the rows of one site by the name of the address."""
    sites = {"casework": CHECK_IN + OFFLINE + CASEWORK, "national": NATIONAL + PROGRAMS}
    text = PUBLIC + sites[site]
    found = {}
    for line in text.split("\n"):
        if line:
            name, *statuses = line.split()
            found[name] = dict(zip(CAST, map(int, statuses), strict=True))
    return found
