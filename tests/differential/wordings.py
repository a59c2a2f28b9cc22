# SPDX-License-Identifier: Apache-2.0
"""Texts that say the same in other words: both sides' messages are compared after this."""

import re

# (pattern, what it means). Where DynamoDB Local leaves out details (which key, which value), both lose them.
WORDINGS = [(re.compile(pattern, re.S), meaning) for pattern, meaning in [
    # The service of today says so in front of many errors; DynamoDB Local does not.
    (r"^1 validation error detected: (?!Value |Failed )", ""),
    (r"^Validation failed in TransactStatements\[\d+\]: (?=Statement wasn't well formed)", ""),
    # ... and does not say any more, in front of what is wrong with a value, where it stands.
    (r"^ExpressionAttributeValues contains invalid value: (.*) for key :\w+$", r"\1"),
    (r"Input collection (\[.*?\])? ?(of type BS )?contains duplicates\.?", "Input collection contains duplicates"),
    (r"The parameter cannot be converted to a numeric value(: .*?)?(?= for key :|$)", "(not a number)"),
    (r"A value provided cannot be converted into a number", "(not a number)"),
    (r"^Requested resource not found(: Table: .* not found)?$", "(no table)"),
    (r"^Cannot do operations on a non-existent table$", "(no table)"),
    # Keys that do not fit the schema.
    (r"^The provided key element does not match the schema$", "(key)"),
    (r"^The number of conditions on the keys is invalid$", "(key)"),
    (r"^One of the required keys was not given a value$", "(key)"),
    (r"^One or more parameter values were invalid: Missing the key .* in the item$", "(key)"),
    (r"^One or more parameter values were invalid: Type mismatch for key.*$", "(key)"),
    (r"^Invalid attribute value type$", "(key)"),
    (r"Type mismatch for Index Key.*$", "Type mismatch for Index Key"),
    (r"^One or more parameter values were invalid: Size of hashkey .*$", "(key size)"),
    (r"^One or more parameter values were invalid: Aggregated size of all range keys .*$", "(key size)"),
    (r"^Hash primary key values must be under 2048 bytes.*$", "(key size)"),
    (r"Query condition missed key schema element(: .*)?$", "Query condition missed key schema element"),
    (r"One or more parameter values were invalid: Empty attribute name", "Empty attribute name"),
    # Of two overlapping paths, DynamoDB Local names others.
    (r"(Two document paths (overlap|conflict) with each other).*$", r"\1"),
    # A JSON null for an attribute value.
    (r"^The supplied Item contains a null AttributeValue: .*$",
     "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"),
    (r"The supplied Item contains a null AttributeValue(?= for key :)",
     "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"),
    (r"Attempting to store more than 38 significant digits in a Number", "(too many digits)"),
    (r"DynamoDB only supports precision up to 38 digits", "(too many digits)"),
    (r"^One or more parameter values were invalid: Duplicate value in attribute name: .*$", "(duplicate name)"),
    (r"^Cannot have two attributes with the same name$", "(duplicate name)"),
    (r"^The (Total)?Segments? parameter is required but was not present.*$", "(segments)"),
    (r"^If segment is specified, total segment must also be specified$", "(segments)"),
    (r"^If total segments is specified, segment must also be specified$", "(segments)"),
    # Each has its own order of the types, and its own way to write a number.
    (r"valid types: \{.*?\}", "valid types"),
    (r"AttributeValue: \{N:.*?\}", "AttributeValue: {N}"),
    (r"^Return values set to invalid value$", "ReturnValues can only be ALL_OLD or NONE"),
    (r"(contains invalid key): .*$", r"\1"),
    (r"^The conditional request failed\.$", "The conditional request failed"),
    (r"^Only single item select is supported$",
     "Select statements within BatchExecuteStatement must specify the primary key in the where clause."),
    # The service tells where an unknown function stands (docs/observations.md).
    (r"(Unrecognized function: \w+) at \d+:\d+:\d+", r"\1"),
    # What is wrong with a statement the service says as PartiQL's reference parser does.
    (r"(Statement wasn't well formed, can't be processed): .*$", r"\1"),
]]


def meaning(message):
    for pattern, replacement in WORDINGS:
        message = pattern.sub(replacement, message)
    return message
