"""Attacking a report's figures before anybody may release them (REP-03)."""
