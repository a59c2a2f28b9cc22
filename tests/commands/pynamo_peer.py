# SPDX-License-Identifier: Apache-2.0
"""Runs pynamo: a line of JSON names a method and its arguments, a line says what came of it.

    {"method": "get_item", "arguments": ["Songs", {"Artist": "Nina"}], "options": {}}
    {"status": 200, "data": {...}}

Backups raise their errors, and return nothing.
"""

import contextlib
import json
import sys

from pynamo import Pynamo


def answer(pynamo, request):
    try:
        with contextlib.redirect_stdout(sys.stderr):  # it prints while it writes batches
            done = getattr(pynamo, request["method"])(*request["arguments"], **request.get("options", {}))
    except Exception as error:
        return {"status": 500, "error": str(error)}
    return {"status": done["status"], "data": done["data"]} if done else {"status": 200, "data": None}


def main():
    pynamo = Pynamo(region_name="us-east-1")
    for line in sys.stdin:
        print(json.dumps(answer(pynamo, json.loads(line)), default=str), flush=True)


main()
