#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The table of flags in README.md, from `magneto serve --help`.

    scripts/flag_table.py [MAGNETO]            prints it
    scripts/flag_table.py --write [MAGNETO]    puts it into README.md
"""

import re
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- flags: scripts/flag_table.py -->\n", "<!-- end of flags -->\n"


def flags(help_text):
    """(flag, value, default, meaning) of each flag, in the order of the help."""
    found = []
    for line in help_text.splitlines():
        begins = re.match(r"  (?:-h,)?(--[a-z0-9-]+)(?: (\S.*?))?(?:\s{2,}(\S.*))?$", line)
        if begins:
            value, default = re.fullmatch(r"(.*?) ?(?:\[(.*)\])?", begins[2] or "").groups()
            found.append([begins[1], value, default or "", begins[3] or ""])
        elif found and re.match(r" {20,}\S", line):
            found[-1][3] = f"{found[-1][3]} {line.strip()}".strip()
    return [flag for flag in found if flag[0] != "--help"]


def table(help_text):
    lines = ["| flag | default | |", "|---|---|---|"]
    for flag, value, default, meaning in flags(help_text):
        shown = f"{flag} {value}".strip().replace("|", "\\|")
        words = meaning.replace("|", "\\|")
        lines.append(f"| `{shown}` | {f'`{default}`' if default else ''} | {words} |")
    return "\n".join(lines) + "\n"


def main(arguments):
    write = "--write" in arguments
    binary = next((a for a in arguments if a != "--write"), TOP / "build/release/magneto")
    made = table(subprocess.run([binary, "serve", "--help"], capture_output=True, text=True, check=True).stdout)
    if not write:
        print(made, end="")
        return
    readme = TOP / "README.md"
    before, rest = readme.read_text().split(BEGIN)
    readme.write_text(before + BEGIN + made + END + rest.split(END)[1])


if __name__ == "__main__":
    main(sys.argv[1:])
