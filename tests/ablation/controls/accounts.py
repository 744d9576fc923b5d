"""Sign-in: the second factor, sessions, what ends them, how often one may try."""

from __future__ import annotations

from tests.ablation.control import Control, Edit
from tests.ablation.in_database import Function

ACCOUNTS = "tests/msa/accounts"
FACTOR = f"{ACCOUNTS}/test_second_factor.py"
SIGN_IN = f"{ACCOUNTS}/test_sign_in.py"
LOCK = f"{ACCOUNTS}/test_lock.py"
STANDING = f"{ACCOUNTS}/test_standing.py"
HELD = f"{ACCOUNTS}/test_held.py"
MEMBERS = "tests/msa/members/test_members.py"
ONLY = "who somebody is, is decided here; every other layer believes it"
FUNDERS = "tests/funders"


def _edit(
    name: str,
    protects: str,
    path: str,
    old: str,
    new: str,
    *tests: str,
    behind: str = "",
    alone: str = "",
) -> Control:
    off = (Edit(path, old, new),)
    return Control(name, protects, off, tests, behind=behind, alone=alone)


CONTROLS = (
    Control(
        "sessions: deleted once they are over",
        "what was being typed when a session locked, from staying for ever",
        (Function("discard_sessions", "expire_date <= now()", "false"),),
        ("tests/reliability/test_clockwork.py",),
        alone="by then it opens nothing; that its words go is done here alone",
    ),
    _edit(
        "second factor before a page opens",
        "every record from whoever has a password",
        "msa/web/middleware.py",
        "if not signed_in_with_second_factor(request):",
        "if False:",
        FACTOR,
        LOCK,
        alone=ONLY,
    ),
    _edit(
        "second factor: a code works once",
        "an account from whoever saw a code being typed",
        "msa/accounts/second_factor.py",
        "            unused | Q(data__step__lt=step),\n",
        "",
        FACTOR,
        alone=ONLY,
    ),
    _edit(
        "second factor: the code of setting up is used up",
        "an account from whoever saw it being set up",
        "msa/accounts/second_factor.py",
        "    use_up(factor, code)\n    pass_with(request, factor)\n",
        "    pass_with(request, factor)\n",
        FACTOR,
        alone=ONLY,
    ),
    _edit(
        "recovery codes: each works once",
        "an account from whoever found a used code",
        "msa/accounts/recovery.py",
        "place is None or used & (1 << place)",
        "place is None",
        f"{ACCOUNTS}/test_yours.py",
        alone=ONLY,
    ),
    _edit(
        "second factor: wrong codes are counted",
        "an account from being guessed at",
        "msa/accounts/forms.py",
        "            take_back = check_rate_limit(self.person)\n"
        "        except forms.ValidationError as limit:\n"
        '            tell_of_limit(self.person, "code")',
        "            take_back = lambda: None\n"
        "        except forms.ValidationError as limit:\n"
        '            tell_of_limit(self.person, "code")',
        SIGN_IN,
        f"{ACCOUNTS}/test_limits.py",
        alone=ONLY,
    ),
    _edit(
        "sign-in: nobody whose sign-in ended",
        "records from whoever was let go",
        "msa/accounts/adapters.py",
        "return person if person is not None and person.is_active else None",
        "return person",
        SIGN_IN,
        behind="a person whose sign-in ended holds no role",
    ),
    _edit(
        "sign-in: nobody signs up by himself",
        "records from strangers",
        "msa/accounts/adapters.py",
        "return False",
        "return True",
        "tests/security/test_whole_stack.py",
        behind="whoever is no member has no actor",
    ),
    _edit(
        "rights are read at every request",
        "records from whoever left a moment ago",
        "msa/accounts/queries.py",
        ".filter(works_here(at=at), person=person.pk)",
        ".filter(person=person.pk)",
        "tests/msa/web/test_middleware.py",
        MEMBERS,
        "tests/security/test_revocation.py",
        behind="his grants end with his work, in the database",
    ),
    _edit(
        "a page asks for its area's role",
        "pages of another role",
        "msa/web/middleware.py",
        "if actor.role == area.role:",
        "if True:",
        "tests/msa/web/test_middleware.py",
        behind="the context is signed for the role one has; policies do the rest",
    ),
    _edit(
        "session: locked when nobody used it",
        "a page from whoever finds the device",
        "msa/accounts/standing.py",
        "if now - seen['used'] >= IDLE_SECONDS:".replace("'", '"'),
        "if False:",
        STANDING,
        alone=ONLY,
    ),
    _edit(
        "session: over after eight hours",
        "a page from whoever has an old cookie",
        "msa/accounts/standing.py",
        'now - seen["begun"] >= LONGEST_SECONDS',
        "False",
        STANDING,
        behind="an idle session locks",
    ),
    _edit(
        "session: a clock put back ends it",
        "time gained by a clock",
        "msa/accounts/standing.py",
        'put_back = now < seen["used"] - CLOCKS_DIFFER_SECONDS',
        "put_back = False",
        STANDING,
        alone=ONLY,
    ),
    _edit(
        "session: a lock forgets the second factor",
        "pages that have never heard of locks",
        "msa/accounts/lock.py",
        "    forget_second_factor(request)\n",
        "",
        LOCK,
        f"{ACCOUNTS}/test_standing.py",
        alone=ONLY,
    ),
    _edit(
        "session: another key at every change of rights",
        "a session from whoever knew its key before",
        "msa/accounts/lock.py",
        "    with use(None):\n        request.session.cycle_key()\n",
        "",
        LOCK,
        alone=ONLY,
    ),
    _edit(
        "session: good for one site only",
        "the national site from a cookie of the casework",
        "msa/accounts/sessions.py",
        'f"msa.accounts.sessions.{settings.MSA_SITE}"',
        '"msa.accounts.sessions"',
        f"{ACCOUNTS}/test_sessions.py",
        f"{ACCOUNTS}/test_real_logins.py",
        behind="the other site's login can't take the role",
    ),
    _edit(
        "grave acts ask for a code shown just now",
        "releases and rights from whoever found a page open",
        "msa/accounts/step_up.py",
        "0 <= time.time() - second_factor_shown_at(request) < FRESH_SECONDS",
        "True",
        HELD,
        "tests/msa/members/test_invitations.py",
        alone=ONLY,
    ),
    _edit(
        "grave acts: each asks",
        "that no grave act is forgotten",
        "msa/accounts/step_up.py",
        "asking.asks_second_factor = True",
        "asking.asks_nothing = True",
        "tests/guards/test_grave_acts.py",
        alone=ONLY,
    ),
    _edit(
        "second factor before his own pages open",
        "sessions, codes and password from whoever has a password",
        "msa/accounts/step_up.py",
        'return redirect("account_locked" if is_locked(request) else'
        ' "mfa_activate_totp")',
        "return view(request, *args, **kwargs)",
        "tests/security/test_whole_stack.py",
        alone=ONLY,
    ),
    _edit(
        "members: nobody changes himself, in Python",
        "roles from whoever would give himself one",
        "msa/members/services.py",
        "if member.id == actor.member:",
        "if False:",
        MEMBERS,
        behind="the row policy refuses it too",
    ),
    _edit(
        "members: no role of another kind of organisation",
        "the national site from an organisation's administrator",
        "msa/members/services.py",
        "if not roles or not set(roles) <= set(roles_to_give(actor)):",
        "if False:",
        MEMBERS,
        "tests/msa/members/test_invitations.py",
        behind="the row policy refuses it too",
    ),
    _edit(
        "members: a leaver's sessions end",
        "pages that are open when somebody leaves",
        "msa/members/services.py",
        '    record(actor, "member.left", member=str(pk))\n'
        "    sign_ins.end_sessions(person=member.person_id)\n",
        '    record(actor, "member.left", member=str(pk))\n',
        MEMBERS,
        f"{ACCOUNTS}/test_real_logins.py",
        behind="rights are read at every request",
    ),
    _edit(
        "invitations: only a digest is stored",
        "invitations from whoever has a dump",
        "msa/members/services.py",
        "roles=[role.value for role in roles],\n        digest=digest_of(secret),",
        "roles=[role.value for role in roles],\n        digest=secret.encode(),",
        "tests/msa/members/test_invitations.py",
        alone="a dump is read without the product",
    ),
    _edit(
        "check-in codes: guesses are counted",
        "answers from being guessed at",
        "assessments/services/guessing.py",
        "if _count(_key(address)) > FROM_ONE_ADDRESS:",
        "if False:",
        "tests/assessments/services/test_guessing.py",
        "tests/assessments/views/test_entering.py",
        behind="guesses from everywhere are counted too",
    ),
    _edit(
        "check-in codes: guesses from everywhere are counted",
        "answers from a swarm",
        "assessments/services/guessing.py",
        "return not is_code or _count(_EVERYWHERE) <= FROM_EVERYWHERE",
        "return True",
        "tests/assessments/services/test_guessing.py",
        alone="a swarm has many addresses",
    ),
    _edit(
        "funders: calls are counted",
        "figures from being asked for without end",
        "reporting/funders/limits.py",
        "return self.used > self.limit",
        "return False",
        f"{FUNDERS}/test_problems.py",
        f"{FUNDERS}/test_tokens.py",
        alone="nothing else counts them",
    ),
    _edit(
        "funders: client credentials alone",
        "tokens by ways that nobody looked at",
        "reporting/funders/oauth.py",
        'return grant_type == "client_credentials"',
        "return True",
        f"{FUNDERS}/test_tokens.py",
        behind="there is no address for another way",
    ),
    _edit(
        "funders: from its own addresses",
        "a token from whoever stole a secret",
        "reporting/funders/oauth.py",
        "is_proved and admits(request.client.networks, here)",
        "is_proved",
        f"{FUNDERS}/test_tokens.py",
        alone="where a program asks from is looked at here",
    ),
)
