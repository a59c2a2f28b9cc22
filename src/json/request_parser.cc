// SPDX-License-Identifier: Apache-2.0
#include <simdjson.h>

#include "json/codec.h"
#include "json/messages.h"
#include "json/null_place.h"
#include "json/struct_decoder.h"

namespace magneto::internal::json {
namespace {

static_assert(kBodyPadding >= simdjson::SIMDJSON_PADDING);

/// A parser that grew beyond this is replaced once bodies are small again: it holds ten times what
/// it can parse.
constexpr std::size_t kKeptBytes = 1024 * 1024;

}  // namespace

struct RequestParser::Rep {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  std::string_view body;
  StructDecoder decoder;
};

RequestParser::RequestParser() : rep_(std::make_unique<Rep>()) {}
RequestParser::RequestParser(RequestParser&&) noexcept = default;
RequestParser& RequestParser::operator=(RequestParser&&) noexcept = default;
RequestParser::~RequestParser() = default;

Result<ParsedBody> RequestParser::parse(std::string_view body) {
  if (rep_->parser.capacity() > kKeptBytes && body.size() <= kKeptBytes) {
    *rep_ = Rep();
  }
  const auto failed = rep_->parser.parse(body.data(), body.size(), false).get(rep_->root);
  if (failed == simdjson::MEMALLOC) {
    return Error(ErrorCode::kServiceUnavailable, messages::kNoMemory);
  }
  if (failed != simdjson::SUCCESS || !rep_->root.is_object()) {
    return Error(ErrorCode::kSerialization, "");
  }
  rep_->body = body;
  return ParsedBody(this);
}

Result<void> RequestParser::decode(ParsedBody body, const model::Shape& shape, Layer layer,
                                   Arena& arena, void* to) {
  Rep& rep = *body.parser_->rep_;
  if (rep.decoder.read(rep.root, shape, layer, arena, to)) return {};
  const model::Member* const null = rep.decoder.null_member();
  if (null == nullptr) return Error(ErrorCode::kSerialization, rep.decoder.error());
  const TextPlace place = end_of_null(rep.body, null->name);
  return Error(ErrorCode::kSerialization,
               messages::unexpected_null(*null->shape, place.line, place.column));
}

}  // namespace magneto::internal::json
