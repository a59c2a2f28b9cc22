// SPDX-License-Identifier: Apache-2.0
#include "operations/tables/tags.h"

#include <algorithm>
#include <set>
#include <string>

#include "base/utf8.h"
#include "operations/tables/resource_arn.h"

namespace magneto::internal::operations {
namespace {

constexpr std::size_t kMaxKeyUnits = 128, kMaxValueUnits = 256;

/// Letters and digits of any script, blanks and +-=._:/@. Beyond ASCII we leave out where no script
/// has letters: punctuation and symbols (U+2010-U+2027, U+2030-U+205E, U+2190-U+2BFF) and what lies
/// beyond U+1D000 but the ideographs.
bool is_tag_character(std::uint32_t point) {
  if (point < 0x80) {
    const auto c = static_cast<char>(point);
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("+-=._:/@ ").find(c) != std::string_view::npos;
  }
  const auto lies_in = [point](std::uint32_t first, std::uint32_t last) {
    return point >= first && point <= last;
  };
  return !lies_in(0x2010, 0x2027) && !lies_in(0x2030, 0x205E) && !lies_in(0x2190, 0x2BFF) &&
         !lies_in(0x1D000, 0x1FFFF);
}

bool has_tag_characters_only(std::string_view utf8) {
  while (!utf8.empty()) {
    if (!is_tag_character(take_code_point(utf8))) return false;
  }
  return true;
}

bool is_reserved(std::string_view key) {
  const std::string_view prefix = "aws:";
  return key.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), key.begin(),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + 32 : b); });
}

Result<void> check_key(const std::optional<std::string_view>& key) {
  if (!key || key->empty() || utf16_length(*key) > kMaxKeyUnits || !has_tag_characters_only(*key))
    return validation_error("The Tag Key provided is invalid, Key: " +
                            std::string(key.value_or("null")));
  if (is_reserved(*key))
    return validation_error("Tag Key cannot be prefixed with aws:, Key: " + std::string(*key));
  return {};
}

Result<void> check_value(const std::optional<std::string_view>& value) {
  if (value && utf16_length(*value) <= kMaxValueUnits && has_tag_characters_only(*value)) return {};
  return validation_error("The Tag Value provided is invalid, Value: " +
                          std::string(value.value_or("null")));
}

Error too_many() {
  return validation_error("Number of Tags exceed the current limit for the provided ResourceArn");
}

}  // namespace

Result<void> check_tags(std::span<const model::Tag> tags) {
  std::set<std::string_view> seen;
  for (const model::Tag& tag : tags) {
    MAGNETO_RETURN_IF_ERROR(check_key(tag.key));
    MAGNETO_RETURN_IF_ERROR(check_value(tag.value));
    if (!seen.insert(*tag.key).second)
      return validation_error("Duplicate Tag Keys provided as input: Duplicate Tag Key found " +
                              std::string(*tag.key));
  }
  return tags.size() > kMaxTags ? Result<void>(too_many()) : Result<void>();
}

Result<void> check_tag_keys(std::span<const std::string_view> keys) {
  for (const std::string_view key : keys) MAGNETO_RETURN_IF_ERROR(check_key(key));
  return keys.size() > kMaxTags ? Result<void>(too_many()) : Result<void>();
}

Result<void> add_tags(catalog::Table& table, std::span<const model::Tag> tags) {
  for (const model::Tag& tag : tags) {
    const auto existing = std::find_if(table.tags.begin(), table.tags.end(),
                                       [&](const auto& each) { return each.first == *tag.key; });
    if (existing == table.tags.end())
      table.tags.emplace_back(*tag.key, *tag.value);
    else
      existing->second = *tag.value;
  }
  return table.tags.size() > kMaxTags ? Result<void>(too_many()) : Result<void>();
}

Error tagged_table_not_found(std::string_view arn) {
  return {ErrorCode::kResourceNotFound,
          "Requested resource not found: ResourceArn: " + std::string(arn) + " not found"};
}

Result<std::string_view> read_tagged_table(const std::optional<std::string_view>& resource_arn) {
  if (!resource_arn) return validation_error("Invalid TableArn");
  MAGNETO_ASSIGN_OR_RETURN(const ResourceName name, read_resource_arn(*resource_arn));
  if (!name.stream_label.empty()) return tagged_table_not_found(*resource_arn);
  return name.table;
}

}  // namespace magneto::internal::operations
