# SPDX-License-Identifier: Apache-2.0
"""Makes a reproduction smaller, as long as it still reproduces."""

import time

from differential.faults import EXPRESSIONS, TOKEN, at, places, removed, replaced

MAX_TRIES = 200
MAX_SECONDS = 5


class Budget:
    """Counts tries; when they or the time are used up, nothing reproduces any more."""

    def __init__(self, test, tries=MAX_TRIES, seconds=MAX_SECONDS):
        self.test = test
        self.left = tries
        self.deadline = time.monotonic() + seconds

    def is_used_up(self):
        return self.left <= 0 or time.monotonic() > self.deadline

    def __call__(self, *arguments):
        if self.is_used_up():
            return False
        self.left -= 1
        return self.test(*arguments)


def shrink(history, request, reproduces):
    """The smallest (history, request) found for which reproduces(history, request) is still true."""
    test = Budget(reproduces)
    history = shrink_list(history, lambda shorter: test(shorter, request))
    request = shrink_request(request, lambda smaller: test(history, smaller), test.is_used_up)
    return history, request


def shrink_list(items, test):
    """Leaves out chunks, then single ones."""
    if items and test([]):
        return []
    size = len(items) // 2
    while size:
        start = 0
        while start < len(items):
            shorter = items[:start] + items[start + size:]
            if test(shorter):
                items = shorter
            else:
                start += size
        size //= 2
    return items


def shrink_request(request, test, is_used_up=lambda: False):
    """Leaves out members, elements and words of expressions, the outer ones first."""
    if not isinstance(request, dict):
        return request
    smaller = True
    while smaller and not is_used_up():
        smaller = False
        for path in sorted((path for path, _ in places(request) if path), key=lambda path: (len(path), str(path))):
            if is_used_up():
                break
            if not exists(request, path):
                continue
            candidate = removed(request, path)
            if test(candidate):
                request, smaller = candidate, True
    for path, text in list(places(request)):
        if path and path[-1] in EXPRESSIONS and isinstance(text, str):
            words = shrink_list(TOKEN.findall(text), lambda words: test(replaced(request, path, " ".join(words))))
            candidate = replaced(request, path, " ".join(words))
            if test(candidate):
                request = candidate
    return request


def exists(request, path):
    try:
        at(request, path)
        return True
    except (KeyError, IndexError, TypeError):
        return False
