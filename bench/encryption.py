#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What encrypting and decrypting one item of 10 attributes costs, here and in Amazon's client for Python.

    bench/encryption.py [SECONDS]

Both run one after the other on this machine, for SECONDS (1) of CPU each way, with the same item and keys. Needs
build/release/tests/encryption/encryption_peer and what `./test encryption` has installed.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests/encryption"
ITEM = {"pk": {"S": "978-3-16-148410-0"}, **{f"text{i}": {"S": "a text of 32 characters, no less"}
                                             for i in range(5)},
        **{f"number{i}": {"N": str(1965 + i)} for i in range(3)}, "flag": {"BOOL": True}}


def ask(command, request):
    done = subprocess.run([str(word) for word in command], input=json.dumps(request) + "\n",
                          capture_output=True, text=True, check=True,
                          env={"PATH": "/usr/bin:/bin", "MAGNETO_ENDPOINT": ""})
    return json.loads(done.stdout)


def main():
    keys = json.loads((FOLDER / "vectors/official/legacy-python/encrypted_item/keys.json").read_text())
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    for kind in ("static", "wrapped"):
        provider = {"type": kind, "signing_key": keys["hmacKey"]}
        for role in ("encryption_key", "wrapping_key", "unwrapping_key"):
            provider[role] = keys["aesKey"]
        request = {"way": "bench", "seconds": seconds, "provider": provider, "table": "Books",
                   "partition_key": "pk", "sort_key": None, "item": ITEM,
                   "actions": {"default": "encrypt", "override": {"pk": "sign"}}}
        ours = ask([ROOT / "build/release/tests/encryption/encryption_peer"], request)
        theirs = ask([ROOT / "build/encryption-peers/bin/python", FOLDER / "python_peer.py"], request)
        for way in ("encrypt", "decrypt"):
            here, there = ours[f"{way}_us"], theirs[f"{way}_us"]
            print(f"{kind} {way}: {here:.1f} us, {ours[f'{way}_allocations']:.0f} allocations; "
                  f"Python client {there:.0f} us, {there / here:.0f} times as much")


if __name__ == "__main__":
    main()
