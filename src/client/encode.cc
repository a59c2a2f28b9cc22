// SPDX-License-Identifier: Apache-2.0
#include "client/encode.h"

#include "client/unsendable.h"
#include "magneto/model.h"
#include "types/value_json.h"

namespace magneto::internal::client {
namespace {

class Encoder {
 public:
  explicit Encoder(json::JsonWriter& writer) : w_(writer) {}

  void write(const Shape& shape, const void* value) {  // NOLINT(misc-no-recursion): the model's
    switch (shape.kind) {
      case Kind::kString:
        return w_.string(*static_cast<const std::string*>(value));
      case Kind::kEnum:
        return w_.string(static_cast<const magneto::detail::EnumText*>(value)->text(shape.words()));
      case Kind::kBlob:
        return w_.base64(static_cast<const Binary*>(value)->bytes());
      case Kind::kBoolean:
        return w_.boolean(*static_cast<const bool*>(value));
      case Kind::kInteger:
        return w_.integer(*static_cast<const std::int64_t*>(value));
      case Kind::kDouble:
        return w_.number(*static_cast<const double*>(value));
      case Kind::kTimestamp:
        return timestamp(*static_cast<const magneto::model::Timestamp*>(value));
      case Kind::kStructure:
        return structure(shape, value);
      case Kind::kList:
        w_.begin_array();
        elements(shape, value);
        return w_.end_array();
      case Kind::kMap:
        w_.begin_object();
        elements(shape, value);
        return w_.end_object();
      case Kind::kValue:
        return value_of(*static_cast<const Value*>(value));
      case Kind::kItem:
        return item(*static_cast<const Item*>(value));
    }
  }

  magneto::Result<void> result() const {
    if (wrong_.empty()) return {};
    return magneto::Error(magneto::ErrorCode::kInvalidArgument, wrong_);
  }

 private:
  void structure(const Shape& shape, const void* value) {
    w_.begin_object();
    for (const Member& member : shape.members) {
      const void* const held = member.find(value);
      if (held == nullptr) continue;
      w_.plain_key(member.name);
      const std::string_view outer = std::exchange(member_, member.name);
      write(*member.shape, held);
      member_ = outer;
    }
    w_.end_object();
  }

  void elements(const Shape& shape, const void* value) {
    struct Context {
      Encoder& encoder;
      const Shape& element;
      bool keyed;
    } context{*this, *shape.element, shape.kind == Kind::kMap};
    shape.sequence->each(value, &context, [](void* to, std::string_view key, const void* element) {
      const auto& c = *static_cast<Context*>(to);
      if (c.keyed) c.encoder.w_.key(key);
      c.encoder.write(c.element, element);
    });
  }

  void timestamp(magneto::model::Timestamp time) {
    w_.timestamp(static_cast<double>(time.time_since_epoch().count()) / 1000);
  }

  void value_of(const Value& value) {
    if (!types::write_value(w_, value)) not_sent(unsendable_part(value));
  }
  void item(const Item& item) {
    if (!types::write_item(w_, item)) not_sent(unsendable_part(item));
  }
  void not_sent(const std::string& why) {
    if (wrong_.empty()) wrong_ = std::string(member_) + ": " + why;
  }

  json::JsonWriter& w_;
  std::string_view member_;  // that is being written
  std::string wrong_;
};

}  // namespace

magneto::Result<void> encode(const Shape& shape, const void* value, json::JsonWriter& writer) {
  Encoder encoder(writer);
  encoder.write(shape, value);
  return encoder.result();
}

}  // namespace magneto::internal::client
