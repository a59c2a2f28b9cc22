// SPDX-License-Identifier: Apache-2.0
#include "formats/ion_text.h"

#include "base/utf8.h"
#include "formats/messages.h"

namespace magneto::internal::formats {
namespace {

// More than items can have, so that the decoder finds what is too deep; and few enough for a stack.
constexpr int kMaxDepth = 200;

bool is_word_start(int c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}
bool is_digit(int c) { return c >= '0' && c <= '9'; }

bool is_space(int c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

// What a number or a timestamp may consist of.
bool is_number_part(int c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' ||
         c == '+' || c == '-' || c == ':';
}

// The text of an N: without underscores, with an exponent that begins with "e". Nothing when the
// token is a timestamp or an integer in another base.
std::optional<std::string> number_text(std::string_view token) {
  std::string text;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const char c = token[i];
    if (c == '_') continue;
    if (c == 'd' || c == 'D' || c == 'e' || c == 'E') {
      text += 'e';
      continue;
    }
    const bool sign = c == '-' && (i == 0 || text.back() == 'e');
    const bool plus = c == '+' && i != 0 && text.back() == 'e';
    if (!is_digit(c) && c != '.' && !sign && !plus) return std::nullopt;
    text += c;
  }
  return text;
}

void append_utf8(std::uint32_t code, std::string& to) {
  const auto rest = [&to, code](int shift) {
    to += static_cast<char>(0x80 | ((code >> shift) & 0x3F));
  };
  if (code < 0x80) {
    to += static_cast<char>(code);
  } else if (code < 0x800) {
    to += static_cast<char>(0xC0 | (code >> 6));
    rest(0);
  } else if (code < 0x10000) {
    to += static_cast<char>(0xE0 | (code >> 12));
    rest(6);
    rest(0);
  } else {
    to += static_cast<char>(0xF0 | (code >> 18));
    rest(12);
    rest(6);
    rest(0);
  }
}

}  // namespace

Found IonText::next(std::string& json, std::string& problem) {
  problem_.clear();
  writer_.clear();
  start_ = characters_.taken();
  const auto broken = [&] {
    problem = within_limit() ? messages::kNoIon : messages::kTooLong;
    return Found::kBrokenObject;
  };
  while (true) {
    if (!skip_space()) return broken();
    start_ = characters_.taken();
    const int c = characters_.peek();
    if (c == Characters::kEnd) return in_list_ ? broken() : Found::kEnd;
    if (c == '$') {
      std::string word;
      if (!read_word(word) || word != "$ion_1_0" || in_list_) return broken();
    } else if (c == '[' && !in_list_) {
      characters_.take();
      in_list_ = true;
    } else if (c == ']' && in_list_) {
      characters_.take();
      in_list_ = false;
    } else {
      break;
    }
  }
  if (!read_record()) return broken();
  if (in_list_) {
    bool ended = false;
    if (!take_separator(']', ended)) return broken();
    in_list_ = !ended;
  }
  json = writer_.text();
  if (problem_.empty()) return Found::kRecord;
  problem = problem_;
  return Found::kBadRecord;
}

bool IonText::read_record() {
  if (characters_.peek() == '{') {
    characters_.take();
    if (characters_.peek() != '{') return read_struct(Form::kPlain, 0, true);
    problem_ = messages::kNoStruct;
    return read_lob(Form::kNothing);
  }
  problem_ = messages::kNoStruct;
  return read_value(Form::kNothing, 0);
}

// White space and comments.
bool IonText::skip_space() {
  while (true) {
    while (is_space(characters_.peek())) characters_.take();
    if (characters_.peek() != '/') return true;
    characters_.take();
    if (characters_.take_if('/')) {
      int c = characters_.take();
      while (c != '\n' && c != Characters::kEnd) c = characters_.take();
    } else if (characters_.take_if('*')) {
      int before = 0;
      for (int c = characters_.take(); before != '*' || c != '/'; c = characters_.take()) {
        if (c == Characters::kEnd) return false;
        before = c;
      }
    } else {
      return false;
    }
  }
}

bool IonText::read_value(Form form, int depth) {
  if (depth > kMaxDepth || !skip_space() || !within_limit()) return false;
  const int c = characters_.peek();
  std::string text;
  if (c == '"') {
    if (!read_text(text)) return false;
    write_scalar(form, "S", text);
    return true;
  }
  if (c == '[') {
    characters_.take();
    return read_list(form, depth);
  }
  if (c == '{') {
    characters_.take();
    return characters_.peek() == '{' ? read_lob(form) : read_struct(form, depth, false);
  }
  if (is_digit(c) || c == '-' || c == '+') return read_number(form);
  if (c == '\'') {
    characters_.take();
    if (characters_.take_if('\'')) {
      if (!characters_.take_if('\'')) return false;  // An empty symbol.
      if (!read_long_text(text)) return false;
      write_scalar(form, "S", text);
      return true;
    }
    if (!read_quoted('\'', text)) return false;
    return read_annotated(std::move(text), form, depth);
  }
  if (!read_word(text)) return false;
  if (text == "true" || text == "false") {
    write_word(form, "BOOL", text);
    return true;
  }
  if (text == "null") {
    if (characters_.take_if('.') && !read_word(text)) return false;
    write_word(form, "NULL", "true");
    return true;
  }
  if (text == "nan") {
    wrong_type();
    write_word(form, "NULL", "true");
    return true;
  }
  return read_annotated(std::move(text), form, depth);
}

// Behind a symbol, which may be an annotation. (Without a "::" it is a value of the type symbol.)
bool IonText::read_annotated(std::string annotation, Form form, int depth) {
  if (!skip_space()) return false;
  if (!characters_.take_if(':')) {
    wrong_type();
    write_word(form, "NULL", "true");
    return true;
  }
  if (!characters_.take_if(':') || !skip_space()) return false;
  const bool is_set =
      annotation == "$dynamodb_SS" || annotation == "$dynamodb_NS" || annotation == "$dynamodb_BS";
  if (is_set && form == Form::kAttributeValue && characters_.peek() == '[') {
    characters_.take();
    return read_set(annotation, depth);
  }
  wrong_type();
  return read_value(form, depth + 1);
}

bool IonText::read_set(std::string_view annotation, int depth) {
  const std::string_view type = annotation.substr(annotation.size() - 2);
  writer_.begin_object();
  writer_.plain_key(type);
  writer_.begin_array();
  while (true) {
    bool ended = false;
    if (!skip_space()) return false;
    if (characters_.take_if(']')) break;
    // A number is a string in a set of DynamoDB's JSON; what does not belong there is found by the
    // decoder.
    const int c = characters_.peek();
    const bool fits = type == "SS"   ? c == '"' || c == '\''
                      : type == "BS" ? c == '{'
                                     : is_digit(c) || c == '-' || c == '+';
    if (!fits) wrong_type();
    if (!read_value(Form::kPlain, depth + 1)) return false;
    if (!take_separator(']', ended)) return false;
    if (ended) break;
  }
  writer_.end_array();
  writer_.end_object();
  return true;
}

// Behind an element: "," or the end, which is taken.
bool IonText::take_separator(char end, bool& ended) {
  if (!skip_space()) return false;
  ended = characters_.take_if(end);
  return ended || characters_.take_if(',');
}

bool IonText::read_list(Form form, int depth) {
  if (form == Form::kAttributes) {
    wrong_type();
    form = Form::kNothing;
  }
  if (form == Form::kAttributeValue) {
    writer_.begin_object();
    writer_.plain_key("L");
  }
  if (form != Form::kNothing) writer_.begin_array();
  while (true) {
    bool ended = false;
    if (!skip_space()) return false;
    if (characters_.take_if(']')) break;
    if (!read_value(form, depth + 1)) return false;
    if (!take_separator(']', ended)) return false;
    if (ended) break;
  }
  if (form != Form::kNothing) writer_.end_array();
  if (form == Form::kAttributeValue) writer_.end_object();
  return true;
}

bool IonText::read_struct(Form form, int depth, bool is_record) {
  const Form of_values = form == Form::kAttributes ? Form::kAttributeValue : form;
  if (form == Form::kAttributeValue) {
    writer_.begin_object();
    writer_.plain_key("M");
  }
  if (form != Form::kNothing) writer_.begin_object();
  while (true) {
    bool ended = false;
    if (!skip_space()) return false;
    if (characters_.take_if('}')) break;
    std::string name;
    if (!read_field_name(name) || !skip_space() || !characters_.take_if(':')) return false;
    if (form != Form::kNothing) writer_.key(name);
    if (!read_member(is_record, name, of_values, depth + 1)) return false;
    if (!take_separator('}', ended)) return false;
    if (ended) break;
  }
  if (form != Form::kNothing) writer_.end_object();
  if (form == Form::kAttributeValue) writer_.end_object();
  return true;
}

// Of a record, some members are items; one may be a record itself, in incremental exports.
bool IonText::read_member(bool of_record, std::string_view name, Form form, int depth) {
  if (!of_record) return read_value(form, depth);
  if (name == "Record" && skip_space() && characters_.take_if('{')) {
    return characters_.peek() == '{' ? read_lob(form) : read_struct(form, depth, true);
  }
  const bool is_item = name == "Item" || name == "ExpressionAttributeValues" || name == "Keys" ||
                       name == "NewImage" || name == "OldImage";
  return read_value(is_item ? Form::kAttributes : form, depth);
}

bool IonText::read_field_name(std::string& name) {
  const int c = characters_.peek();
  if (c == '"') return read_text(name);
  if (c != '\'') return read_word(name);
  characters_.take();
  if (!characters_.take_if('\'')) return read_quoted('\'', name);
  if (!characters_.take_if('\'')) return true;  // The empty symbol.
  return read_long_text(name);
}

bool IonText::read_number(Form form) {
  std::string token;
  while (is_number_part(characters_.peek()) && token.size() < kMaxRecordBytes) {
    token += static_cast<char>(characters_.take());
  }
  const std::optional<std::string> text = number_text(token);
  if (!text) wrong_type();
  write_scalar(form, "N", text ? *text : "0");
  return true;
}

// Behind the first of two braces.
bool IonText::read_lob(Form form) {
  characters_.take();
  std::string text;
  while (is_space(characters_.peek())) characters_.take();
  if (characters_.peek() == '"' || characters_.peek() == '\'') {
    const bool is_short = characters_.peek() == '"';
    wrong_type();  // A clob.
    characters_.take();
    if (!is_short && !(characters_.take_if('\'') && characters_.take_if('\''))) return false;
    if (is_short ? !read_quoted('"', text) : !read_long_text(text)) return false;
    while (is_space(characters_.peek())) characters_.take();
    text.clear();
  } else if (!read_blob_text(text)) {
    return false;
  }
  if (!characters_.take_if('}') || !characters_.take_if('}')) return false;
  write_scalar(form, "B", text);
  return true;
}

bool IonText::read_blob_text(std::string& text) {
  while (characters_.peek() != '}') {
    const int c = characters_.take();
    if (c == Characters::kEnd || !within_limit()) return false;
    const bool is_base64 = is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           c == '+' || c == '/' || c == '=';
    if (is_base64) {
      text += static_cast<char>(c);
    } else if (!is_space(c)) {
      return false;
    }
  }
  return true;
}

bool IonText::read_text(std::string& text) {
  characters_.take();
  return read_quoted('"', text);
}

// Behind the opening quote, up to behind the closing one.
bool IonText::read_quoted(char quote, std::string& text) {
  while (true) {
    const int c = characters_.take();
    if (c == quote) return is_utf8(text);
    if (c == Characters::kEnd || c == '\n' || c == '\r' || !within_limit()) return false;
    if (c != '\\') {
      text += static_cast<char>(c);
    } else if (!read_escape(text)) {
      return false;
    }
  }
}

// Behind the three opening quotes. Several long texts, one behind the other, are one.
bool IonText::read_long_text(std::string& text) {
  while (true) {
    int quotes = 0;
    while (quotes < 3) {
      const int c = characters_.take();
      if (c == Characters::kEnd || !within_limit()) return false;
      if (c == '\'') {
        ++quotes;
        continue;
      }
      text.append(static_cast<std::size_t>(quotes), '\'');
      quotes = 0;
      if (c == '\r') {
        characters_.take_if('\n');
        text += '\n';
      } else if (c != '\\') {
        text += static_cast<char>(c);
      } else if (!read_escape(text)) {
        return false;
      }
    }
    if (!skip_space()) return false;
    if (!characters_.take_if('\'')) return is_utf8(text);
    if (!characters_.take_if('\'') || !characters_.take_if('\'')) return false;
  }
}

// Behind the backslash.
bool IonText::read_escape(std::string& text) {
  constexpr std::string_view kNames = "0abtnfrv?'\"/\\";
  constexpr std::string_view kMeanings{"\0\a\b\t\n\f\r\v?'\"/\\", 13};
  const int c = characters_.take();
  if (c == '\n') return true;
  if (c == '\r') {
    characters_.take_if('\n');
    return true;
  }
  if (c == 'x' || c == 'u' || c == 'U') {
    std::uint32_t code = 0;
    if (!read_code_point(c == 'x' ? 2 : c == 'u' ? 4 : 8, code)) return false;
    if (code >= 0xD800 && code < 0xDC00) {
      // The first half of a pair of UTF-16.
      std::uint32_t low = 0;
      if (!characters_.take_if('\\') || !characters_.take_if('u') || !read_code_point(4, low))
        return false;
      if (low < 0xDC00 || low > 0xDFFF) return false;
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
    append_utf8(code, text);
    return true;
  }
  const std::size_t named =
      c == Characters::kEnd ? std::string_view::npos : kNames.find(static_cast<char>(c));
  if (named == std::string_view::npos) return false;
  text += kMeanings[named];
  return true;
}

bool IonText::read_code_point(int digits, std::uint32_t& to) {
  to = 0;
  for (int i = 0; i < digits; ++i) {
    const int c = characters_.take();
    const int digit = is_digit(c)            ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return false;
    to = to * 16 + static_cast<std::uint32_t>(digit);
  }
  return true;
}

bool IonText::read_word(std::string& word) {
  word.clear();
  if (!is_word_start(characters_.peek())) return false;
  while (is_word_start(characters_.peek()) || is_digit(characters_.peek())) {
    if (word.size() == kMaxRecordBytes) return false;
    word += static_cast<char>(characters_.take());
  }
  return true;
}

void IonText::wrong_type() {
  if (problem_.empty()) problem_ = messages::kIonType;
}

void IonText::write_scalar(Form form, std::string_view type, std::string_view text) {
  if (form == Form::kNothing) return;
  if (form == Form::kAttributes) wrong_type();
  if (form != Form::kPlain) {
    writer_.begin_object();
    writer_.plain_key(type);
  }
  writer_.string(text);
  if (form != Form::kPlain) writer_.end_object();
}

void IonText::write_word(Form form, std::string_view type, std::string_view json) {
  if (form == Form::kNothing) return;
  if (form == Form::kAttributes) wrong_type();
  if (form == Form::kPlain) {
    writer_.raw(type == "NULL" ? "null" : json);
    return;
  }
  writer_.begin_object();
  writer_.plain_key(type);
  writer_.raw(json);
  writer_.end_object();
}

}  // namespace magneto::internal::formats
