// SPDX-License-Identifier: Apache-2.0
#include "store/verify/check_context.h"

#include "base/base64.h"
#include "store/record.h"
#include "value/decimal.h"

namespace magneto::internal::store {
namespace {

constexpr std::uint64_t kStepsBetweenTold = 4096;

std::string describe_value(value::ValueView value) {
  switch (value.type()) {
    case value::Type::kNumber:
      return value::Decimal::decode(value.scalar()).to_string();
    case value::Type::kString:
      return '"' + std::string(value.scalar()) + '"';
    default:
      return "base64 " + base64_of(value.scalar());
  }
}

}  // namespace

void CheckedPlace::add(std::string_view what) {
  ++context_.found.wrong;
  ++wrong_;
  std::vector<std::string>& texts = context_.found.texts;
  if (wrong_ <= kMostTexts) texts.push_back(name_ + ": " + std::string(what));
  if (wrong_ == kMostTexts + 1) texts.push_back(name_ + ": and more");
}

void CheckedPlace::step(std::uint64_t total) {
  if (done_++ % kStepsBetweenTold != 0 || !context_.options.progress) return;
  context_.options.progress(name_, done_, total);
}

Result<void> see_all(CheckContext& context, SpaceWalk walk, SeeRecord see) {
  return walk_chunk(context.view, walk, {}, see);
}

std::string describe_key(const keys::KeySchema& schema, value::ItemView item) {
  std::string text;
  for (const auto& part : {schema.partition, schema.sort}) {
    for (const keys::KeyAttribute& attribute : part) {
      if (!text.empty()) text += ", ";
      text += attribute.name + " = " + describe_value(*item.find(attribute.name));
    }
  }
  return text;
}

Result<value::ItemView> decode_checked(std::string_view record, std::string_view key) {
  MAGNETO_ASSIGN_OR_RETURN(const value::ItemView item, decode_record(record, key));
  MAGNETO_RETURN_IF_ERROR(value::check_item(item.bytes()));
  return item;
}

}  // namespace magneto::internal::store
