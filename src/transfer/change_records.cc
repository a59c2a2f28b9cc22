// SPDX-License-Identifier: Apache-2.0
#include "transfer/change_records.h"

#include <optional>
#include <utility>

#include "base/json_members.h"
#include "formats/ion_text.h"
#include "magneto/json.h"
#include "transfer/files.h"
#include "transfer/lines.h"
#include "transfer/messages.h"

namespace magneto::internal::transfer {
namespace {

using Kind = ReadRecord::Kind;

struct Change {
  std::optional<std::string_view> record;
  std::optional<std::string_view> keys;
  std::optional<std::string_view> new_image;
};

std::optional<Change> members_of(std::string_view json) {
  Change change;
  JsonMembers members(json);
  while (const auto member = members.next()) {
    if (member->name == "Record") change.record = member->value;
    if (member->name == "Keys") change.keys = member->value;
    if (member->name == "NewImage") change.new_image = member->value;
  }
  if (!members.ended()) return std::nullopt;
  return change;
}

/// A line is a record.
class ChangeLines final : public RecordSource {
 public:
  explicit ChangeLines(std::unique_ptr<objects::ByteSource> bytes)
      : bytes_(std::move(bytes)), lines_(*bytes_) {}

  Result<ReadRecord> next() override {
    std::string_view line;
    do {
      const internal::Result<bool> more = lines_.next(line);
      if (!more.ok()) return read_error(more.error());
      if (!*more) return ReadRecord();
    } while (line.find_first_not_of(" \t\r") == std::string_view::npos);
    return change_of(line, ++number_);
  }

  static ReadRecord change_of(std::string_view text, std::uint64_t number) {
    Result<ReadRecord> change = read_change(text);
    if (!change) {
      return {.kind = Kind::kBad,
              .problem = change.error().message(),
              .text = std::string(text),
              .number = number};
    }
    change->number = number;
    return std::move(*change);
  }

 private:
  const std::unique_ptr<objects::ByteSource> bytes_;
  Lines lines_;
  std::uint64_t number_ = 0;
};

class IonChanges final : public RecordSource {
 public:
  explicit IonChanges(std::unique_ptr<objects::ByteSource> bytes) : text_(std::move(bytes)) {}

  Result<ReadRecord> next() override {
    std::string json, problem;
    const formats::Found found = text_.next(json, problem);
    if (text_.source_error()) return read_error(*text_.source_error());
    if (found == formats::Found::kEnd) return ReadRecord();
    ++number_;
    if (found == formats::Found::kRecord) return ChangeLines::change_of(json, number_);
    return ReadRecord{.kind = found == formats::Found::kBadRecord ? Kind::kBad : Kind::kBroken,
                      .problem = std::move(problem),
                      .text = std::move(json),
                      .number = number_};
  }

 private:
  formats::IonText text_;
  std::uint64_t number_ = 0;
};

}  // namespace

Result<ReadRecord> read_change(std::string_view json) {
  std::optional<Change> change = members_of(json);
  if (change && change->record) change = members_of(*change->record);
  if (!change || !change->keys) return messages::no_change();
  const bool deleted = !change->new_image;
  Result<Item> item = item_from_json(deleted ? *change->keys : *change->new_image);
  if (!item) return std::move(item).error();
  return ReadRecord{.kind = deleted ? Kind::kDeleted : Kind::kItem, .item = std::move(*item)};
}

std::unique_ptr<RecordSource> open_changes(std::unique_ptr<objects::ByteSource> bytes,
                                           RecordFormat format) {
  if (format == RecordFormat::kIon) return std::make_unique<IonChanges>(std::move(bytes));
  return std::make_unique<ChangeLines>(std::move(bytes));
}

}  // namespace magneto::internal::transfer
