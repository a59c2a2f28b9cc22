// SPDX-License-Identifier: Apache-2.0
#include "transfer/record_source.h"

#include "base/arena.h"
#include "base/base64.h"
#include "formats/record_reader.h"
#include "magneto/item_view.h"
#include "magneto/json.h"
#include "transfer/files.h"
#include "transfer/lines.h"

namespace magneto::internal::transfer {
namespace {

using Kind = ReadRecord::Kind;

/// {"Item":{...}}, or the attributes alone, of which one may be called Item.
Result<Item> item_of_line(std::string_view line) {
  constexpr std::string_view kBegin = "{\"Item\":{";
  if (line.starts_with(kBegin) && line.ends_with("}}")) {
    Result<Item> item = item_from_json(line.substr(kBegin.size() - 1, line.size() - kBegin.size()));
    if (item) return item;
  }
  const Result<Item> plain = item_from_plain_json(line);
  if (!plain) return plain.error();
  const Value* wrapped = plain->find("Item");
  if (!wrapped || plain->size() > 1) return item_from_json(line);
  Result<Item> item = item_from_json(to_plain_json(*wrapped));
  if (item) return item;
  Result<Item> alone = item_from_json(line);
  return alone ? alone : item;
}

std::optional<Binary> bytes_of_base64(std::string_view text) {
  std::string bytes(text.size(), '\0');
  const Base64Result decoded = decode_base64(text, bytes.data());
  if (!decoded.error.empty()) return std::nullopt;
  bytes.resize(decoded.size);
  return Binary(std::move(bytes));
}

/// The names of those that are binary.
std::vector<std::string> binaries_of(const std::vector<KeyAttribute>& typed) {
  std::vector<std::string> names;
  for (const KeyAttribute& attribute : typed) {
    if (attribute.type == AttributeType::kB) names.push_back(attribute.name);
  }
  return names;
}

/// A record a line.
class LineRecords final : public RecordSource {
 public:
  LineRecords(std::unique_ptr<objects::ByteSource> bytes, bool plain,
              std::vector<std::string> binaries)
      : bytes_(std::move(bytes)), lines_(*bytes_), plain_(plain), binaries_(std::move(binaries)) {}

  Result<ReadRecord> next() override {
    std::string_view line;
    do {
      const internal::Result<bool> more = lines_.next(line);
      if (!more.ok() && more.error().code() == internal::ErrorCode::kCorruption) {
        return ReadRecord{
            .kind = Kind::kBroken, .problem = more.error().message(), .number = ++number_};
      }
      if (!more.ok()) return read_error(more.error());
      if (!*more) return ReadRecord();
    } while (line.find_first_not_of(" \t\r") == std::string_view::npos);
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number_;
    Result<Item> item = plain_ ? item_from_plain_json(line) : item_of_line(line);
    if (item) {
      if (plain_) read_binaries(*item);
      return ReadRecord{.kind = Kind::kItem, .item = std::move(*item), .number = number_};
    }
    return ReadRecord{.kind = Kind::kBad,
                      .problem = item.error().message(),
                      .text = std::string(line),
                      .number = number_};
  }

 private:
  /// What is no base64 stays a text: whoever checks the key says so.
  void read_binaries(Item& item) const {
    for (const std::string& name : binaries_) {
      const Value* value = item.find(name);
      const std::string* text = value ? value->get_if<std::string>() : nullptr;
      if (!text) continue;
      if (std::optional<Binary> bytes = bytes_of_base64(*text)) item.set(name, std::move(*bytes));
    }
  }

  std::unique_ptr<objects::ByteSource> bytes_;
  Lines lines_;
  const bool plain_;
  const std::vector<std::string> binaries_;
  std::uint64_t number_ = 0;
};

/// CSV and Ion, by the reader of imports.
class FormatRecords final : public RecordSource {
 public:
  FormatRecords(std::unique_ptr<objects::ByteSource> bytes, formats::Format format,
                const formats::CsvOptions& csv)
      : reader_(std::move(bytes), format, csv) {}

  Result<ReadRecord> next() override {
    Arena arena;
    formats::Record record;
    const internal::Result<formats::Found> found = reader_.next(arena, record);
    if (!found.ok()) return read_error(found.error());
    if (*found == formats::Found::kEnd) return ReadRecord();
    ++number_;
    if (*found == formats::Found::kRecord) {
      const ItemView view(record.put.item->bytes());
      return ReadRecord{.kind = Kind::kItem, .item = view.to_item(), .number = number_};
    }
    return ReadRecord{.kind = *found == formats::Found::kBadRecord ? Kind::kBad : Kind::kBroken,
                      .problem = std::move(record.problem),
                      .text = std::move(record.json),
                      .number = number_};
  }

 private:
  formats::RecordReader reader_;
  std::uint64_t number_ = 0;
};

std::optional<value::Type> key_type(AttributeType type) {
  switch (type) {
    case AttributeType::kS:
      return value::Type::kString;
    case AttributeType::kN:
      return value::Type::kNumber;
    case AttributeType::kB:
      return value::Type::kBinary;
    default:
      return std::nullopt;
  }
}

formats::CsvOptions csv_options(const ImportOptions& options,
                                const std::vector<KeyAttribute>& typed) {
  formats::CsvOptions csv{.delimiter = options.delimiter, .headers = options.columns};
  std::map<std::string, AttributeType> types = options.types;
  for (const KeyAttribute& attribute : typed) types[attribute.name] = attribute.type;
  for (const auto& [name, type] : types) {
    if (const auto known = key_type(type)) csv.types.push_back({name, *known});
  }
  return csv;
}

}  // namespace

std::unique_ptr<RecordSource> open_records(std::unique_ptr<objects::ByteSource> bytes,
                                           const ImportOptions& options,
                                           const std::vector<KeyAttribute>& typed) {
  switch (options.format) {
    case RecordFormat::kJsonLines:
      return std::make_unique<LineRecords>(std::move(bytes), true, binaries_of(typed));
    case RecordFormat::kDynamoJson:
      return std::make_unique<LineRecords>(std::move(bytes), false, std::vector<std::string>());
    case RecordFormat::kIon:
      return std::make_unique<FormatRecords>(std::move(bytes), formats::Format::kIon,
                                             formats::CsvOptions());
    case RecordFormat::kCsv:
    case RecordFormat::kAmazonExport:  // is opened by amazon_export.h, file by file
      break;
  }
  return std::make_unique<FormatRecords>(std::move(bytes), formats::Format::kCsv,
                                         csv_options(options, typed));
}

}  // namespace magneto::internal::transfer
