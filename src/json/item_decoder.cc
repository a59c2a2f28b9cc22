// SPDX-License-Identifier: Apache-2.0
#include "json/item_decoder.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/base64.h"
#include "base/bytes.h"
#include "json/messages.h"
#include "model/generated/shape_tables.h"
#include "value/decimal.h"
#include "value/number_refusal.h"

namespace magneto::internal::json {
namespace {

using ValueTag = value::Tag;
using value::Type;

constexpr model::Shape kText = {.name = "String", .kind = model::Kind::kString};
constexpr model::Shape kValues = {
    .name = "L", .kind = model::Kind::kList, .element = &model::table::kAttributeValue};
constexpr model::Shape kTexts = {.name = "SS", .kind = model::Kind::kList, .element = &kText};

/// The type that a member of an AttributeValue names. Members the API does not know are passed
/// over.
std::optional<Type> type_of(std::string_view name) {
  switch (name.size()) {
    case 1:
      switch (name[0]) {
        case 'S':
          return Type::kString;
        case 'N':
          return Type::kNumber;
        case 'B':
          return Type::kBinary;
        case 'L':
          return Type::kList;
        case 'M':
          return Type::kMap;
        default:
          return std::nullopt;
      }
    case 2:
      if (name == "SS") return Type::kStringSet;
      if (name == "NS") return Type::kNumberSet;
      if (name == "BS") return Type::kBinarySet;
      return std::nullopt;
    case 4:
      if (name == "BOOL") return Type::kBool;
      if (name == "NULL") return Type::kNull;
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

std::uint64_t prefix_of(std::string_view name) {
  if (name.size() >= 8) return read_big_endian<std::uint64_t>(name.data());
  char bytes[8] = {};
  if (!name.empty()) std::memcpy(bytes, name.data(), name.size());
  return read_big_endian<std::uint64_t>(bytes);
}

char tag(ValueTag tag) { return static_cast<char>(tag); }

ValueTag set_tag(Type type) {
  return type == Type::kStringSet   ? ValueTag::kStringSet
         : type == Type::kNumberSet ? ValueTag::kNumberSet
                                    : ValueTag::kBinarySet;
}

/// One of three texts, by the kind of set.
std::string_view by_set(Type type, std::string_view strings, std::string_view numbers,
                        std::string_view binaries) {
  return type == Type::kStringSet ? strings : type == Type::kNumberSet ? numbers : binaries;
}

/// In TransactWriteItems, values with so many levels are seen before an empty attribute name is, and
/// those with more after it. Recorded of the service: 40 levels before, 100 after.
constexpr int kSeenBeforeEmptyNames = 64;

/// How many lists and maps lie inside one another in the content of a list or map. Recursion ends
/// where the parser's depth does.
int levels_below(simdjson::dom::element json) {
  const auto of_value = [](simdjson::dom::element value) {
    int deepest = 0;
    simdjson::dom::object object;
    if (value.get(object) != simdjson::SUCCESS) return deepest;
    for (const auto [name, content] : object) {
      if (name == "L" || name == "M") deepest = std::max(deepest, 1 + levels_below(content));
    }
    return deepest;
  };
  int deepest = 0;
  simdjson::dom::array list;
  simdjson::dom::object map;
  if (json.get(list) == simdjson::SUCCESS) {
    for (const simdjson::dom::element each : list) deepest = std::max(deepest, of_value(each));
  } else if (json.get(map) == simdjson::SUCCESS) {
    for (const auto [name, each] : map) deepest = std::max(deepest, of_value(each));
  }
  return deepest;
}

/// "[a, b, a]", as far as an error text should go.
std::string joined(simdjson::dom::array json) {
  constexpr std::size_t kMaxBytes = 64 * 1024;
  std::string text = "[";
  for (const simdjson::dom::element element : json) {
    std::string_view part;
    if (element.get(part) != simdjson::SUCCESS) continue;
    if (text.size() + part.size() > kMaxBytes) break;
    if (text.size() > 1) text += ", ";
    text += part;
  }
  return text + "]";
}

/// "["a", "b", "b"]": the first of the `elements`, which are sorted, to the one that is there twice.
std::string sorted_to_repeat(const std::vector<std::string_view>& elements) {
  constexpr std::size_t kMaxBytes = 64 * 1024;
  std::string text = "[";
  for (std::size_t i = 0; i < elements.size() && text.size() < kMaxBytes; ++i) {
    if (i > 0) text += ", ";
    text += '"';
    for (const char c : elements[i]) {
      if (c == '"' || c == '\\') text += '\\';
      text += c;
    }
    text += '"';
    if (i > 0 && elements[i] == elements[i - 1]) break;
  }
  return text + "]";
}

}  // namespace

void ItemDecoder::start(Arena& arena) {
  arena_ = &arena;
  out_.truncate(0);
  entries_.clear();
  problem_ = {};
  problem_name_ = {};
  has_empty_name_ = false;
  shallowest_too_deep_ = 0;
}

bool ItemDecoder::read_value(Json json, Place place, Arena& arena, model::AttributeValue& to) {
  start(arena);
  if (!put_value(json, place, 0)) {
    keep_order_ = true;
    static_cast<void>(put_value(json, place, 0));
    keep_order_ = false;
    return false;
  }
  to = value::ValueView::at(arena.copy(out_.from(0)));
  to.problem = problem_;
  return true;
}

bool ItemDecoder::read_map(Json json, const model::Shape& shape, Place place, Arena& arena,
                           model::AttributeMap& to) {
  start(arena);
  simdjson::dom::object object;
  if (json.get(object) != simdjson::SUCCESS) return fail(wrong_collection(json, shape, place));
  // The names of expression values are placeholders, and what is wrong with those is said
  // elsewhere.
  empty_name_allowed_ = &shape == &model::table::kExpressionAttributeValueMap;
  if (!put_attributes(object, 0)) {
    keep_order_ = true;
    static_cast<void>(put_attributes(object, 0));
    keep_order_ = false;
    return false;
  }
  to = value::ItemView(arena.copy(out_.from(0)));
  to.problem = transaction_ ? problem_of_transaction() : problem_;
  to.problem_name = problem_.empty() ? std::string_view() : arena.copy(problem_name_);
  return true;
}

/// An AttributeValue has one member. With more, the first that has a problem is reported, and if
/// none has, their number; the bytes are the first's.
bool ItemDecoder::put_value(Json json, Place place, int levels) {
  simdjson::dom::object object;
  if (json.get(object) != simdjson::SUCCESS) {
    if (!json.is_null()) return fail(wrong_collection(json, model::table::kAttributeValue, place));
    note(messages::kNoType);
    put_nothing();
    return true;
  }

  const std::size_t start = out_.size();
  const std::string_view problem_before = problem_;
  std::optional<Type> first;
  std::size_t first_end = start;
  bool several = false;
  for (const auto [name, member] : object) {
    const std::optional<Type> type = type_of(name);
    if (!type || member.is_null()) continue;
    if (first == type && !several) {  // the same member again: the last one counts
      out_.truncate(start);
      problem_ = problem_before;
    }
    if (!put_typed(*type, member, levels)) return false;
    if (!first || first == type) {
      first = type;
      first_end = out_.size();
    } else {
      several = true;
      out_.truncate(first_end);
    }
  }
  if (!first) {
    note(messages::kNoType);
    put_nothing();
  } else if (several) {
    note(messages::kManyTypes);
    out_.truncate(first_end);
  }
  return true;
}

bool ItemDecoder::put_typed(Type type, Json json, int levels) {
  switch (type) {
    case Type::kString:
      return put_string(json);
    case Type::kNumber:
      return put_number(json);
    case Type::kBinary:
      return put_binary(json);
    case Type::kBool:
      return put_bool(json);
    case Type::kNull:
      return put_null(json);
    case Type::kList:
      return put_list(json, levels + 1);
    case Type::kMap:
      return put_map(json, levels + 1);
    case Type::kStringSet:
    case Type::kNumberSet:
    case Type::kBinarySet:
      return put_set(type, json);
  }
  return false;
}

bool ItemDecoder::put_string(Json json) {
  std::string_view text;
  if (json.get(text) != simdjson::SUCCESS) return fail(wrong_scalar(json, kText));
  out_.put(tag(ValueTag::kString));
  out_.put_bytes(text);
  return true;
}

bool ItemDecoder::put_number(Json json) {
  std::string_view text;
  if (json.get(text) != simdjson::SUCCESS) return fail(wrong_scalar(json, kText));
  out_.put(tag(ValueTag::kNumber));
  const std::size_t start = out_.begin_length();
  char* const to = out_.reserve(value::Decimal::kMaxEncodedBytes);
  out_.advance(static_cast<std::size_t>(write_number(text, to) - to));
  out_.end_length(start);
  return true;
}

char* ItemDecoder::write_number(std::string_view text, char* to) {
  Result<std::size_t> size = value::number_from_chars(text, to);
  if (size.ok()) return to + *size;
  Error refusal = std::move(size).error();
  if (layer_ == Layer::kCurrent) {
    refusal = value::current_number_refusal(text, std::move(refusal));
  }
  note(arena_->copy(refusal.message()));
  return to + value::Decimal().encode(to);
}

bool ItemDecoder::put_binary(Json json) {
  std::string_view text;
  if (json.get(text) != simdjson::SUCCESS) {
    if (json.is_array()) return fail(std::string(messages::kArrayForBinary));
    return fail(std::string(json.is_object() ? messages::kUnexpectedObject : messages::kNoBase64));
  }
  out_.put(tag(ValueTag::kBinary));
  const std::size_t start = out_.begin_length();
  const Base64Result decoded = decode_base64(text, out_.reserve(text.size()));
  if (!decoded.error.empty()) return fail(decoded.error);
  out_.advance(decoded.size);
  out_.end_length(start);
  return true;
}

bool ItemDecoder::put_bool(Json json) {
  bool flag = false;
  if (!read_bool(json, flag, error_)) return false;
  out_.put(tag(flag ? ValueTag::kTrue : ValueTag::kFalse));
  return true;
}

bool ItemDecoder::put_null(Json json) {
  bool flag = false;
  if (!read_bool(json, flag, error_)) return false;
  if (!flag) note(messages::kNullFalse);
  put_nothing();
  return true;
}

bool ItemDecoder::put_list(Json json, int levels) {
  simdjson::dom::array array;
  if (json.get(array) != simdjson::SUCCESS)
    return fail(wrong_collection(json, kValues, Place::kMember));
  if (levels > kMaxLevels) {
    note_too_deep(json, levels);
    put_nothing();
    return true;
  }
  out_.put(tag(ValueTag::kList));
  const std::size_t start = out_.begin_length();
  out_.put_varint(static_cast<std::uint32_t>(array.size()));
  for (const Json element : array) {
    if (!put_value(element, Place::kElement, levels)) return false;
  }
  out_.end_length(start);
  return true;
}

bool ItemDecoder::put_map(Json json, int levels) {
  simdjson::dom::object object;
  if (json.get(object) != simdjson::SUCCESS) {
    return fail(wrong_collection(json, model::table::kAttributeMap, Place::kMember));
  }
  if (levels > kMaxLevels) {
    note_too_deep(json, levels);
    put_nothing();
    return true;
  }
  out_.put(tag(ValueTag::kMap));
  const std::size_t start = out_.begin_length();
  if (!put_attributes(object, levels)) return false;
  out_.end_length(start);
  return true;
}

/// Writes attributes in the order of their names and reports problems in the order of the JSON.
bool ItemDecoder::put_attributes(simdjson::dom::object json, int levels) {
  const std::size_t first = entries_.size();
  std::uint32_t index = 0;
  for (const auto [name, member] : json)
    entries_.push_back({name, prefix_of(name), member, index++});
  const std::size_t last = keep_order_ ? entries_.size() : sort_entries(first);

  const std::string_view problem_before = problem_;
  std::string_view problem;
  std::uint32_t problem_index = index;
  out_.put_varint(static_cast<std::uint32_t>(last - first));
  for (std::size_t i = first; i < last; ++i) {
    const Entry entry = entries_[i];  // a copy: entries_ grows below
    problem_ = {};
    if (entry.name.empty() && !(levels == 0 && empty_name_allowed_)) note_empty_name();
    out_.put_bytes(entry.name);
    if (!put_value(entry.json, Place::kElement, levels)) return false;
    if (!problem_.empty() && entry.index < problem_index) {
      problem = problem_;
      problem_index = entry.index;
      if (levels == 0) problem_name_ = entry.name;
    }
  }
  problem_ = problem_before.empty() ? problem : problem_before;
  entries_.resize(first);
  return true;
}

/// Sorts the entries from `first` on by name and drops all but the last of those with one name.
/// Where they end.
std::size_t ItemDecoder::sort_entries(std::size_t first) {
  constexpr std::ptrdiff_t kFew = 24;
  const auto begin = entries_.begin() + static_cast<std::ptrdiff_t>(first);
  const auto end = entries_.end();
  if (end - begin <= kFew) {  // by insertion: most items are small, and many come sorted
    for (auto i = begin; i != end; ++i) {
      if (i == begin || !(*i < i[-1])) continue;
      const Entry moved = *i;
      auto to = i;
      for (; to != begin && moved < to[-1]; --to) *to = to[-1];
      *to = moved;
    }
  } else {
    std::sort(begin, end);
  }

  auto kept = begin;
  for (auto i = begin; i != end; ++i) {
    const bool repeated = i + 1 != end && i[1].name == i->name;
    if (!repeated) *kept++ = *i;
  }
  return static_cast<std::size_t>(kept - entries_.begin());
}

bool ItemDecoder::put_set(Type type, Json json) {
  simdjson::dom::array array;
  if (json.get(array) != simdjson::SUCCESS)
    return fail(wrong_collection(json, kTexts, Place::kMember));
  if (!read_elements(type, array)) return false;
  if (elements_.empty()) {
    note(by_set(type, messages::kEmptyStringSet, messages::kEmptyNumberSet,
                messages::kEmptyBinarySet));
    put_nothing();
    return true;
  }
  std::sort(elements_.begin(), elements_.end());
  if (std::adjacent_find(elements_.begin(), elements_.end()) != elements_.end()) {
    note_duplicates(type, array);
    elements_.erase(std::unique(elements_.begin(), elements_.end()), elements_.end());
  }
  put_elements(type);
  return true;
}

/// Fills elements_ with the elements' bytes, which live in the parser or the arena.
bool ItemDecoder::read_elements(Type type, simdjson::dom::array json) {
  elements_.clear();
  for (const Json element : json) {
    std::string_view text;
    if (element.is_null()) {
      note(by_set(type, messages::kNullInStringSet, messages::kNullInNumberSet,
                  messages::kNullInBinarySet));
      continue;
    }
    if (element.get(text) != simdjson::SUCCESS) {
      if (type != Type::kBinarySet) return fail(wrong_scalar(element, kText));
      if (element.is_array()) return fail(std::string(messages::kArrayForBinary));
      return fail(
          std::string(element.is_object() ? messages::kUnexpectedObject : messages::kNoBase64));
    }
    if (type == Type::kNumberSet) {
      char* const to = static_cast<char*>(arena_->allocate(value::Decimal::kMaxEncodedBytes, 1));
      text = {to, static_cast<std::size_t>(write_number(text, to) - to)};
    } else if (type == Type::kBinarySet) {
      char* const to = static_cast<char*>(arena_->allocate(text.size() + 1, 1));
      const Base64Result decoded = decode_base64(text, to);
      if (!decoded.error.empty()) return fail(decoded.error);
      text = {to, decoded.size};
    }
    elements_.push_back(text);
  }
  return true;
}

void ItemDecoder::put_elements(Type type) {
  out_.put(tag(set_tag(type)));
  const std::size_t start = out_.begin_length();
  out_.put_varint(static_cast<std::uint32_t>(elements_.size()));
  for (const std::string_view element : elements_) out_.put_bytes(element);
  out_.end_length(start);
}

void ItemDecoder::note_duplicates(Type type, simdjson::dom::array json) {
  if (!problem_.empty()) return;
  const bool current = layer_ == Layer::kCurrent;
  if (type == Type::kNumberSet) {
    return note(current ? messages::kDuplicateNumbersNow : messages::kDuplicateNumbers);
  }
  if (type == Type::kStringSet && current) {
    return note(arena_->copy(messages::duplicate_strings(sorted_to_repeat(elements_))));
  }
  const std::string list = joined(json);
  note(arena_->copy(type == Type::kStringSet ? messages::duplicate_strings(list)
                                             : messages::duplicate_binaries(list)));
}

void ItemDecoder::note_empty_name() {
  has_empty_name_ = true;
  note(messages::kEmptyName);
}

/// `json` is the content of a list or map at `levels`, the first level that is too many.
void ItemDecoder::note_too_deep(Json json, int levels) {
  note(messages::kTooDeep);
  if (!transaction_) return;
  const int deepest = levels + levels_below(json);
  if (shallowest_too_deep_ == 0 || deepest < shallowest_too_deep_) shallowest_too_deep_ = deepest;
}

std::string_view ItemDecoder::problem_of_transaction() const {
  if (problem_ != messages::kTooDeep && problem_ != messages::kEmptyName) return problem_;
  const bool early = shallowest_too_deep_ != 0 && shallowest_too_deep_ <= kSeenBeforeEmptyNames;
  if (early) return messages::kTooDeep;
  return has_empty_name_ ? messages::kEmptyName : messages::kTooDeep;
}

void ItemDecoder::put_nothing() { out_.put(tag(ValueTag::kNull)); }

bool ItemDecoder::fail(std::string text) {
  error_ = std::move(text);
  return false;
}

}  // namespace magneto::internal::json
