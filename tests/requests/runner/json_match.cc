// SPDX-License-Identifier: Apache-2.0
#include "runner/json_match.h"

#include <simdjson.h>

#include <algorithm>
#include <vector>

namespace magneto::internal::script {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

constexpr std::string_view kAnything = "*";
constexpr std::string_view kAnyOrder = "(any order)";

template <class Json>
std::string text_of(Json json) {
  return simdjson::minify(json);
}

bool is_text(element json, std::string_view text) {
  std::string_view found;
  return json.get(found) == simdjson::SUCCESS && found == text;
}

std::string compare(element expected, element found, const std::string& path);

template <class Json>
std::string differs(Json expected, Json found, const std::string& path) {
  return (path.empty() ? "the answer" : path) + ": expected " + text_of(expected) + ", found " +
         text_of(found);
}

std::string compare_objects(object expected, object found, const std::string& path) {
  for (const auto& [name, value] : expected) {
    element other;
    if (found.at_key(name).get(other) != simdjson::SUCCESS) {
      return path + "." + std::string(name) + " is missing";
    }
    std::string problem = compare(value, other, path + "." + std::string(name));
    if (!problem.empty()) return problem;
  }
  for (const auto& [name, value] : found) {
    element other;
    if (expected.at_key(name).get(other) != simdjson::SUCCESS) {
      return path + "." + std::string(name) + " is not expected: " + text_of(value);
    }
  }
  return {};
}

std::string compare_in_any_order(array expected, array found, const std::string& path) {
  std::vector<element> left(found.begin(), found.end());
  for (auto each = ++expected.begin(); each != expected.end(); ++each) {
    const auto same = std::ranges::find_if(
        left, [&](element other) { return compare(*each, other, path).empty(); });
    if (same == left.end()) return path + " does not have " + text_of(*each);
    left.erase(same);
  }
  return left.empty() ? std::string() : path + " also has " + text_of(left.front());
}

std::string compare_arrays(array expected, array found, const std::string& path) {
  if (expected.size() > 0 && is_text(expected.at(0).value(), kAnyOrder)) {
    return compare_in_any_order(expected, found, path);
  }
  if (expected.size() != found.size()) return differs(expected, found, path);
  std::size_t index = 0;
  auto other = found.begin();
  for (element each : expected) {
    std::string problem = compare(each, *other, path + "[" + std::to_string(index) + "]");
    if (!problem.empty()) return problem;
    ++other;
    ++index;
  }
  return {};
}

std::string compare(element expected, element found, const std::string& path) {
  if (is_text(expected, kAnything)) return {};
  object object_expected, object_found;
  if (expected.get(object_expected) == simdjson::SUCCESS &&
      found.get(object_found) == simdjson::SUCCESS) {
    return compare_objects(object_expected, object_found, path);
  }
  array array_expected, array_found;
  if (expected.get(array_expected) == simdjson::SUCCESS &&
      found.get(array_found) == simdjson::SUCCESS) {
    return compare_arrays(array_expected, array_found, path);
  }
  double number_expected = 0, number_found = 0;
  const bool same = expected.is_number() && found.is_number()
                        ? expected.get(number_expected) == simdjson::SUCCESS &&
                              found.get(number_found) == simdjson::SUCCESS &&
                              number_expected == number_found
                        : text_of(expected) == text_of(found);
  return same ? std::string() : differs(expected, found, path);
}

}  // namespace

std::string mismatch(std::string_view expected, std::string_view answer) {
  simdjson::dom::parser of_expected, of_answer;
  const simdjson::padded_string expected_text(expected), answer_text(answer);
  element expected_json, answer_json;
  if (of_expected.parse(expected_text).get(expected_json) != simdjson::SUCCESS) {
    return "the script's answer is no JSON";
  }
  if (of_answer.parse(answer_text).get(answer_json) != simdjson::SUCCESS) {
    return "the answer is no JSON";
  }
  return compare(expected_json, answer_json, "");
}

std::string member_of(std::string_view json, std::string_view name) {
  simdjson::dom::parser parser;
  const simdjson::padded_string text(json);
  const bool is_number =
      !name.empty() && std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
  const auto root = parser.parse(text);
  element member;
  const auto error =
      is_number ? root.at(std::stoul(std::string(name))).get(member) : root[name].get(member);
  if (error != simdjson::SUCCESS) return {};
  return text_of(member);
}

std::string string_member_of(std::string_view json, std::string_view name) {
  simdjson::dom::parser parser;
  const simdjson::padded_string text(json);
  std::string_view member;
  if (parser.parse(text)[name].get(member) != simdjson::SUCCESS) return {};
  return std::string(member);
}

std::string without_members(std::string_view json, std::initializer_list<std::string_view> names) {
  simdjson::dom::parser parser;
  const simdjson::padded_string text(json);
  object members;
  if (parser.parse(text).get(members) != simdjson::SUCCESS) return std::string(json);
  std::string kept;
  for (const auto& [name, value] : members) {
    if (std::ranges::find(names, name) != names.end()) continue;
    if (!kept.empty()) kept += ',';
    kept += '"' + std::string(name) + "\":" + text_of(value);
  }
  return "{" + kept + "}";
}

}  // namespace magneto::internal::script
