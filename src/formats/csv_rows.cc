// SPDX-License-Identifier: Apache-2.0
#include "formats/csv_rows.h"

#include <algorithm>

#include "base/utf8.h"
#include "formats/messages.h"

namespace magneto::internal::formats {

CsvRows::CsvRows(std::unique_ptr<objects::ByteSource> source, const CsvOptions& options)
    : characters_(std::move(source)), options_(options), headers_(options.headers) {}

Found CsvRows::next(std::string& json, std::string& problem) {
  if (!started_) {
    started_ = true;
    const Found header = read_header(problem);
    if (header != Found::kRecord) return header;
  }
  const Found found = read_row(problem);
  if (found == Found::kBadRecord && open_quote_) return Found::kBrokenObject;
  if (found == Found::kBadRecord) json = row_text();
  if (found != Found::kRecord) return found;
  if (fields_.size() != headers_.size()) {
    problem = messages::kColumns;
    json = row_text();
    return Found::kBadRecord;
  }
  if (!std::ranges::all_of(fields_, [](const std::string& field) { return is_utf8(field); })) {
    problem = messages::kNotUtf8;
    return Found::kBadRecord;
  }
  write_item(json);
  return Found::kRecord;
}

Found CsvRows::read_header(std::string& problem) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (characters_.peek() == static_cast<unsigned char>(kByteOrderMark[0])) {
    for (const char c : kByteOrderMark) {
      if (!characters_.take_if(c)) {
        problem = messages::kNotUtf8;
        return Found::kBrokenObject;
      }
    }
  }
  if (headers_.empty()) {
    const Found found = read_row(problem);
    if (found == Found::kBadRecord) return Found::kBrokenObject;
    if (found != Found::kRecord) return found;
    headers_ = fields_;
  }
  return take_headers(problem) ? Found::kRecord : Found::kBrokenObject;
}

bool CsvRows::take_headers(std::string& problem) {
  for (std::size_t i = 0; i < headers_.size(); ++i) {
    const std::string& header = headers_[i];
    const auto end = headers_.begin() + static_cast<std::ptrdiff_t>(i);
    if (header.empty()) {
      problem = messages::kEmptyHeader;
    } else if (!is_utf8(header)) {
      problem = messages::kNotUtf8;
    } else if (std::find(headers_.begin(), end, header) != end) {
      problem = messages::kDuplicateHeader;
    }
    const auto typed = std::ranges::find(options_.types, header, &keys::KeyAttribute::name);
    types_.push_back(typed == options_.types.end() ? "S" : value::type_name(typed->type));
  }
  return problem.empty();
}

Found CsvRows::read_row(std::string& problem) {
  while (true) {
    fields_.clear();
    if (characters_.peek() == Characters::kEnd) return Found::kEnd;
    const std::uint64_t start = characters_.taken();
    while (true) {
      if (!read_field(problem)) {
        skip_row();
        return Found::kBadRecord;
      }
      if (characters_.taken() - start > kMaxRecordBytes) {
        problem = messages::kTooLong;
        return Found::kBrokenObject;
      }
      if (at_row_end()) break;
      characters_.take();  // The delimiter.
    }
    if (fields_.size() > 1 || !fields_[0].empty()) return Found::kRecord;
  }
}

// Takes the newline, if there is one.
bool CsvRows::at_row_end() {
  characters_.take_if('\r');
  return characters_.take_if('\n') || characters_.peek() == Characters::kEnd;
}

// Ends before the delimiter or the newline.
bool CsvRows::read_field(std::string& problem) {
  std::string field;
  if (characters_.take_if('"')) {
    if (!read_quoted(field, problem)) {
      fields_.push_back(std::move(field));
      return false;
    }
  } else {
    while (true) {
      const int c = characters_.peek();
      if (c == '"') {
        problem = messages::kQuoteInField;
        fields_.push_back(std::move(field));
        return false;
      }
      const bool ends = c == options_.delimiter || c == '\n' || c == Characters::kEnd;
      if (ends || field.size() > kMaxRecordBytes) break;
      field += static_cast<char>(characters_.take());
    }
    // The CR of a CR LF.
    if (characters_.peek() != options_.delimiter && field.ends_with('\r')) field.pop_back();
  }
  fields_.push_back(std::move(field));
  return true;
}

bool CsvRows::read_quoted(std::string& field, std::string& problem) {
  while (true) {
    const int c = characters_.take();
    if (c == Characters::kEnd || field.size() > kMaxRecordBytes) {
      problem = messages::kOpenQuote;
      open_quote_ = true;
      return false;
    }
    if (c == '"' && !characters_.take_if('"')) break;
    field += static_cast<char>(c);
  }
  const int behind = characters_.peek();
  const bool ends = behind == options_.delimiter || behind == '\r' || behind == '\n' ||
                    behind == Characters::kEnd;
  if (!ends) problem = messages::kQuoteInField;
  return ends;
}

// What is left of the row goes to the last field.
void CsvRows::skip_row() {
  for (int c = characters_.take(); c != '\n' && c != Characters::kEnd; c = characters_.take()) {
    if (fields_.back().size() < kMaxRecordBytes) fields_.back() += static_cast<char>(c);
  }
}

// Of a bad row, so that whoever looks for it can find it. A text that is not UTF-8 has no place in
// messages.
std::string CsvRows::row_text() const {
  std::string text;
  for (const std::string& field : fields_) {
    if (&field != &fields_.front()) text += options_.delimiter;
    text += field;
  }
  return is_utf8(text) ? text : std::string();
}

void CsvRows::write_item(std::string& json) {
  writer_.clear();
  writer_.begin_object();
  writer_.plain_key("Item");
  writer_.begin_object();
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    if (fields_[i].empty()) continue;
    writer_.key(headers_[i]);
    writer_.begin_object();
    writer_.plain_key(types_[i]);
    writer_.string(fields_[i]);
    writer_.end_object();
  }
  writer_.end_object();
  writer_.end_object();
  json = writer_.text();
}

}  // namespace magneto::internal::formats
