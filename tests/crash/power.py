# SPDX-License-Identifier: Apache-2.0
"""Loss of power, as far as it can be had without pulling a plug: of each file, what had not been brought to the disk
when the server was killed goes, all of it or from some place on, or is something else."""

import os
import struct
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("synced_sizes.cc")


class Power:
    """Of one directory. REQUIRES: its server runs with `environment` from its first start on."""

    def __init__(self, folder, chance):
        self.chance = chance
        self.notes = Path(folder) / "synced_sizes.notes"
        library = Path(folder) / "synced_sizes.so"
        subprocess.run(["g++", "-std=c++20", "-O1", "-shared", "-fPIC", "-o", library, SOURCE], check=True)
        self.mapping = Path(folder) / "synced_mapping"
        for of_another_directory in (self.notes, self.mapping):
            of_another_directory.unlink(missing_ok=True)
        self.environment = {"LD_PRELOAD": str(library), "SYNCED_SIZES": str(self.notes),
                            "SYNCED_MAPPING": str(self.mapping)}
        self.bytes_lost = 0

    def cut(self, data):
        """After the server was killed."""
        synced = {}
        for inode, size in struct.iter_unpack("=QQ", self.notes.read_bytes() if self.notes.exists() else b""):
            synced[inode] = max(size, synced.get(inode, 0)) if size else 0
        for path in Path(data).iterdir():
            if path.name == "SYNCED":
                self._cut_mapped_file(path)
            elif path.is_file():
                self._cut_file(path, synced.get(path.stat().st_ino, 0))

    def _cut_mapped_file(self, path):
        """It has one page: as it was when it was synced, or as it is."""
        if not self.mapping.exists():
            path.write_bytes(b"")
        elif self.chance.random() < 0.5:
            path.write_bytes(self.mapping.read_bytes())

    def _cut_file(self, path, synced):
        size = path.stat().st_size
        if size <= synced:
            return
        end = self.chance.choice([synced, size, self.chance.randint(synced, size)])
        with open(path, "r+b") as file:
            file.truncate(end)
            if self.chance.random() < 0.5:
                file.seek(synced)
                file.write(self.chance.choice([bytes, self.chance.randbytes])(min(end - synced, 1 << 16)))
            os.fsync(file.fileno())
        self.bytes_lost += size - end
