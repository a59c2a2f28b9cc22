// SPDX-License-Identifier: Apache-2.0
//
// CSV as imports take it:
//
//   object := [byte order mark] [header] { row }
//   row    := field { delimiter field } (newline | end)          newline: LF or CR LF
//   field  := { any byte but delimiter, newline and quote }
//           | " { any byte but quote | "" } "                     newlines too
//
// Empty rows are passed over. A row that is wrong in itself (a quote where none may stand, more or
// fewer columns than headers) is a bad record; the next row is read. A quoted field without an end
// and a wrong header end the object.
#pragma once

#include <vector>

#include "formats/characters.h"
#include "formats/record_reader.h"
#include "json/json_writer.h"

namespace magneto::internal::formats {

class CsvRows : public TextReader {
 public:
  CsvRows(std::unique_ptr<objects::ByteSource> source, const CsvOptions& options);

  Found next(std::string& json, std::string& problem) override;
  std::uint64_t bytes_read() const override { return characters_.taken(); }
  const std::optional<Error>& source_error() const override { return characters_.error(); }

 private:
  // These give kRecord when there was one.
  Found read_header(std::string& problem);
  Found read_row(std::string& problem);
  bool read_field(std::string& problem);
  bool read_quoted(std::string& field, std::string& problem);
  bool at_row_end();
  void skip_row();
  std::string row_text() const;
  bool take_headers(std::string& problem);
  void write_item(std::string& json);

  Characters characters_;
  const CsvOptions options_;
  std::vector<std::string> headers_;
  std::vector<std::string_view> types_;  // "S", "N" or "B" of each column.
  std::vector<std::string> fields_;      // Of the row.
  bool started_ = false;
  bool open_quote_ = false;
  json::JsonWriter writer_;
};

}  // namespace magneto::internal::formats
