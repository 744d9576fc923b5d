"""What kind of browser somebody uses, in words he knows; never which one it is."""

from __future__ import annotations

#: The first that is named wins: most browsers also name those they descend from.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
_DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def browser_named(user_agent: str) -> str:
    """Return the browser's everyday name, or nothing."""
    return next((name for mark, name in _BROWSERS if mark in user_agent), "")


def device_named(user_agent: str) -> str:
    """Return the device's everyday name, or nothing."""
    return next((name for mark, name in _DEVICES if mark in user_agent), "")
