// SPDX-License-Identifier: Apache-2.0
//
// The words of `export` and `import` for formats of records.
#pragma once

#include <string>
#include <vector>

#include "magneto/transfer/records.h"

namespace magneto::internal::commands {

/// What can be written; `with_amazon_export` also what can only be read.
std::vector<std::string> record_format_words(bool with_amazon_export);

/// By the word; without one by the location's name, for "-" DynamoDB's JSON. Errors: kInvalidArgument.
magneto::Result<RecordFormat> record_format(const std::string& word, const std::string& location);

/// A comma where there is no text; "\t" is a tab. Errors: kInvalidArgument.
magneto::Result<char> delimiter_of(const std::string& text);

/// "a,b" -> a, b.
std::vector<std::string> words_of_list(const std::string& text);

/// Of options that the format has no use for.
magneto::Error only_of_csv(const std::string& options);

}  // namespace magneto::internal::commands
