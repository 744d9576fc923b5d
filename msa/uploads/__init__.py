"""What a file that somebody adds may be, and the clean copy that is kept of it.

Nothing is kept as it came. A file is recognised by what is in it, read by a program
that knows its kind, and written anew without what tells who made it, where and with
what. Whatever can't be written anew is refused, in words that say what to do instead.
"""
