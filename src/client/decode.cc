// SPDX-License-Identifier: Apache-2.0
#include "client/decode.h"

#include <cmath>

#include "base/base64.h"
#include "magneto/model.h"
#include "types/value_json.h"

namespace magneto::internal::client {
namespace {

using simdjson::SUCCESS;
using Json = simdjson::dom::element;

class Decoder {
 public:
  explicit Decoder(std::string& error) : error_(error) {}

  bool read(Json json, const Shape& shape, void* to) {  // NOLINT(misc-no-recursion): the model's
    switch (shape.kind) {
      case Kind::kString:
        return string(json, *static_cast<std::string*>(to));
      case Kind::kEnum:
        return word(json, shape, *static_cast<magneto::detail::EnumText*>(to));
      case Kind::kBlob:
        return blob(json, *static_cast<Binary*>(to));
      case Kind::kBoolean:
        return json.get(*static_cast<bool*>(to)) == SUCCESS || fail("is no boolean");
      case Kind::kInteger:
        return json.get(*static_cast<std::int64_t*>(to)) == SUCCESS || fail("is no integer");
      case Kind::kDouble:
        return json.get(*static_cast<double*>(to)) == SUCCESS || fail("is no number");
      case Kind::kTimestamp:
        return timestamp(json, *static_cast<magneto::model::Timestamp*>(to));
      case Kind::kStructure:
        return structure(json, shape, to);
      case Kind::kList:
        return list(json, shape, to);
      case Kind::kMap:
        return map(json, shape, to);
      case Kind::kValue:
        return types::read_value(json, *static_cast<Value*>(to), error_);
      case Kind::kItem:
        return types::read_item(json, *static_cast<Item*>(to), error_);
    }
    return false;
  }

 private:
  bool fail(std::string text) {
    error_ = std::move(text);
    return false;
  }
  bool fail_in(std::string_view where) { return fail(std::string(where) + ": " + error_); }

  bool string(Json json, std::string& to) {
    std::string_view text;
    if (json.get(text) != SUCCESS) return fail("is no string");
    to = text;
    return true;
  }

  bool word(Json json, const Shape& shape, magneto::detail::EnumText& to) {
    std::string_view text;
    if (json.get(text) != SUCCESS) return fail("is no string");
    to.set(text, shape.words());
    return true;
  }

  bool blob(Json json, Binary& to) {
    std::string_view text;
    if (json.get(text) != SUCCESS) return fail("is no string");
    std::string bytes(text.size(), '\0');
    const Base64Result decoded = decode_base64(text, bytes.data());
    if (!decoded.error.empty()) return fail(decoded.error);
    bytes.resize(decoded.size);
    to = Binary(std::move(bytes));
    return true;
  }

  bool timestamp(Json json, magneto::model::Timestamp& to) {
    double seconds = 0;
    if (json.get(seconds) != SUCCESS || !(std::abs(seconds) < 1e13)) return fail("is no timestamp");
    to = magneto::model::Timestamp(std::chrono::milliseconds(std::llround(seconds * 1000)));
    return true;
  }

  bool structure(Json json, const Shape& shape, void* to) {
    simdjson::dom::object object;
    if (json.get(object) != SUCCESS) return fail("is no object");
    std::size_t start = 0;
    for (const auto [name, value] : object) {
      const Member* const member = find_member(shape, name, start);
      if (member == nullptr || value.is_null()) continue;
      if (!read(value, *member->shape, member->emplace(to))) return fail_in(name);
    }
    return true;
  }

  bool list(Json json, const Shape& shape, void* to) {
    simdjson::dom::array array;
    if (json.get(array) != SUCCESS) return fail("is no array");
    std::size_t index = 0;
    for (const Json element : array) {
      if (!read(element, *shape.element, shape.sequence->add(to, {}))) {
        return fail_in("[" + std::to_string(index) + "]");
      }
      ++index;
    }
    return true;
  }

  bool map(Json json, const Shape& shape, void* to) {
    simdjson::dom::object object;
    if (json.get(object) != SUCCESS) return fail("is no object");
    for (const auto [name, value] : object) {
      if (value.is_null()) continue;
      if (!read(value, *shape.element, shape.sequence->add(to, name))) return fail_in(name);
    }
    return true;
  }

  std::string& error_;
};

}  // namespace

const Member* find_member(const Shape& shape, std::string_view name, std::size_t& start) {
  for (std::size_t tried = 0; tried < shape.members.size(); ++tried) {
    const std::size_t i = start;
    start = start + 1 == shape.members.size() ? 0 : start + 1;
    if (shape.members[i].name == name) return &shape.members[i];
  }
  return nullptr;
}

bool decode(Json json, const Shape& shape, void* to, std::string& error) {
  return Decoder(error).read(json, shape, to);
}

}  // namespace magneto::internal::client
