"""The language of minutes: text in, dataclasses out, and text back out.

Nothing here knows a framework, a clock or a database: rosters and dates are handed in.
"""
