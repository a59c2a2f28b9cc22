// SPDX-License-Identifier: Apache-2.0
#include "operations/tables/table_settings.h"

#include <xxhash.h>

#include <algorithm>
#include <cstdio>

#include "operations/core/table_messages.h"
#include "operations/core/timestamp.h"

namespace magneto::internal::operations {
namespace {

constexpr std::string_view kDefaultKeyAlias = "alias/aws/dynamodb";

/// The id of the key that the account has for all its tables: always the same one.
std::string default_key_id(const catalog::Catalog::Options& place) {
  const std::string owner = place.region + ":" + place.account;
  const XXH128_hash_t hash = XXH3_128bits(owner.data(), owner.size());
  char text[37];
  std::snprintf(
      text, sizeof text, "%08x-%04x-4%03x-8%03x-%012llx", static_cast<unsigned>(hash.high64 >> 32),
      static_cast<unsigned>(hash.high64 >> 16 & 0xFFFF), static_cast<unsigned>(hash.high64 & 0xFFF),
      static_cast<unsigned>(hash.low64 >> 48 & 0xFFF),
      static_cast<unsigned long long>(hash.low64 & 0xFFFF'FFFF'FFFF));
  return text;
}

/// The ARN that DescribeTable shows: an alias or a missing key id stands for some key of the
/// account.
std::string key_arn(std::string_view id, const catalog::Catalog::Options& place) {
  if (id.starts_with("arn:")) return std::string(id);
  const std::string prefix = "arn:aws:kms:" + place.region + ":" + place.account + ":";
  if (id.starts_with("alias/") && id != kDefaultKeyAlias) return prefix + std::string(id);
  const bool is_default = id.empty() || id == kDefaultKeyAlias;
  return prefix + "key/" + (is_default ? default_key_id(place) : std::string(id));
}

Result<void> enable_stream(catalog::Table& table, const model::StreamSpecification& from,
                           std::int64_t now_ms) {
  if (table.enabled_stream() != nullptr) return messages::stream_enabled(table.name);
  catalog::Stream stream;
  stream.view_type = *from.stream_view_type->value();
  // Labels make the streams of a table different.
  stream.created_ms = now_ms;
  if (!table.streams.empty()) {
    stream.created_ms = std::max(now_ms, table.streams.back().created_ms + 1);
  }
  stream.label = timestamp_label(stream.created_ms);
  table.streams.push_back(std::move(stream));
  return {};
}

}  // namespace

Result<void> check_stream(const model::StreamSpecification& from, bool exists) {
  if (*from.stream_enabled == from.stream_view_type.has_value()) return {};
  const std::string_view problem =
      *from.stream_enabled
          ? (exists ? messages::kViewTypeMissing : messages::kViewTypeMissingAtCreation)
          : (exists ? messages::kViewTypeForbidden : messages::kViewTypeForbiddenAtCreation);
  return messages::invalid_value(std::string(problem));
}

Result<void> apply_stream(catalog::Table& table, const model::StreamSpecification& from,
                          bool exists, std::int64_t now_ms) {
  MAGNETO_RETURN_IF_ERROR(check_stream(from, exists));
  if (*from.stream_enabled) return enable_stream(table, from, now_ms);
  if (!exists) return {};
  if (table.enabled_stream() == nullptr) return messages::no_stream(table.name);
  table.streams.back().disabled_ms = now_ms;
  return {};
}

Result<void> check_encryption(const model::SSESpecification& from) {
  const auto refuse = [](std::string_view problem) {
    return messages::invalid_value(std::string(problem));
  };
  if (from.enabled == false) {
    if (from.sse_type) return refuse("SSEType can not be specified if Enabled is false");
    if (from.kms_master_key_id)
      return refuse("KMSMasterKeyId can not be specified if Enabled is false");
  }
  if (from.sse_type == model::SSEType::kAes256) return refuse("SSEType AES256 is not supported");
  if (from.kms_master_key_id && !from.sse_type)
    return refuse("SSEType KMS is required if KMSMasterKeyId is specified");
  return {};
}

Result<void> apply_encryption(catalog::Table& table, const model::SSESpecification& from,
                              bool exists, const catalog::Catalog::Options& place) {
  MAGNETO_RETURN_IF_ERROR(check_encryption(from));
  const bool enable = from.enabled.value_or(from.sse_type.has_value());
  if (exists && !enable && !table.encrypted_with_kms)
    return messages::invalid_value("Table is already encrypted by default");
  if (exists && enable && table.encrypted_with_kms && from.kms_master_key_id == table.kms_key_arn)
    return messages::invalid_value(
        "Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you "
        "want to change Master Key");
  table.encrypted_with_kms = enable;
  table.kms_key_arn = enable ? key_arn(from.kms_master_key_id.value_or(""), place) : "";
  return {};
}

}  // namespace magneto::internal::operations
