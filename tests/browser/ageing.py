"""Let a session of the running product have been used, or a code shown, long ago.

Run as the casework site, which alone can open what its sessions hold.
"""

from __future__ import annotations

import sys

import django


def age(key: str, seconds: int) -> None:
    """Date a session's last use and its second factor back."""
    from msa.accounts.sessions import SEEN, SessionStore

    session = SessionStore(key)
    session[SEEN] = {**session[SEEN], "used": session[SEEN]["used"] - seconds}
    session["account_authentication_methods"] = [
        {**method, "at": method.get("at", 0) - seconds}
        for method in session["account_authentication_methods"]
    ]
    session.save()


if __name__ == "__main__":
    django.setup()
    age(sys.argv[1], int(sys.argv[2]))
