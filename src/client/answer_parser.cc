// SPDX-License-Identifier: Apache-2.0
#include "client/answer_parser.h"

#include <simdjson.h>

#include <cstring>
#include <vector>

#include "base/arena.h"
#include "base/mutex.h"
#include "client/decode.h"
#include "client/error_reader.h"
#include "json/item_decoder.h"
#include "model/generated/shape_tables.h"

namespace magneto::internal::client {
namespace {

using simdjson::SUCCESS;
using Json = simdjson::dom::element;

static_assert(Answer::kPadding >= simdjson::SIMDJSON_PADDING);

class AnswerParser {
 public:
  std::optional<std::string> read(const Answer& answer, const Shape& shape, void* to);
  std::optional<std::string> read(const Answer& answer, const Shape& shape, void* to,
                                  EncodedItems& items);
  /// Whether its buffers are worth keeping.
  bool is_small() const { return parser_.capacity() <= kKeptBytes; }

 private:
  static constexpr std::size_t kKeptBytes = 4 * 1024 * 1024;

  std::optional<std::string> parse(const Answer& answer, Json& root);
  bool read_items(Json json, EncodedItems& items, std::string& error);

  simdjson::dom::parser parser_;
  json::ItemDecoder decoder_;
  Arena arena_;
  std::vector<std::string_view> views_;
};

std::optional<std::string> AnswerParser::parse(const Answer& answer, Json& root) {
  const std::string_view body = answer.body();
  if (body.empty()) return "the answer is empty";
  const auto failed = parser_.parse(body.data(), body.size(), false).get(root);
  if (failed != SUCCESS) {
    // A page of some proxy is worth quoting. What was meant as JSON may hold values.
    return "the answer is no JSON: " +
           (body.front() == '<' ? quoted(body) : std::string(error_message(failed)));
  }
  if (!root.is_object()) return "the answer is no JSON object";
  return std::nullopt;
}

std::optional<std::string> AnswerParser::read(const Answer& answer, const Shape& shape, void* to) {
  if (shape.members.empty()) return std::nullopt;  // whatever the body is
  Json root;
  if (auto problem = parse(answer, root)) return problem;
  std::string error;
  if (!decode(root, shape, to, error)) return error;
  return std::nullopt;
}

std::optional<std::string> AnswerParser::read(const Answer& answer, const Shape& shape, void* to,
                                              EncodedItems& items) {
  Json root;
  if (auto problem = parse(answer, root)) return problem;
  simdjson::dom::object object;
  if (root.get(object) != SUCCESS) return "the answer is no JSON object";
  std::size_t start = 0;
  std::string error;
  for (const auto [name, value] : object) {
    const Member* const member = find_member(shape, name, start);
    if (member == nullptr || value.is_null()) continue;
    const bool holds_items = name == "Item" || name == "Items" || name == "Attributes";
    const bool good = holds_items ? read_items(value, items, error)
                                  : decode(value, *member->shape, member->emplace(to), error);
    if (!good) return std::string(name) + ": " + error;
  }
  return std::nullopt;
}

bool AnswerParser::read_items(Json json, EncodedItems& items, std::string& error) {
  arena_.reset();
  views_.clear();
  const auto read_one = [&](Json item) {
    model::AttributeMap map;
    if (!decoder_.read_map(item, model::table::kAttributeMap, json::Place::kMember, arena_, map)) {
      error = decoder_.error();
      return false;
    }
    if (!map.problem.empty()) {
      error = map.problem;
      return false;
    }
    views_.push_back(map.bytes());
    return true;
  };
  simdjson::dom::array array;
  const bool many = json.get(array) == SUCCESS;
  if (!many && !read_one(json)) return false;
  if (many) {
    for (const Json item : array) {
      if (!read_one(item)) return false;
    }
  }
  std::size_t size = 0;
  for (const std::string_view view : views_) size += view.size();
  auto bytes = std::make_unique_for_overwrite<char[]>(size + 1);
  std::vector<std::uint32_t> ends;
  if (many) ends.reserve(views_.size());
  std::size_t at = 0;
  for (const std::string_view view : views_) {
    std::memcpy(bytes.get() + at, view.data(), view.size());
    at += view.size();
    if (many) ends.push_back(static_cast<std::uint32_t>(at));
  }
  items = EncodedItems(std::move(bytes), size, std::move(ends));
  return true;
}

}  // namespace

struct AnswerParsers::Rep {
  static constexpr std::size_t kKept = 16;

  Mutex mutex;
  std::vector<std::unique_ptr<AnswerParser>> free MAGNETO_GUARDED_BY(mutex);

  std::unique_ptr<AnswerParser> take() {
    {
      const MutexLock lock(mutex);
      if (!free.empty()) {
        auto parser = std::move(free.back());
        free.pop_back();
        return parser;
      }
    }
    return std::make_unique<AnswerParser>();
  }
  void give_back(std::unique_ptr<AnswerParser> parser) {
    if (!parser->is_small()) return;
    const MutexLock lock(mutex);
    if (free.size() < kKept) free.push_back(std::move(parser));
  }
};

AnswerParsers::AnswerParsers() : rep_(std::make_unique<Rep>()) {}
AnswerParsers::~AnswerParsers() = default;

std::optional<std::string> AnswerParsers::read(const Answer& answer, const Shape& shape, void* to) {
  auto parser = rep_->take();
  auto problem = parser->read(answer, shape, to);
  rep_->give_back(std::move(parser));
  return problem;
}

std::optional<std::string> AnswerParsers::read(const Answer& answer, const Shape& shape, void* to,
                                               EncodedItems& items) {
  auto parser = rep_->take();
  auto problem = parser->read(answer, shape, to, items);
  rep_->give_back(std::move(parser));
  return problem;
}

}  // namespace magneto::internal::client
