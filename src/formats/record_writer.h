// SPDX-License-Identifier: Apache-2.0
//
// Writing the records of exports, one per line:
//
//   DYNAMODB_JSON   {"Item":{"p":{"S":"a"},"n":{"N":"103"}}}
//   ION             $ion_1_0 {Item:{n:103.,p:"a"}}
//
// In an incremental export a record says which item changed, when it was last written, and what it
// was and is:
//
//   {"Metadata":{"WriteTimestampMicros":{"N":"1700000000000000"}},"Keys":{...},"OldImage":{...},
//    "NewImage":{...}}
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "value/encoded_item.h"

namespace magneto::internal::formats {

enum class ExportFormat : std::uint8_t { kJson, kIon };

/// "json" or "ion": how data files end.
std::string_view file_ending(ExportFormat format);

/// An item that changed.
struct ChangedItem {
  std::int64_t written_micros = 0;  ///< Since 1970.
  value::ItemView keys;
  std::optional<value::ItemView> old_image;
  std::optional<value::ItemView> new_image;
};

/// Appends the record and its newline.
void write_item_record(ExportFormat format, value::ItemView item, std::string& to);
void write_change_record(ExportFormat format, const ChangedItem& changed, std::string& to);

/// A number's stored form as an Ion decimal: "103.", "6d2", "-0.5", "1d-7".
std::string ion_decimal(std::string_view encoded);

}  // namespace magneto::internal::formats
