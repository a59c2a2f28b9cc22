// SPDX-License-Identifier: Apache-2.0
#include "transfer/record_text.h"

#include "base/base64.h"
#include "formats/record_writer.h"
#include "magneto/json.h"

namespace magneto::internal::transfer {
namespace {

void append_field(std::string_view text, char delimiter, std::string& to) {
  const bool quoted = text.empty() || text.find_first_of("\"\r\n") != std::string_view::npos ||
                      text.find(delimiter) != std::string_view::npos;
  if (!quoted) {
    to.append(text);
    return;
  }
  to.push_back('"');
  for (const char c : text) {
    if (c == '"') to.push_back('"');
    to.push_back(c);
  }
  to.push_back('"');
}

std::string text_of(const Value& value) {
  if (const auto* text = value.get_if<std::string>()) return *text;
  if (const auto* number = value.get_if<Number>()) return number->to_string();
  if (const auto* binary = value.get_if<Binary>()) return base64_of(binary->bytes());
  return to_plain_json(value);
}

}  // namespace

void append_record(RecordFormat format, const ItemView& item, std::string& to) {
  switch (format) {
    case RecordFormat::kJsonLines:
      to.append(to_plain_json(item.to_item())).push_back('\n');
      break;
    case RecordFormat::kIon:
      formats::write_item_record(formats::ExportFormat::kIon, value::ItemView(item.bytes()), to);
      break;
    default:
      to.append("{\"Item\":").append(to_json(item)).append("}\n");
      break;
  }
}

void append_csv_header(const std::vector<std::string>& columns, char delimiter, std::string& to) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) to.push_back(delimiter);
    append_field(columns[i], delimiter, to);
  }
  to.push_back('\n');
}

void append_csv_row(const ItemView& item, const std::vector<std::string>& columns, char delimiter,
                    std::string& to) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) to.push_back(delimiter);
    const ValueView value = item.find(columns[i]);
    if (value.empty() || value.is_null()) continue;
    append_field(text_of(value.to_value()), delimiter, to);
  }
  to.push_back('\n');
}

}  // namespace magneto::internal::transfer
