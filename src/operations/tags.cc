// SPDX-License-Identifier: Apache-2.0
#include "operations/tags.h"

#include <algorithm>
#include <set>
#include <string>

#include "catalog/arn.h"
#include "operations/table_texts.h"

namespace magneto::operations {
namespace {

constexpr std::size_t kMaxKeyCharacters = 128, kMaxValueCharacters = 256;

/// Letters of any script (beyond ASCII everything passes), digits, white space and +-=._:/@
bool has_tag_characters_only(std::string_view text) {
  constexpr std::string_view kPunctuation = "+-=._:/@ \t\n\r";
  return std::all_of(text.begin(), text.end(), [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    const bool alphanumeric = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                              (byte >= 'A' && byte <= 'Z');
    return byte >= 0x80 || alphanumeric || kPunctuation.find(c) != std::string_view::npos;
  });
}

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

Result<void> check_tag(const wire::Tag& tag) {
  if (tag.key->empty() || characters(*tag.key) > kMaxKeyCharacters)
    return texts::invalid_value("The Tag Key must be between 1 and 128 characters long: " +
                                std::string(*tag.key));
  if (characters(*tag.value) > kMaxValueCharacters)
    return texts::invalid_value("The Tag Value must be at most 256 characters long: " +
                                std::string(*tag.value));
  if (!has_tag_characters_only(*tag.key))
    return texts::invalid_value("One of the provided Tag Keys contains invalid characters: " +
                                std::string(*tag.key));
  if (!has_tag_characters_only(*tag.value))
    return texts::invalid_value("One of the provided Tag Values contains invalid characters: " +
                                std::string(*tag.value));
  return {};
}

}  // namespace

Result<void> add_tags(catalog::Table& table, std::span<const wire::Tag> tags) {
  std::set<std::string_view> seen;
  for (const wire::Tag& tag : tags) {
    MAGNETO_RETURN_IF_ERROR(check_tag(tag));
    if (!seen.insert(*tag.key).second)
      return texts::invalid_value("Duplicate Tag Key: " + std::string(*tag.key));
    const auto existing = std::find_if(table.tags.begin(), table.tags.end(),
                                       [&](const auto& each) { return each.first == *tag.key; });
    if (existing == table.tags.end())
      table.tags.emplace_back(*tag.key, *tag.value);
    else
      existing->second = *tag.value;
  }
  if (table.tags.size() > kMaxTags)
    return texts::invalid_value("Too many tags: a table can have at most 50");
  return {};
}

Result<std::string_view> read_tagged_table(const std::optional<std::string_view>& resource_arn) {
  if (!resource_arn) return validation_error("Invalid TableArn");
  if (!catalog::is_arn(*resource_arn))
    return validation_error("Invalid TableArn: ARNs must start with 'arn:': " +
                            std::string(*resource_arn));
  auto name = catalog::table_name_of_arn(*resource_arn);
  if (!name.ok())
    return validation_error("Invalid TableArn: Invalid ResourceArn provided as input " +
                            std::string(*resource_arn));
  return name;
}

}  // namespace magneto::operations
