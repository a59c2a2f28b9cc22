# SPDX-License-Identifier: Apache-2.0
"""Amazon's client for Python, as the tests ask it: one request of JSON a line, one answer a line.

"put" writes an item to the server through an EncryptedClient, "get" reads one. "write_table" and "read_table" are those of
encryption_peer.cc, with EncryptedTable, EncryptedClient and EncryptedResource. "bench" encrypts and decrypts an item for so
many seconds. Items are in DynamoDB's JSON.
"""

import base64
import json
import os
import resource
import sys

import boto3
from boto3.dynamodb.conditions import Key
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from dynamodb_encryption_sdk.delegated_keys.jce import JceNameLocalDelegatedKey
from dynamodb_encryption_sdk.encrypted import CryptoConfig
from dynamodb_encryption_sdk.encrypted.client import EncryptedClient
from dynamodb_encryption_sdk.encrypted.item import decrypt_dynamodb_item, encrypt_dynamodb_item
from dynamodb_encryption_sdk.encrypted.resource import EncryptedResource
from dynamodb_encryption_sdk.encrypted.table import EncryptedTable
from dynamodb_encryption_sdk.identifiers import (CryptoAction, EncryptionKeyType,
                                                 KeyEncodingType)
from dynamodb_encryption_sdk.material_providers.aws_kms import (
    AwsKmsCryptographicMaterialsProvider,
)
from dynamodb_encryption_sdk.material_providers.most_recent import CachingMostRecentProvider
from dynamodb_encryption_sdk.material_providers.static import StaticCryptographicMaterialsProvider
from dynamodb_encryption_sdk.material_providers.wrapped import (
    WrappedCryptographicMaterialsProvider,
)
from dynamodb_encryption_sdk.materials.raw import RawDecryptionMaterials, RawEncryptionMaterials
from dynamodb_encryption_sdk.material_providers.store.meta import MetaStore
from dynamodb_encryption_sdk.structures import AttributeActions, EncryptionContext

ACTIONS = {"encrypt": CryptoAction.ENCRYPT_AND_SIGN, "sign": CryptoAction.SIGN_ONLY,
           "nothing": CryptoAction.DO_NOTHING}
BINARY = {"B": lambda value, change: change(value),
          "BS": lambda values, change: [change(value) for value in values],
          "L": lambda values, change: [with_bytes(value, change) for value in values],
          "M": lambda values, change: {k: with_bytes(v, change) for k, v in values.items()}}


def with_bytes(value, change):
    """An attribute, its binaries changed from base64 or to it."""
    ((kind, held),) = value.items()
    return {kind: BINARY[kind](held, change) if kind in BINARY else held}


def from_json(item):
    return {name: with_bytes(value, base64.b64decode) for name, value in item.items()}


def to_json(item):
    encode = lambda value: base64.b64encode(bytes(value)).decode()
    return {name: with_bytes(value, encode) for name, value in item.items()}


def key(about):
    return JceNameLocalDelegatedKey(
        key=base64.b64decode(about["material"]), algorithm=about["algorithm"],
        key_type=EncryptionKeyType[about["type"].upper()],
        key_encoding=KeyEncodingType[about["encoding"].upper()])


def most_recent(about):
    table = boto3.resource("dynamodb", endpoint_url=os.environ["MAGNETO_ENDPOINT"]).Table(
        about["store_table"])
    store = MetaStore(table=table, materials_provider=provider(about["inner"]))
    return CachingMostRecentProvider(provider_store=store, version_ttl=600.0,
                                     material_name=about["material_name"])


