#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sends the same random requests to Magneto and to DynamoDB Local and prints where their answers differ.

    tests/differential/run.py [--seed N] [--requests N] [--seconds N] [--round N] [--kinds verdict,answer,...]
        [--magneto URL] [--witness URL]

Half of the requests are valid, the others have one fault. Requests go in rounds, each on empty tables and
of its own seed: --seed 7 --round 12 sends that round again. What is printed is a smallest reproduction: the
requests before, and the one that is answered differently. Differences of known_differences.toml are only counted.
Both servers are started, or given by their URLs, which must be of this machine. Ends with status 1 if
there are differences that are not known.
"""

import argparse
import contextlib
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from differential import servers  # noqa: E402
from differential.comparing import KINDS  # noqa: E402
from differential.endpoint import Endpoint, ServerGone  # noqa: E402
from differential.known import read_known  # noqa: E402
from differential.session import Session  # noqa: E402
from differential.table_requests import CHANGED  # noqa: E402
from differential.tables import TABLES, make_tables  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--requests", type=int, default=5_000)
    parser.add_argument("--seconds", type=float, default=600, help="stop after so long (default: 600)")
    parser.add_argument("--round", type=int, help="this round alone")
    parser.add_argument("--kinds", type=lambda text: text.split(","), default=list(KINDS),
                        help=f"the kinds of differences to look for: {','.join(KINDS)}")
    parser.add_argument("--magneto", metavar="URL", help="a Magneto that runs already")
    parser.add_argument("--witness", metavar="URL", help="a DynamoDB Local that runs already")
    return parser.parse_args()


def print_finding(number, finding):
    print(f"\n[{number}] {finding.operation} (round {finding.round}, {finding.count} times): {finding.difference.summary()}")
    for operation, request in finding.history:
        print(f"    after {operation} {json.dumps(request, ensure_ascii=False)}")
    print(f"    {finding.operation} {json.dumps(finding.request, ensure_ascii=False)}", flush=True)


def main():
    options = arguments()
    with contextlib.ExitStack() as running:
        magneto = Endpoint("Magneto", options.magneto or running.enter_context(servers.magneto()))
        witness = Endpoint("DynamoDB Local", options.witness or running.enter_context(servers.dynamodb_local()))
        for endpoint in (magneto, witness):
            make_tables(endpoint, [*TABLES, CHANGED])
        session = Session(magneto, witness, read_known(), options.seed, options.kinds)
        try:
            session.run(options.requests, options.seconds, options.round)
        except KeyboardInterrupt:
            pass
        except ServerGone as gone:
            print(gone)
            return 1
        finally:
            findings = sorted(session.findings.values(), key=lambda f: (f.difference.kind != "verdict", -f.count))
            for number, finding in enumerate(findings, 1):
                print_finding(number, finding)
    explained = sum(session.explained.values())
    print(f"\n{session.sent} requests: {sum(f.count for f in findings)} differences of {len(findings)} kinds, "
          f"{explained} more that are known.")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
