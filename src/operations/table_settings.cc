// SPDX-License-Identifier: Apache-2.0
#include "operations/table_settings.h"

#include <cstdio>
#include <ctime>

#include "base/random.h"
#include "operations/table_texts.h"

namespace magneto::operations {
namespace {

constexpr std::string_view kDefaultKeyAlias = "alias/aws/dynamodb";

/// The ARN that DescribeTable shows: an alias or a missing key id stands for some key of the
/// account.
std::string key_arn(std::string_view id, const catalog::Catalog::Options& place) {
  if (id.starts_with("arn:")) return std::string(id);
  const std::string prefix = "arn:aws:kms:" + place.region + ":" + place.account + ":";
  if (id.starts_with("alias/") && id != kDefaultKeyAlias) return prefix + std::string(id);
  return prefix + "key/" + (id.empty() || id == kDefaultKeyAlias ? random_uuid() : std::string(id));
}

}  // namespace

std::string timestamp_label(std::int64_t ms) {
  const auto seconds = static_cast<std::time_t>(ms / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  char fraction[8];
  std::snprintf(fraction, sizeof fraction, ".%03d", static_cast<int>(ms % 1000));
  return std::string(text, length) + fraction;
}

Result<void> apply_stream(catalog::Table& table, const wire::StreamSpecification& from, bool exists,
                          std::int64_t now_ms) {
  if (!*from.stream_enabled) {
    if (from.stream_view_type)
      return texts::invalid_value(
          "StreamViewType should not be specified when StreamEnabled is false");
    if (exists && !table.stream_enabled)
      return validation_error("Table is already in the state requested: stream is disabled");
    table.stream_enabled = false;
    table.stream_view_type.clear();
    return {};
  }
  if (!from.stream_view_type)
    return texts::invalid_value("StreamViewType is required when StreamEnabled is true");
  if (exists && table.stream_enabled)
    return Error(ErrorCode::kResourceInUse,
                 "Attempt to change a resource which is still in use: Table already "
                 "has an enabled stream: TableName: " +
                     table.name);
  table.stream_enabled = true;
  table.stream_view_type = *from.stream_view_type;
  table.stream_label = timestamp_label(now_ms);
  return {};
}

Result<void> apply_encryption(catalog::Table& table, const wire::SSESpecification& from,
                              const catalog::Catalog::Options& place) {
  const bool enabled = from.enabled.value_or(false);
  if (!enabled && from.kms_master_key_id)
    return texts::invalid_value("KMSMasterKeyId can not be specified when SSEEnabled is false");
  if (from.sse_type == "AES256") return texts::invalid_value("SSEType AES256 is not supported");
  table.encrypted_with_kms = enabled;
  table.kms_key_arn = enabled ? key_arn(from.kms_master_key_id.value_or(""), place) : "";
  return {};
}

}  // namespace magneto::operations
