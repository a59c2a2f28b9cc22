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
/// never both: a plain key is no object. Errors: kSerialization.
magneto::Result<Item> read_item(std::string_view json);

/// The item that is given as read_text() says. Errors name the file, or `what` where the item is the
/// word itself: kSerialization; those of read_text().
magneto::Result<Item> read_given_item(const std::string& given, std::string_view what);

/// As read_text(), of a word that is a file's name with or without its "@". Lines of JSON are taken, too.
magneto::Result<std::string> read_file_text(const std::string& given);

/// The text itself; of "@file" the file; of "-" standard input. Errors: kAbsent (no such file), kOther.
magneto::Result<std::string> read_text(const std::string& given);

}  // namespace magneto::internal::commands
