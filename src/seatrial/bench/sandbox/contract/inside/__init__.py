"""Programs that run in a box and try to get out. Each file stands alone: it goes in as text, nothing of ours beside.

A function is one attempt. It raises AssertionError, saying what it got, when the sandbox let it; it returns when not.
"""
