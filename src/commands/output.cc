// SPDX-License-Identifier: Apache-2.0
#include "commands/output.h"

#include <algorithm>
#include <set>
#include <utility>

#include "commands/binary_text.h"
#include "magneto/json.h"

namespace magneto::internal::commands {
namespace {

constexpr std::size_t kWidestColumn = 60;
constexpr std::size_t kHeldItems = 1'000;
constexpr std::size_t kHeldBytes = std::size_t{1} << 20;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::size_t letters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

/// On one line, without anything that a terminal would obey, and not too long.
std::string shown(const std::string& text) {
  std::string made;
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (width >= kWidestColumn - 1) return made + "\xE2\x80\xA6";
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) {
      constexpr char kHex[] = "0123456789abcdef";
      made += std::string("\\x") + kHex[byte >> 4U] + kHex[byte & 0xFU];
      width += 4;
      ++i;
      continue;
    }
    do made += text[i++];
    while (i < text.size() && is_continuation(text[i]));
    ++width;
  }
  return made;
}

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::string blanks(width - std::min(width, letters(text)), ' ');
  return right ? blanks + text : text + blanks;
}

}  // namespace

std::string cell_text(const Value* value) {
  if (value == nullptr) return {};
  if (const std::string* text = value->get_if<std::string>()) return *text;
  if (const Binary* bytes = value->get_if<Binary>()) return base64_of(*bytes);
  return to_plain_json(*value);
}

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string made = "\"";
  for (const char c : text) made += c == '"' ? std::string("\"\"") : std::string(1, c);
  return made + '"';
}

void Output::columns(std::vector<std::string> names) {
  columns_ = std::move(names);
  chosen_ = !columns_.empty();
}

void Output::line(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), file_);
  std::fputc('\n', file_);
}

void Output::item(Item item) {
  if (is_held(item)) {
    held_.push_back(std::move(item));
    return;
  }
  print(item);
  ++printed_;
}

/// Of tables and CSV the first items are, until enough of them are there to decide the columns.
bool Output::is_held(const Item& item) {
  if (form_ != "table" && form_ != "csv") return false;
  if (begun_ || (form_ == "csv" && chosen_)) return false;
  held_bytes_ += to_plain_json(item).size();
  if (held_.size() < kHeldItems && held_bytes_ < kHeldBytes) return true;
  begin_rows();
  return false;
}

void Output::begin_rows() {
  begun_ = true;
  columns_ = all_columns();
  if (form_ == "table") begin_table();
  for (const Item& item : std::exchange(held_, {})) {
    print(item);
    ++printed_;
  }
}

void Output::print(const Item& item) {
  if (form_ == "json") {
    std::fputs(printed_ == 0 ? "[\n" : ",\n", file_);
    const std::string text = to_plain_json(item);
    std::fwrite(text.data(), 1, text.size(), file_);
  } else if (form_ == "dynamodb-json") {
    line(to_json(item));
  } else if (form_ == "yaml") {
    const std::string text = yaml_element(item);
    std::fwrite(text.data(), 1, text.size(), file_);
  } else if (form_ == "csv") {
    if (printed_ == 0) csv_header(columns_);
    csv_row(item, columns_);
    note_cut(item);
  } else if (form_ == "table") {
    table_row(item);
    note_cut(item);
  } else {
    line(to_plain_json(item));
  }
}

void Output::finish() {
  if (form_ == "json") std::fputs(printed_ == 0 ? "[]\n" : "\n]\n", file_);
  if (form_ == "yaml" && printed_ == 0) std::fputs("[]\n", file_);
  if (!held_.empty()) begin_rows();
  if (form_ == "csv" && printed_ == 0 && columns_.empty()) columns_ = first_;
  // A header is what is left to say of no items.
  if (form_ == "csv" && printed_ == 0 && !columns_.empty()) csv_header(columns_);
  std::fflush(file_);
}

std::vector<std::string> Output::all_columns() const {
  if (!columns_.empty()) return columns_;
  std::set<std::string> names;
  for (const Item& item : held_) {
    for (const Member& member : item) names.insert(member.name);
  }
  std::vector<std::string> all;
  for (const std::string& name : first_) {
    if (names.erase(name) != 0) all.push_back(name);
  }
  all.insert(all.end(), names.begin(), names.end());
  return all;
}

void Output::csv_header(const std::vector<std::string>& columns) {
  std::string text;
  for (const std::string& name : columns) text += (text.empty() ? "" : ",") + csv_field(name);
  line(text);
}

void Output::csv_row(const Item& item, const std::vector<std::string>& columns) {
  std::string text;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i != 0) text += ',';
    text += csv_field(cell_text(item.find(columns[i])));
  }
  line(text);
}

void Output::note_cut(const Item& item) {
  if (chosen_) return;
  const auto has_none = [this](const Member& member) {
    return std::find(columns_.begin(), columns_.end(), member.name) == columns_.end();
  };
  const auto found = std::find_if(item.begin(), item.end(), has_none);
  if (found == item.end()) return;
  if (cut_++ == 0) cut_attribute_ = std::string((*found).name);
}

/// The header, as wide as what is held.
void Output::begin_table() {
  right_.assign(columns_.size(), true);
  widths_.clear();
  std::vector<std::string> names;
  for (const std::string& name : columns_) {
    names.push_back(shown(name));
    widths_.push_back(letters(names.back()));
  }
  for (const Item& item : held_) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const Value* value = item.find(columns_[i]);
      widths_[i] = std::max(widths_[i], letters(shown(cell_text(value))));
      right_[i] = right_[i] && (value == nullptr || value->get_if<Number>() != nullptr);
    }
  }
  print_row(names);
  std::vector<std::string> rule;
  for (const std::size_t width : widths_) rule.emplace_back(width, '-');
  print_row(rule);
}

void Output::table_row(const Item& item) {
  std::vector<std::string> cells;
  for (const std::string& name : columns_) cells.push_back(shown(cell_text(item.find(name))));
  print_row(cells);
}

void Output::print_row(const std::vector<std::string>& cells) {
  std::string text;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    text += (i == 0 ? "" : "  ") + padded(cells[i], widths_[i], right_[i]);
  }
  while (text.ends_with(' ')) text.pop_back();
  line(text);
}

}  // namespace magneto::internal::commands
