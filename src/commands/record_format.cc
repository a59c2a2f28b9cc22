// SPDX-License-Identifier: Apache-2.0
#include "commands/record_format.h"

#include <filesystem>

namespace magneto::internal::commands {

std::vector<std::string> record_format_words(bool with_amazon_export) {
  std::vector<std::string> words = {"jsonl", "dynamodb-json", "csv", "ion"};
  if (with_amazon_export) words.emplace_back("amazon-export");
  return words;
}

magneto::Result<RecordFormat> record_format(const std::string& word, const std::string& location) {
  if (word == "jsonl") return RecordFormat::kJsonLines;
  if (word == "csv") return RecordFormat::kCsv;
  if (word == "ion") return RecordFormat::kIon;
  if (word == "amazon-export") return RecordFormat::kAmazonExport;
  if (word == "dynamodb-json" || location == "-") return RecordFormat::kDynamoJson;
  if (const auto format = record_format_of(location)) return *format;
  std::error_code ignored;
  if (std::filesystem::is_directory(location, ignored)) return RecordFormat::kAmazonExport;
  return magneto::Error(ErrorCode::kInvalidArgument,
                        "the name " + location + " does not say its format: say --format");
}

magneto::Result<char> delimiter_of(const std::string& text) {
  if (text.empty()) return ',';
  if (text == "\\t") return '\t';
  if (text.size() == 1) return text.front();
  return magneto::Error(ErrorCode::kInvalidArgument, "--delimiter is one character");
}

magneto::Error only_of_csv(const std::string& options) {
  return {ErrorCode::kInvalidArgument, options + " are only of CSV"};
}

std::vector<std::string> words_of_list(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find(',', begin), text.size());
    if (end > begin) words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

}  // namespace magneto::internal::commands
