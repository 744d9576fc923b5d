"""The permissions page: who reaches which page, and which role which rows."""

from __future__ import annotations

from tests.guards.catalogue import Connection
from tests.reference.addresses import addresses, cast
from tests.reference.row_rules import row_rules, unpoliced
from tests.reference.writing import page

_SAYS = """\
Two layers say who may do what. Pages answer by the area they are in and by the
survivor, review or report that the address names; the first part is the matrix that the
tests ask page by page. Behind the pages PostgreSQL decides for itself which rows a role
reads and writes; the second part is its own catalogue."""
_PAGES = """\
Where an address names a survivor or a session, it is one of the *worker*'s; a report, a
review, an invitation is one that is not there. Whoever isn't named in a line is told
that there is no such page, and nothing says whether there is. *Leads on*: to another
page. *Only a button*: there is nothing to look at, a form's button does something.
*Sign-in*: who is led there. Programs of funders sign in with a token, so nobody of the
cast is named in lines that need one."""
_TABLES = """\
A role that isn't in a table's list can do nothing with it, and nobody can do with a
table what no line says. Conditions in one line must all hold. *All*: columns and
functions say what the role does with it. `msa_sec` owns the definer functions; nobody
signs in as it. Which columns are read is in [readable columns](readable-columns.md)."""


_UNPOLICED = """\
People, how they sign in and their sessions, which the door alone reaches; and the
framework's own tables. Nothing about a survivor is in any of them."""


def permissions(database: Connection) -> str:
    """Return the page of permissions."""
    parts = [
        "# Pages",
        _PAGES,
        cast(),
        *addresses(),
        "# Tables",
        _TABLES,
        *row_rules(database),
        "# Tables without row policies",
        _UNPOLICED,
        *unpoliced(database),
    ]
    return page("Who may do what", _SAYS, parts)
