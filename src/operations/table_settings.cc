// SPDX-License-Identifier: Apache-2.0
#include "operations/table_settings.h"

#include <algorithm>
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

namespace {

Result<void> enable_stream(catalog::Table& table, const wire::StreamSpecification& from,
                           std::int64_t now_ms) {
  if (!from.stream_view_type)
    return texts::invalid_value("StreamViewType is required when StreamEnabled is true");
  if (table.enabled_stream() != nullptr) return texts::stream_enabled(table.name);
  catalog::Stream stream;
  stream.view_type = catalog::view_type_of(*from.stream_view_type);
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

Result<void> apply_stream(catalog::Table& table, const wire::StreamSpecification& from, bool exists,
                          std::int64_t now_ms) {
  if (*from.stream_enabled) return enable_stream(table, from, now_ms);
  if (from.stream_view_type) {
    return texts::invalid_value(
        exists ? "If stream is being disabled, then UpdateViewType must not be specified"
               : "StreamViewType should not be specified when StreamEnabled is false");
  }
  if (!exists) return {};
  if (table.enabled_stream() == nullptr) return texts::no_stream(table.name);
  table.streams.back().disabled_ms = now_ms;
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
