// SPDX-License-Identifier: Apache-2.0
//
// Output: prints items in one of the forms of --output:
//
//   table          columns for people; long values are cut
//   json           one array of plain JSON
//   jsonl          plain JSON, one item per line
//   dynamodb-json  DynamoDB's JSON, one item per line: every type kept
//   csv            RFC 4180, a header first; lists, maps and sets as JSON, bytes in base64
//   yaml           a list of maps
//
// Columns that are not named, and a table's widths, are those of the first thousand items (or megabytes
// of them): these are held, the others are printed as they come. What an item has beyond the columns is
// left out, and counted. Not thread safe.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "magneto/value.h"

namespace magneto::internal::commands {

class Output {
 public:
  /// `form` is a word of above. `file` outlives it.
  Output(std::string form, std::FILE* file) : form_(std::move(form)), file_(file) {}

  /// Exactly these columns, in this order.
  void columns(std::vector<std::string> names);
  /// These first, then the others by name.
  void first(std::vector<std::string> names) { first_ = std::move(names); }

  void item(Item item);
  /// What is left to print. REQUIRES: called once, last.
  void finish();
  /// Items with attributes for which there was no column, and the first of these attributes. None
  /// where the columns were chosen.
  /// Printed, once it is finished.
  std::size_t items() const { return printed_; }
  std::size_t cut_items() const { return cut_; }
  const std::string& cut_attribute() const { return cut_attribute_; }
  /// Whether everything could be written so far.
  bool good() const { return std::ferror(file_) == 0; }

 private:
  void line(const std::string& text);
  void print(const Item& item);
  bool is_held(const Item& item);
  void begin_rows();
  std::vector<std::string> all_columns() const;
  void note_cut(const Item& item);
  void table_row(const Item& item);
  void print_row(const std::vector<std::string>& cells);
  void begin_table();
  void csv_header(const std::vector<std::string>& columns);
  void csv_row(const Item& item, const std::vector<std::string>& columns);

  std::string form_;
  std::FILE* file_;
  std::vector<std::string> columns_;
  std::vector<std::string> first_;
  std::vector<Item> held_;
  std::size_t held_bytes_ = 0;
  bool begun_ = false;   // the rows' columns are decided
  bool chosen_ = false;  // by the user
  std::vector<std::size_t> widths_;
  std::vector<bool> right_;  // columns of numbers
  std::size_t printed_ = 0;
  std::size_t cut_ = 0;
  std::string cut_attribute_;
};

/// A cell of a table or CSV: texts as they are, bytes in base64, the rest as JSON; nothing for an
/// attribute that is not there.
std::string cell_text(const Value* value);
/// RFC 4180.
std::string csv_field(const std::string& text);
/// One item as an element of a YAML list.
std::string yaml_element(const Item& item);

}  // namespace magneto::internal::commands
