// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as an object of records; the first byte says in which form. Reading ends, each record
// that is right is a canonical item, and is the same when it is written and read again.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/check.h"
#include "formats/record_reader.h"
#include "formats/record_writer.h"

namespace {

using namespace magneto::internal;
using namespace magneto::internal::formats;

class TextSource : public objects::ByteSource {
 public:
  explicit TextSource(std::string_view text) : text_(text) {}
  Result<std::size_t> read(char* to, std::size_t room) override {
    const std::size_t size = std::min(room, text_.size());
    text_.copy(to, size);
    text_.remove_prefix(size);
    return size;
  }

 private:
  std::string_view text_;
};

void check_round_trip(ExportFormat export_format, Format format, value::ItemView item) {
  std::string text;
  write_item_record(export_format, item, text);
  RecordReader reader(std::make_unique<TextSource>(text), format, {});
  Arena arena;
  Record record;
  const Result<Found> found = reader.next(arena, record);
  MAGNETO_CHECK(found.ok() && *found == Found::kRecord);
  MAGNETO_CHECK(record.put.item->bytes() == item.bytes());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Format format = data[0] % 3 == 0   ? Format::kJson
                        : data[0] % 3 == 1 ? Format::kCsv
                                           : Format::kIon;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const CsvOptions options{.types = {{"n", value::Type::kNumber}, {"b", value::Type::kBinary}}};
  RecordReader reader(std::make_unique<TextSource>(text), format, options);
  while (true) {
    Arena arena;
    Record record;
    const Result<Found> found = reader.next(arena, record);
    MAGNETO_CHECK(found.ok());
    if (*found == Found::kEnd) return 0;
    if (*found != Found::kRecord) {
      MAGNETO_CHECK(!record.problem.empty());
      continue;
    }
    MAGNETO_CHECK(value::check_item(record.put.item->bytes()).ok());
    check_round_trip(ExportFormat::kJson, Format::kJson, *record.put.item);
    check_round_trip(ExportFormat::kIon, Format::kIon, *record.put.item);
  }
}
