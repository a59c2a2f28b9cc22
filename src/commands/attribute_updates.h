// SPDX-License-Identifier: Apache-2.0
//
// The older form of updates, as pynamo takes it, from JSON:
//
//   {"Plays": {"Action": "ADD", "Value": 1}, "Label": {"Action": "DELETE"}, "Title": {"Value": "x"}}
#pragma once

#include <string>

#include "magneto/result.h"
#include "magneto/transfer/tables.h"

namespace magneto::internal::commands {

/// `given` is the text, "@file", or "-". Without an action it is PUT. Values are plain or DynamoDB's.
/// Errors: kSerialization; those of read_text().
magneto::Result<AttributeUpdates> read_attribute_updates(const std::string& given);

}  // namespace magneto::internal::commands
