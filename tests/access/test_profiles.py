# SPDX-License-Identifier: Apache-2.0
"""Files like ~/.aws/config and ~/.aws/credentials are read as botocore reads them: chosen ones, and 600 made by
chance of the pieces that such files have."""

import random

CHOSEN = [
    "",
    "[default]\nregion = x\n",
    "[default]\r\nregion=x\r\n[profile a]\r\nregion : y\r\n",
    "[profile default]\nregion=a\n[default]\noutput=b\n",
    "[default]\noutput=b\n[profile default]\nregion=a\n",
    "[profile 'with blank']\na=1\n[profile \"quoted\\\" name\"]\na=2\n[profile three words here]\na=3\n",
    "[profile unclosed']\na=1\n[profilex]\na=1\n[profiles x]\na=1\n[ profile x ]\na=2\n",
    "[profile a] trailing ] text\nx=1\n",
    "[default\nx=1\n",
    "[]\nx=1\n",
    "[default]\n[default]\n",
    "[default]\nA=1\na=2\n",
    "[default]\nno delimiter\n",
    "[default]\n=x\n",
    "x=1\n[default]\n",
    "# c\n; c\n[default]\n  # c\nx=1 # kept\n  ; dropped\ny=a;b\n",
    "[default]\nx=1\n  continued\n   more\n\nz=2\n",
    "[default]\ns3 =\n  a = 1\n  B = 2\n  c=d=e\n\n  e = 3\ny=1\n",
    "[default]\ns3 =\n  a = 1\n  nothing\n",
    "[default]\nempty=\nnext=1\n",
    "  [default]\n  x=1\n  y=2\n",
    "[default]\n  x=1\n y=2\n    z=3\n",
    "[DEFAULT]\nx=1\n[profile a]\ny=2\n[profile b]\nx=3\n",
    "[DEFAULT]\nx=1\n[DEFAULT]\ny=1\n[default]\nz=1\n",
    "[default]\nx = \tvalue\t \ny\t=\t1\n",
    "[default]\nx=\u00e4\u20ac\U0001f600\n",
    "\ufeff[default]\nx=1\n",
    "[default]\nx=a\rb=2\n",
    "[preview]\nx=1\n[plugins]\ny=2\n",
]

PIECES = ["[default]", "[profile a]", "[profile b]", "[a]", "[DEFAULT]", "[profile 'x y']", "[sso-session s]",
          "x=1", "y : 2", "Z = 3", " x2 = 4", "  deeper", "\tt=5", "s3 =", "  n1 = v", "  N2=w", "", "   ", "# c",
          "  ; c", "k = # v", "url=http://h:1/?a=b", "lonely", "u=\u00fc", "[a", "a]=b", "e="]
CHANCES = [12, 12, 12, 4, 2, 4, 3] + [10] * 4 + [4, 2, 4, 8, 8, 8] + [10] * 5 + [0.3, 6, 0.3, 0.5, 6]


def files():
    yield from ((text, "") for text in CHOSEN)
    yield from (("[profile a]\nx=1\ny=2\n", text) for text in CHOSEN)
    chance = random.Random(2)
    for _ in range(600):
        texts = []
        for _ in range(2):
            lines = chance.choices(PIECES, CHANCES, k=chance.randrange(10))
            # Names that come twice are mostly left out, so that not everything is an error.
            if chance.random() < 0.95:
                lines = list(dict.fromkeys(lines))
            if chance.random() < 0.9 and not lines[:1] == ["[default]"]:
                lines = ["[default]"] + [line for line in lines if line != "[default]"]
            texts.append("\n".join(lines))
        yield tuple(texts)


def test_files_are_read_as_botocore_reads_them(ours, theirs, tmp_path):
    cases = []
    for number, (config, credentials) in enumerate(files()):
        paths = tmp_path / f"{number}-config", tmp_path / f"{number}-credentials"
        for path, text in zip(paths, (config, credentials)):
            path.write_bytes(text.encode())
        cases.append((config, credentials, {"AWS_CONFIG_FILE": paths[0],
                                            "AWS_SHARED_CREDENTIALS_FILE": paths[1]}))
    peers = theirs([("profiles", [], env) for _, _, env in cases])
    refused = 0
    for (config, credentials, env), peer in zip(cases, peers):
        mine = ours("profiles", env=env)
        if "error" in (peer or [{}])[0]:
            refused += 1
            assert mine and "error" in mine[0], (config, credentials, mine, peer)
        else:
            assert mine == peer, (config, credentials)
    assert refused > 100 and len(cases) - refused > 200
