"""Storing many rows at once: sealed as the pages seal them, inserted table by table.

Every row passes the same policies, triggers and keys as one from a page; only the
number of statements differs.
"""
