// SPDX-License-Identifier: Apache-2.0
#include "transfer/change_records.h"

#include <optional>
#include <utility>

#include "formats/ion_text.h"
#include "magneto/json.h"
#include "transfer/files.h"
#include "transfer/lines.h"
#include "transfer/messages.h"

namespace magneto::internal::transfer {
namespace {

using Kind = ReadRecord::Kind;

/// The members of a JSON object, as text. What the values are made of is not looked at: whoever decodes them
/// does that.
class Members {
 public:
  explicit Members(std::string_view object) : text_(object) {}

  bool begin() { return take('{'); }
  /// False behind the last one, and where it is no object.
  bool next(std::string_view& name, std::string_view& value) {
    if (any_ && !take(',')) return false;
    cut_short_ = any_;
    any_ = true;
    skip_space();
    const std::size_t start = at_;
    if (!skip_text()) return false;
    name = text_.substr(start + 1, at_ - start - 2);
    if (!take(':')) return false;
    skip_space();
    const std::size_t value_start = at_;
    if (!skip_value()) return false;
    value = text_.substr(value_start, at_ - value_start);
    cut_short_ = false;
    return true;
  }
  /// Whether the object ends here, and nothing follows.
  bool ends() {
    if (cut_short_ || !take('}')) return false;
    skip_space();
    return at_ == text_.size();
  }

 private:
  void skip_space() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != text_.npos) ++at_;
  }
  bool take(char c) {
    skip_space();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool skip_text() {
    if (at_ == text_.size() || text_[at_] != '"') return false;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\') {
        if (++at_ == text_.size()) return false;
      } else if (text_[at_] == '"') {
        ++at_;
        return true;
      }
    }
    return false;
  }
  /// An object; all that is in a record is one.
  bool skip_value() {
    std::size_t depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        if (!skip_text()) return false;
        continue;
      }
      ++at_;
      if (c == '{') ++depth;
      if (depth == 0) return false;
      if (c == '}' && --depth == 0) return true;
    }
    return false;
  }

  const std::string_view text_;
  std::size_t at_ = 0;
  bool any_ = false;
  bool cut_short_ = false;  // behind a comma
};

struct Change {
  std::optional<std::string_view> record;
  std::optional<std::string_view> keys;
  std::optional<std::string_view> new_image;
};

std::optional<Change> members_of(std::string_view json) {
  Change change;
  Members members(json);
  if (!members.begin()) return std::nullopt;
  std::string_view name, value;
  while (members.next(name, value)) {
    if (name == "Record") change.record = value;
    if (name == "Keys") change.keys = value;
    if (name == "NewImage") change.new_image = value;
  }
  if (!members.ends()) return std::nullopt;
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