def provider(about):
    if about["type"] == "kms":
        kms = boto3.client("kms", endpoint_url=about["endpoint"], region_name=about["region"])
        return AwsKmsCryptographicMaterialsProvider(key_id=about["key_id"],
                                                    regional_clients={about["region"]: kms})
    if about["type"] == "most_recent":
        return most_recent(about)
    if about["type"] == "static":
        encryption, signing = key(about["encryption_key"]), key(about["signing_key"])
        return StaticCryptographicMaterialsProvider(
            encryption_materials=RawEncryptionMaterials(signing_key=signing,
                                                        encryption_key=encryption),
            decryption_materials=RawDecryptionMaterials(verification_key=signing,
                                                        decryption_key=encryption))
    return WrappedCryptographicMaterialsProvider(
        signing_key=key(about["signing_key"]), wrapping_key=key(about["wrapping_key"]),
        unwrapping_key=key(about["unwrapping_key"]))


def actions(about):
    return AttributeActions(
        default_action=ACTIONS[about["default"]],
        attribute_actions={name: ACTIONS[word] for name, word in about["override"].items()})


def client(request):
    plain = boto3.client("dynamodb", endpoint_url=os.environ["MAGNETO_ENDPOINT"])
    return EncryptedClient(client=plain, materials_provider=provider(request["provider"]),
                           attribute_actions=actions(request["actions"]))


def native(item):
    return {name: TypeDeserializer().deserialize(value) for name, value in from_json(item).items()}


def typed(item):
    return to_json({name: TypeSerializer().serialize(value) for name, value in item.items()})


def encrypted_table(request, resource):
    return EncryptedTable(table=resource.Table(request["table"]),
                          materials_provider=provider(request["provider"]),
                          attribute_actions=actions(request["actions"]))


def write_table(request):
    resource = boto3.resource("dynamodb", endpoint_url=os.environ["MAGNETO_ENDPOINT"])
    with encrypted_table(request, resource).batch_writer() as batch:
        for item in request["items"]:
            batch.put_item(Item=native(item))
    return {"complete": True}


def read_table(request):
    resource = boto3.resource("dynamodb", endpoint_url=os.environ["MAGNETO_ENDPOINT"])
    pages = client(request).get_paginator("scan").paginate(TableName=request["table"])
    queried = encrypted_table(request, resource).query(
        KeyConditionExpression=Key("pk").eq(request["partition"]))["Items"]
    batches = EncryptedResource(resource=resource, materials_provider=provider(request["provider"]),
                                attribute_actions=actions(request["actions"]))
    keys = [{"pk": item["pk"], "sk": item["sk"]} for item in queried]
    gotten = batches.batch_get_item(RequestItems={request["table"]: {"Keys": keys}})
    return {"scan": [to_json(item) for page in pages for item in page["Items"]],
            "query": [typed(item) for item in queried],
            "batch": [typed(item) for item in gotten["Responses"][request["table"]]]}


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def cost_us(seconds, step):
    start, rounds = cpu_seconds(), 0
    while cpu_seconds() - start < seconds:
        for _ in range(20):
            step()
        rounds += 20
    return (cpu_seconds() - start) * 1e6 / rounds


def bench(request):
    config = CryptoConfig(
        materials_provider=provider(request["provider"]),
        encryption_context=EncryptionContext(table_name=request["table"],
                                             partition_key_name=request["partition_key"]),
        attribute_actions=actions(request["actions"]))
    item = from_json(request["item"])
    stored = encrypt_dynamodb_item(item, config)
    return {"encrypt_us": cost_us(request["seconds"], lambda: encrypt_dynamodb_item(item, config)),
            "decrypt_us": cost_us(request["seconds"],
                                  lambda: decrypt_dynamodb_item(dict(stored), config))}


def answer(request):
    if request["way"] == "bench":
        return bench(request)
    try:
        if request["way"] == "write_table":
            return write_table(request)
        if request["way"] == "read_table":
            return read_table(request)
        if request["way"] == "put":
            client(request).put_item(TableName=request["table"], Item=from_json(request["item"]))
            return {}
        found = client(request).get_item(TableName=request["table"],
                                         Key=from_json(request["key"]), ConsistentRead=True)
        return to_json(found["Item"])
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error)}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
