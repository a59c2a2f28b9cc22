// SPDX-License-Identifier: Apache-2.0
#include "transfers/bulk_progress.h"

#include <charconv>
#include <optional>

namespace magneto::internal::transfers {
namespace {

void put_number(std::int64_t number, std::string& to) { to += std::to_string(number) + "\n"; }

std::optional<std::int64_t> take_number(std::string_view& bytes) {
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(bytes.data(), bytes.data() + bytes.size(), number);
  const auto used = static_cast<std::size_t>(end - bytes.data());
  if (failed != std::errc() || used == bytes.size() || *end != '\n') return std::nullopt;
  bytes.remove_prefix(used + 1);
  return number;
}

std::optional<std::string_view> take_text(std::string_view& bytes, std::int64_t size) {
  if (size < 0 || static_cast<std::size_t>(size) > bytes.size()) return std::nullopt;
  const std::string_view text = bytes.substr(0, static_cast<std::size_t>(size));
  bytes.remove_prefix(text.size());
  return text;
}

}  // namespace

std::string BulkProgress::encode() const {
  std::string usage;
  for (const auto& [index, bytes] : index_bytes)
    usage += std::to_string(bytes) + "\n" + index + "\n";
  std::string to;
  for (const std::int64_t number :
       {next_record, finished_bytes, processed, failed, written, table_bytes, errors.objects,
        errors.records, conditions.objects, conditions.records}) {
    put_number(number, to);
  }
  for (const std::size_t size :
       {object.size(), errors.pending.size(), conditions.pending.size(), usage.size()}) {
    put_number(static_cast<std::int64_t>(size), to);
  }
  return to + object + errors.pending + conditions.pending + usage;
}

Result<BulkProgress> BulkProgress::decode(std::string_view bytes) {
  const auto damaged = [] {
    return Error(ErrorCode::kCorruption, "damaged progress of a bulk operation");
  };
  BulkProgress progress;
  for (std::int64_t* number :
       {&progress.next_record, &progress.finished_bytes, &progress.processed, &progress.failed,
        &progress.written, &progress.table_bytes, &progress.errors.objects,
        &progress.errors.records, &progress.conditions.objects, &progress.conditions.records}) {
    const auto read = take_number(bytes);
    if (!read) return damaged();
    *number = *read;
  }
  std::array<std::int64_t, 4> sizes{};
  for (std::int64_t& size : sizes) {
    const auto read = take_number(bytes);
    if (!read) return damaged();
    size = *read;
  }
  std::string usage;
  std::size_t i = 0;
  for (std::string* text :
       {&progress.object, &progress.errors.pending, &progress.conditions.pending, &usage}) {
    const auto read = take_text(bytes, sizes[i++]);
    if (!read) return damaged();
    *text = *read;
  }
  std::string_view left = usage;
  while (!left.empty()) {
    const auto index_bytes = take_number(left);
    const std::size_t line = left.find('\n');
    if (!index_bytes || line == std::string_view::npos) return damaged();
    progress.index_bytes.emplace(left.substr(0, line), *index_bytes);
    left.remove_prefix(line + 1);
  }
  if (!bytes.empty()) return damaged();
  return progress;
}

}  // namespace magneto::internal::transfers
