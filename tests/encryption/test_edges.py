# SPDX-License-Identifier: Apache-2.0
"""Odd items and damaged ones: Amazon's client for Python and ours read and refuse the same."""

import base64
import struct

import pytest

from test_python_client import comparable

DESCRIPTION, SIGNATURE = "*amzn-ddb-map-desc*", "*amzn-ddb-map-sig*"
ACTIONS = {"default": "encrypt", "override": {"pk": "sign", "signed": "sign", "free": "nothing"}}


def b64(some):
    return base64.b64encode(some).decode()


def walk(value, change):
    """An attribute, its binaries changed."""
    ((kind, held),) = value.items()
    if kind == "B":
        return {kind: change(held)}
    if kind == "BS":
        return {kind: [change(one) for one in held]}
    if kind == "L":
        return {kind: [walk(one, change) for one in held]}
    if kind == "M":
        return {kind: {name: walk(one, change) for name, one in held.items()}}
    return value


def as_bytes(item):
    return {name: walk(value, base64.b64decode) for name, value in item.items()}


def as_text(item):
    return {name: walk(value, lambda held: b64(bytes(held))) for name, value in item.items()}


@pytest.fixture(params=["static", "wrapped"])
def request_of(request, keys, make_table):
    role = {"static": ["encryption_key"], "wrapped": ["wrapping_key", "unwrapping_key"]}[request.param]
    provider = {"type": request.param, "signing_key": keys["hmacKey"],
                **{name: keys["aesKey"] for name in role}}
    return lambda way, table, **more: {"way": way, "provider": provider, "table": table,
                                       "partition_key": "pk", "sort_key": None,
                                       "actions": ACTIONS, **more}


def stored_item(client, table, key):
    return as_text(client.get_item(TableName=table, Key=as_bytes(key), ConsistentRead=True)["Item"])


# U+FB01 comes before U+1F600, but behind its surrogates.
ODD_ITEMS = {
    "empty values": {"s": {"S": ""}, "b": {"B": ""}, "l": {"L": []}, "m": {"M": {}}},
    "names": {"a.b.c": {"S": "dots"}, "ümlaut": {"S": "x"}, "\U0001F600": {"N": "1"}, "\ufb01": {"N": "2"},
              " ": {"S": "space"}, "!a": {"S": "1"}, "*b": {"S": "star"}, "*amzn": {"S": "x"},
              "*amzn-ddb-map-descX": {"S": "y"}, "+": {"BOOL": True}},
    "nested names": {"m": {"M": {"\U0001F600": {"N": "1"}, "\ufb01": {"N": "2"},
                                 "z": {"M": {"ä.b": {"L": [{"SS": ["\U0001F600", "\ufb01"]}]}}}}}},
    "numbers": {"long": {"N": "1234567890123456789012345678"}, "least": {"N": "1E-130"},
                "most": {"N": "9.99E+125"}, "set": {"NS": ["9", "10", "-1", "0.5", "100"]}},
    "sets": {"texts": {"SS": ["\U0001F600", "\ufb01", "a", ""]},
             "binaries": {"BS": [b64(b"\x80"), b64(b"\x7f"), b64(b"\x7f\x00"), b64(b"")]}},
    "large": {"text": {"S": "ü" * 90000}, "binary": {"B": b64(bytes(90000))}},
}
KEYS = {"S": {"S": "k\U0001F600"}, "B": {"B": b64(bytes([0, 255, 128, 10]))}, "N": {"N": "-12.5"}}


@pytest.mark.parametrize("kind", KEYS)
def test_odd_items_are_read_both_ways(kind, request_of, make_table, ours, theirs, client):
    table = make_table(kind)
    key = {"pk": KEYS[kind]}
    for name, attributes in ODD_ITEMS.items():
        item = {**attributes, **key}
        assert theirs(request_of("put", table, item=item)) == {}, name
        want = comparable(theirs(request_of("get", table, key=key)))
        stored = stored_item(client, table, key)
        assert comparable(ours(request_of("decrypt", table, item=stored))) == want, name

        encrypted = ours(request_of("encrypt", table, item=item))
        client.put_item(TableName=table, Item=as_bytes(encrypted))
        assert comparable(theirs(request_of("get", table, key=key))) == want, name


def entries_of(item):
    rest, texts = base64.b64decode(item[DESCRIPTION]["B"])[4:], []
    while rest:
        (size,) = struct.unpack(">I", rest[:4])
        texts.append(rest[4:4 + size].decode())
        rest = rest[4 + size:]
    return dict(zip(texts[::2], texts[1::2]))


