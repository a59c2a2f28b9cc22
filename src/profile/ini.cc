// SPDX-License-Identifier: Apache-2.0
#include "profile/ini.h"

#include <algorithm>
#include <set>
#include <utility>

namespace magneto::internal::profile {
namespace {

constexpr std::string_view kDefaultSection = "DEFAULT";
constexpr std::string_view kBlanks = " \t\n\r\v\f\x1c\x1d\x1e\x1f";
constexpr std::string_view kLineEnds = "\n\r\v\f\x1c\x1d\x1e";

std::string_view strip_end(std::string_view text) {
  std::size_t last = text.find_last_not_of(kBlanks);
  return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

std::string_view strip(std::string_view text) {
  std::size_t first = text.find_first_not_of(kBlanks);
  return first == std::string_view::npos ? std::string_view() : strip_end(text.substr(first));
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lowered;
}

/// The length of the UTF-8 sequence that `text` begins with, 0 when it begins with none.
std::size_t sequence_length(std::string_view text) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned char lead = byte(0);
  std::size_t length = lead < 0x80   ? 1
                       : lead < 0xC2 ? 0
                       : lead < 0xE0 ? 2
                       : lead < 0xF0 ? 3
                       : lead < 0xF5 ? 4
                                     : 0;
  if (length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0) != 0x80) return 0;
  // Overlong forms, surrogates, and what is beyond U+10FFFF.
  if ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F) ||
      (lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F))
    return 0;
  return length;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    std::size_t length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

/// Takes a line from `rest`, which ends with LF, CR or CR LF.
std::string_view take_line(std::string_view& rest) {
  std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
  std::string_view line = rest.substr(0, end);
  std::size_t ending = rest.substr(end).starts_with("\r\n") ? 2 : 1;
  rest.remove_prefix(std::min(end + ending, rest.size()));
  return line;
}

Error wrong_line(std::size_t number, std::string_view what) {
  return Error(ErrorCode::kInvalidArgument,
               "line " + std::to_string(number) + " " + std::string(what));
}

class Parser {
 public:
  Result<std::vector<Section>> run(std::string_view text) {
    while (!text.empty()) {
      ++number_;
      MAGNETO_RETURN_IF_ERROR(take(take_line(text)));
    }
    MAGNETO_RETURN_IF_ERROR(finish(defaults_));
    for (Section& section : sections_) {
      MAGNETO_RETURN_IF_ERROR(finish(section));
      section.settings.insert(defaults_.settings.begin(), defaults_.settings.end());
    }
    return std::move(sections_);
  }

 private:
  Result<void> take(std::string_view line) {
    std::string_view content = strip(line);
    if (content.starts_with('#') || content.starts_with(';')) return {};
    if (content.empty()) {
      if (value_) value_->text += '\n';
      return {};
    }
    std::size_t indent = line.find_first_not_of(kBlanks);
    if (value_ && indent > indent_) {
      (value_->text += '\n') += content;
      return {};
    }
    indent_ = indent;
    std::size_t close = content.rfind(']');
    if (content.starts_with('[') && close != std::string_view::npos && close > 1)
      return begin_section(content.substr(1, close - 1));
    if (!in_section_) return wrong_line(number_, "stands before the first section");
    return take_setting(content);
  }

  Result<void> begin_section(std::string_view name) {
    value_ = nullptr;
    in_section_ = true;
    in_default_ = name == kDefaultSection;
    name_ = name;
    if (in_default_) return {};
    if (!names_.insert(std::string(name)).second)
      return wrong_line(number_, "begins the section [" + std::string(name) + "] a second time");
    sections_.push_back({std::string(name), {}});
    return {};
  }

  Result<void> take_setting(std::string_view content) {
    std::size_t delimiter = content.find_first_of("=:");
    if (delimiter == std::string_view::npos)
      return wrong_line(number_, "is neither a section nor \"key = value\"");
    std::string key = lower(strip(content.substr(0, delimiter)));
    if (key.empty()) return wrong_line(number_, "has no key before its delimiter");
    Settings& settings = in_default_ ? defaults_.settings : sections_.back().settings;
    auto [at, added] = settings.try_emplace(key);
    if (!added) return wrong_line(number_, "sets \"" + key + "\" a second time in [" + name_ + "]");
    value_ = &at->second;
    value_->text = strip(content.substr(delimiter + 1));
    return {};
  }

  /// What follows the last line: ends of values are stripped, nested settings read.
  static Result<void> finish(Section& section) {
    for (auto& [key, setting] : section.settings) {
      setting.text = strip_end(setting.text);
      if (!setting.text.starts_with('\n')) continue;
      std::string_view rest = setting.text;
      while (!rest.empty()) {
        std::size_t end = std::min(rest.find_first_of(kLineEnds), rest.size());
        std::string_view line = strip(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.empty()) continue;
        std::size_t equals = line.find('=');
        if (equals == std::string_view::npos)
          return Error(ErrorCode::kInvalidArgument,
                       "a line below \"" + key + "\" in [" + section.name + "] has no \"=\"");
        setting.nested.insert_or_assign(std::string(strip(line.substr(0, equals))),
                                        std::string(strip(line.substr(equals + 1))));
      }
    }
    return {};
  }

  std::vector<Section> sections_;
  Section defaults_{std::string(kDefaultSection), {}};
  std::set<std::string> names_;
  std::string name_;
  std::size_t number_ = 0;
  std::size_t indent_ = 0;
  bool in_section_ = false;
  bool in_default_ = false;
  Setting* value_ = nullptr;  ///< Of the latest key: continuations are added to it.
};

}  // namespace

Result<std::vector<Section>> parse_ini(std::string_view text) {
  if (!is_utf8(text)) return Error(ErrorCode::kInvalidArgument, "it is not UTF-8");
  return Parser().run(text);
}

const std::string* find_text(const Settings& settings, std::string_view key) {
  auto found = settings.find(key);
  return found == settings.end() ? nullptr : &found->second.text;
}

}  // namespace magneto::internal::profile
