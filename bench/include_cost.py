#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What including the client's headers costs a compiler.

    bench/include_cost.py [HEADER...] [--runs 5] [--compiler g++]

Compiles `#include <magneto/HEADER>` and an empty main, as a debug build and with -O2, and prints the
processor's time in seconds, the least of the runs: the machine may be busy. Without a HEADER: a few of
the public headers, from the smallest to magneto.h, which has all of the client.
"""

import argparse
import os
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
HEADERS = ["value.h", "model.h", "client.h", "table.h", "magneto.h"]
FLAGS = {"debug": ["-g", "-O0"], "-O2": ["-O2"]}


def seconds(compiler, flags, source):
    command = [compiler, "-std=c++20", f"-I{ROOT / 'include'}", *flags, "-c", source, "-o", os.devnull]
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    return usage.ru_utime + usage.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("headers", nargs="*", default=HEADERS)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--compiler", default="g++")
    options = parser.parse_args()
    print(f"{'header':16}" + "".join(f"{name:>8}" for name in FLAGS))
    with tempfile.TemporaryDirectory() as directory:
        source = pathlib.Path(directory) / "main.cc"
        for header in options.headers:
            source.write_text(f"#include <magneto/{header}>\nint main() {{}}\n")
            costs = [min(seconds(options.compiler, flags, source) for _ in range(options.runs))
                     for flags in FLAGS.values()]
            print(f"{header:16}" + "".join(f"{cost:8.2f}" for cost in costs), flush=True)


if __name__ == "__main__":
    main()