def described(**changes):
    """The item with entries of its description changed, or without those that are None."""
    def change(item):
        texts = {**entries_of(item), **{f"amzn-ddb-{name.replace('_', '-')}": value
                                        for name, value in changes.items()}}
        pairs = [text.encode() for name, value in texts.items() if value is not None
                 for text in (name, value)]
        raw = bytes(4) + b"".join(struct.pack(">I", len(text)) + text for text in pairs)
        return {**item, DESCRIPTION: {"B": b64(raw)}}
    return change


def cut(name, size):
    return lambda item: {**item, name: {"B": b64(base64.b64decode(item[name]["B"])[:size])}}


def replaced(name, value):
    return lambda item: {**item, name: value}


def without(name):
    return lambda item: {other: value for other, value in item.items() if other != name}


def swapped(item):
    return {**item, "text": item["number"], "number": item["text"]}


# What both say. Where Amazon's client lets an exception of Python out, or another one, it stands behind.
DAMAGES = {
    "as it was": (lambda item: item, "ok"),
    "no signature": (without(SIGNATURE), "DecryptionError"),
    "signature of another type": (replaced(SIGNATURE, {"S": "x"}), "DecryptionError", "KeyError"),
    "empty signature": (replaced(SIGNATURE, {"B": ""}), "SignatureVerificationError"),
    "cut signature": (cut(SIGNATURE, 16), "SignatureVerificationError"),
    "no description": (without(DESCRIPTION), "DecryptionError", "TypeError"),
    "description of another type": (replaced(DESCRIPTION, {"S": "x"}), "InvalidMaterialDescriptionError"),
    "empty description": (replaced(DESCRIPTION, {"B": ""}), "InvalidMaterialDescriptionError"),
    "unknown version": (replaced(DESCRIPTION, {"B": b64(b"\0\0\0\1")}),
                        "InvalidMaterialDescriptionVersionError"),
    "cut description": (cut(DESCRIPTION, 20), "InvalidMaterialDescriptionError"),
    "cut attribute": (cut("text", 16), "SignatureVerificationError"),
    "swapped attributes": (swapped, "SignatureVerificationError"),
    "lost attribute": (without("text"), "SignatureVerificationError"),
    "another attribute": (replaced("more", {"S": "x"}), "SignatureVerificationError"),
    "readable attribute": (replaced("text", {"S": "text"}), "SignatureVerificationError"),
    "signed attribute": (replaced("signed", {"S": "changed"}), "SignatureVerificationError"),
    "type of a signed attribute": (replaced("signed", {"B": b64(b"signed")}), "SignatureVerificationError"),
    "another key": (replaced("pk", {"S": "two"}), "SignatureVerificationError"),
    "unsigned attribute": (replaced("free", {"S": "changed"}), "ok"),
    "unsigned attribute lost": (without("free"), "ok"),
    "no mode": (described(map_sym_mode=None), "DecryptionError", "TypeError"),
    "unknown mode": (described(map_sym_mode="junk"), "InvalidAlgorithmError", "JceTransformationError"),
    "mode without chains": (described(map_sym_mode="/ECB/PKCS5Padding"), "InvalidAlgorithmError",
                            "DecryptionError"),
    "name of a signature": (described(map_signingAlg="HmacSHA1"), "ok"),
    "entry of an application": (described(other="x"), "ok"),
}
WRAPPED_DAMAGES = {
    "key of no base64": (described(env_key="!!!"), "UnwrappingError"),
    "short key": (described(env_key="AAAA"), "UnwrappingError"),
    "key of another kind": (described(env_alg="DES/56"), "UnwrappingError", "JceTransformationError"),
    "key without a length": (described(env_alg="AES"), "ok"),
    "unknown wrapping": (described(wrap_alg="junk"), "JceTransformationError"),
    "no wrapping": (described(wrap_alg=None), "ok", "JceTransformationError"),
}


def outcome(answer):
    return answer["error"] if isinstance(answer.get("error"), str) else "ok"


def test_damaged_items_give_the_same_errors(request_of, make_table, ours, theirs, client):
    table = make_table("S")
    item = {"pk": {"S": "one"}, "text": {"S": "text"}, "number": {"N": "5"}, "signed": {"S": "signed"},
            "free": {"S": "free"}}
    assert theirs(request_of("put", table, item=item)) == {}
    stored = stored_item(client, table, {"pk": item["pk"]})
    damages = {**DAMAGES, **(WRAPPED_DAMAGES if "amzn-ddb-env-key" in entries_of(stored) else {})}
    for name, (damage, expected, *also) in damages.items():
        damaged = damage(stored)
        client.put_item(TableName=table, Item=as_bytes(damaged))
        answer = ours(request_of("decrypt", table, item=damaged))
        assert outcome(answer) == expected, (name, answer)
        other = theirs(request_of("get", table, key={"pk": damaged["pk"]}))
        assert outcome(other) == (also[0] if also else expected), (name, other)
