// SPDX-License-Identifier: Apache-2.0
#include "encryption/format/description.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "encryption/format/serialize.h"

namespace magneto::internal::encryption {
namespace {

constexpr std::string_view kVersion{"\0\0\0\0", 4};

Error malformed() {
  return make_error(Failure::kInvalidMaterialDescription,
                    "the item's material description cannot be read");
}

/// Nothing where the bytes end before the text does.
std::optional<std::string_view> take_text(std::string_view& rest) {
  if (rest.size() < 4) return std::nullopt;
  std::size_t size = 0;
  for (const char c : rest.substr(0, 4)) size = size << 8 | static_cast<unsigned char>(c);
  rest.remove_prefix(4);
  if (rest.size() < size || !is_utf8(rest.substr(0, size))) return std::nullopt;
  const std::string_view text = rest.substr(0, size);
  rest.remove_prefix(size);
  return text;
}

}  // namespace

Result<std::string> serialize_description(const MaterialDescription& description) {
  DescriptionEntries entries;
  return serialize_description(description, entries);
}

Result<std::string> serialize_description(const MaterialDescription& description,
                                          DescriptionEntries& entries) {
  std::sort(entries.begin(), entries.end());
  std::size_t size = kVersion.size();
  for (const auto& [name, value] : entries) size += 8 + name.size() + value.size();
  for (const auto& [name, value] : description) size += 8 + name.size() + value.size();
  std::string bytes;
  bytes.reserve(size);
  bytes += kVersion;
  bool right = true;
  const auto put = [&](std::string_view name, std::string_view value) {
    for (const std::string_view text : {name, value}) {
      right = right && is_utf8(text);
      append_u32(text.size(), bytes);
      bytes += text;
    }
  };
  auto entry = entries.begin();
  for (const auto& [name, value] : description) {
    for (; entry != entries.end() && entry->first < name; ++entry) put(entry->first, entry->second);
    if (entry == entries.end() || entry->first != name) put(name, value);
  }
  for (; entry != entries.end(); ++entry) put(entry->first, entry->second);
  if (right) return bytes;
  return make_error(Failure::kInvalidMaterialDescription,
                    "an entry of the material description is not UTF-8");
}

Result<MaterialDescription> read_description(std::string_view bytes) {
  if (bytes.size() < kVersion.size()) return malformed();
  if (!bytes.starts_with(kVersion)) {
    return make_error(Failure::kInvalidMaterialDescriptionVersion,
                      "the item's material description has an unknown version");
  }
  bytes.remove_prefix(kVersion.size());
  MaterialDescription description;
  while (!bytes.empty()) {
    const std::optional<std::string_view> name = take_text(bytes);
    if (!name) return malformed();
    const std::optional<std::string_view> value = take_text(bytes);
    if (!value) return malformed();
    // Most are sorted.
    description.insert_or_assign(description.end(), std::string(*name), std::string(*value));
  }
  return description;
}

std::string_view entry(const MaterialDescription& description, std::string_view name) {
  const auto found = description.find(name);
  return found == description.end() ? std::string_view() : found->second;
}

}  // namespace magneto::internal::encryption
