#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What encrypting and decrypting one item of 10 attributes costs, here and in Amazon's client for Python.

    bench/encryption.py [SECONDS [ROUNDS]]

Both run in turns on this machine, for SECONDS (0.5) of CPU each way, with the same item and keys; of ROUNDS (3) the
medians are printed, and the least and the most of the ratios. RSA is OpenSSL's in both, and most of what its rows cost.
Needs build/release/tests/encryption/encryption_peer and what `./test encryption` has installed.
"""

import json
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests/encryption"
ITEM = {"pk": {"S": "978-3-16-148410-0"}, **{f"text{i}": {"S": "a text of 32 characters, no less"}
                                             for i in range(5)},
        **{f"number{i}": {"N": str(1965 + i)} for i in range(3)}, "flag": {"BOOL": True}}


# The kind of provider, and the names of its keys: of encryption or wrapping, of unwrapping, of signing.
PROVIDERS = {
    "static AES, HMAC": ("static", "aesKey", "aesKey", "hmacKey"),
    "wrapped AES, HMAC": ("wrapped", "aesKey", "aesKey", "hmacKey"),
    "wrapped RSA, HMAC": ("wrapped", "rsaEncPub", "rsaEncPriv", "hmacKey"),
    "static AES, RSA": ("static", "aesKey", "aesKey", "rsaSignPriv"),
}


def ask(command, request):
    done = subprocess.run([str(word) for word in command], input=json.dumps(request) + "\n",
                          capture_output=True, text=True, check=True,
                          env={"PATH": "/usr/bin:/bin", "MAGNETO_ENDPOINT": ""})
    return json.loads(done.stdout)


def measure(provider, seconds):
    """The costs of one item here and there."""
    request = {"way": "bench", "seconds": seconds, "provider": provider, "table": "Books", "partition_key": "pk",
               "sort_key": None, "item": ITEM, "actions": {"default": "encrypt", "override": {"pk": "sign"}}}
    return (ask([ROOT / "build/release/tests/encryption/encryption_peer"], request),
            ask([ROOT / "build/encryption-peers/bin/python", FOLDER / "python_peer.py"], request))


def main():
    keys = json.loads((FOLDER / "vectors/official/legacy-python/encrypted_item/keys.json").read_text())
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 0.5
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    for name, (kind, forward, back, signing) in PROVIDERS.items():
        provider = {"type": kind, "encryption_key": keys[forward], "wrapping_key": keys[forward],
                    "unwrapping_key": keys[back], "signing_key": keys[signing]}
        costs = [measure(provider, seconds) for _ in range(rounds)]
        for way in ("encrypt", "decrypt"):
            here = [ours[f"{way}_us"] for ours, _ in costs]
            there = [theirs[f"{way}_us"] for _, theirs in costs]
            ratios = [much / little for much, little in zip(there, here)]
            print(f"{name:18} {way}: {statistics.median(here):6.1f} us, {costs[0][0][f'{way}_allocations']:3.0f} "
                  f"allocations; Python client {statistics.median(there):5.0f} us, {statistics.median(ratios):3.0f} "
                  f"times as much ({min(ratios):.0f} to {max(ratios):.0f})", flush=True)


if __name__ == "__main__":
    main()
