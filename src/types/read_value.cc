// SPDX-License-Identifier: Apache-2.0
#include "base/base64.h"
#include "types/value_json.h"

namespace magneto::internal::types {
namespace {

using simdjson::SUCCESS;
using Json = simdjson::dom::element;

/// The service nests 32 levels; an answer that goes deeper is not believed.
constexpr int kMaxLevels = 64;

class Reader {
 public:
  explicit Reader(std::string& error) : error_(error) {}

  bool map(Json json, Map& to, int levels) {
    simdjson::dom::object object;
    if (json.get(object) != SUCCESS) return fail("an object of attributes was expected");
    if (levels > kMaxLevels) return fail("the value is nested too deeply");
    to.reserve(object.size());
    for (const auto [name, member] : object) {
      std::string_view text;
      if (is_string(member, text)) {  // What most attributes are goes straight into its place.
        to.append(std::string(name), text);
        continue;
      }
      Value value;
      if (!this->value(member, value, levels)) {
        return fail(std::string(name) + (error_[0] == '[' || error_[0] == '.' ? "" : ": ") +
                    error_);
      }
      to.append(std::string(name), std::move(value));
    }
    return true;
  }

  bool value(Json json, Value& to, int levels) {
    simdjson::dom::object object;
    if (json.get(object) != SUCCESS || object.size() != 1) {
      return fail("an object with one member, the type, was expected");
    }
    const auto [type, held] = *object.begin();
    if (type == "S") return string(held, to);
    if (type == "N") return number(held, to);
    if (type == "M") {
      Map map;
      if (!this->map(held, map, levels + 1)) return false;
      to = std::move(map);
      return true;
    }
    if (type == "L") return list(held, to, levels + 1);
    if (type == "BOOL") return boolean(held, to);
    if (type == "NULL") return null(held, to);
    if (type == "B") return binary(held, to);
    return set(type, held, to);
  }

 private:
  bool fail(std::string text) {
    error_ = std::move(text);
    return false;
  }

  /// {"S":"text"}
  static bool is_string(Json json, std::string_view& text) {
    simdjson::dom::object object;
    if (json.get(object) != SUCCESS || object.size() != 1) return false;
    const auto [type, held] = *object.begin();
    return type == "S" && held.get(text) == SUCCESS;
  }

  bool string(Json json, Value& to) {
    std::string_view text;
    if (json.get(text) != SUCCESS) return fail("S must be a string");
    to = text;
    return true;
  }

  bool read_number(Json json, Number& to) {
    std::string_view text;
    if (json.get(text) != SUCCESS) return fail("N must be a string");
    magneto::Result<Number> number = Number::parse(text);
    if (!number) return fail(number.error().message());
    to = *number;
    return true;
  }

  bool number(Json json, Value& to) {
    Number number;
    if (!read_number(json, number)) return false;
    to = number;
    return true;
  }

  bool boolean(Json json, Value& to) {
    bool flag = false;
    if (json.get(flag) != SUCCESS) return fail("BOOL must be true or false");
    to = flag;
    return true;
  }

  bool null(Json json, Value& to) {
    bool flag = false;
    if (json.get(flag) != SUCCESS || !flag) return fail("NULL must be true");
    to = nullptr;
    return true;
  }

  bool read_binary(Json json, Binary& to) {
    std::string_view text;
    if (json.get(text) != SUCCESS) return fail("B must be a string");
    std::string bytes(text.size(), '\0');
    const Base64Result decoded = decode_base64(text, bytes.data());
    if (!decoded.error.empty()) return fail(decoded.error);
    bytes.resize(decoded.size);
    to = Binary(std::move(bytes));
    return true;
  }

  bool binary(Json json, Value& to) {
    Binary bytes;
    if (!read_binary(json, bytes)) return false;
    to = std::move(bytes);
    return true;
  }

  bool list(Json json, Value& to, int levels) {
    simdjson::dom::array array;
    if (json.get(array) != SUCCESS) return fail("L must be an array");
    if (levels > kMaxLevels) return fail("the value is nested too deeply");
    List list;
    list.reserve(array.size());
    for (const Json element : array) {
      if (!value(element, list.emplace_back(), levels)) {
        return fail("[" + std::to_string(list.size() - 1) + "]: " + error_);
      }
    }
    to = std::move(list);
    return true;
  }

  template <class T, class Read>
  bool elements(Json json, Value& to, Read read) {
    simdjson::dom::array array;
    if (json.get(array) != SUCCESS) return fail("a set must be an array");
    if (array.size() == 0) return fail("a set may not be empty");
    std::vector<T> all;
    all.reserve(array.size());
    for (const Json element : array) {
      if (!read(element, all.emplace_back())) return false;
    }
    const std::size_t count = all.size();
    SortedSet<T> set(std::move(all));
    if (set.size() != count) return fail("a set may not hold an element twice");
    to = std::move(set);
    return true;
  }

  bool set(std::string_view type, Json json, Value& to) {
    if (type == "SS") {
      return elements<std::string>(json, to, [this](Json element, std::string& text) {
        std::string_view view;
        if (element.get(view) != SUCCESS) return fail("SS must hold strings");
        text = view;
        return true;
      });
    }
    if (type == "NS") {
      return elements<Number>(json, to,
                              [this](Json e, Number& number) { return read_number(e, number); });
    }
    if (type == "BS") {
      return elements<Binary>(json, to,
                              [this](Json e, Binary& bytes) { return read_binary(e, bytes); });
    }
    return fail("\"" + std::string(type) + "\" is no type");
  }

  std::string& error_;
};

}  // namespace

bool read_value(Json json, Value& to, std::string& error) {
  return Reader(error).value(json, to, 0);
}

bool read_item(Json json, Item& to, std::string& error) { return Reader(error).map(json, to, 0); }

}  // namespace magneto::internal::types
