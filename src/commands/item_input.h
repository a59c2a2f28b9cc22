// SPDX-License-Identifier: Apache-2.0
//
// Items as JSON: plain ({"Year":1965}) or DynamoDB's ({"Year":{"N":"1965"}}), told apart by
// themselves, from the command line, a file, or standard input.
#pragma once

#include <string>
#include <string_view>

#include "magneto/value.h"

namespace magneto::internal::commands {

/// DynamoDB's form where each attribute is an object with one type's name in it. An item with a key is
/// never both: a plain key is no object. Errors: kSerialization, kValidation.
magneto::Result<Item> read_item(std::string_view json);

/// The text itself; of "@file" the file; of "-" standard input. Errors: kAbsent (no such file), kOther.
magneto::Result<std::string> read_text(const std::string& given);

}  // namespace magneto::internal::commands
