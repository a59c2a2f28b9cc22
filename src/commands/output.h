// SPDX-License-Identifier: Apache-2.0
//
// Output: prints items in one of the forms of --output:
//
//   table          columns for people; long values are cut
//   json           one array of plain JSON
//   jsonl          plain JSON, an item a line
//   dynamodb-json  DynamoDB's JSON, an item a line: every type kept
//   csv            RFC 4180, a header first; lists, maps and sets as JSON, bytes in base64
//   yaml           a list of maps
//
// Without columns of its own, a table or CSV is printed at the end, when all columns are known: it holds
// the items until then. The other forms print each item at once. Not thread safe.
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
  /// Whether everything could be written so far.
  bool good() const { return std::ferror(file_) == 0; }

 private:
  void line(const std::string& text);
  void print(const Item& item);
  std::vector<std::string> all_columns() const;
  void print_table(const std::vector<std::string>& columns);
  void csv_header(const std::vector<std::string>& columns);
  void csv_row(const Item& item, const std::vector<std::string>& columns);

  std::string form_;
  std::FILE* file_;
  std::vector<std::string> columns_;
  std::vector<std::string> first_;
  std::vector<Item> held_;
  std::size_t printed_ = 0;
};

/// A cell of a table or CSV: texts as they are, bytes in base64, the rest as JSON; nothing for an
/// attribute that is not there.
std::string cell_text(const Value* value);
/// RFC 4180.
std::string csv_field(const std::string& text);
/// One item as an element of a YAML list.
std::string yaml_element(const Item& item);

}  // namespace magneto::internal::commands
