"""What is counted, from which facts, and how: one aggregate in SQL for each question.

The database counts; Python sees one row for each published cell, never one for each
person or session. Every query runs in the role ``reporting``, whose column grants leave
out everything that could say who somebody is (REP-04).
"""
