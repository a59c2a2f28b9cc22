// SPDX-License-Identifier: Apache-2.0
#include "commands/attribute_updates.h"

#include <algorithm>
#include <array>
#include <utility>

#include "commands/item_input.h"
#include "magneto/json.h"

namespace magneto::internal::commands {
namespace {

constexpr std::array<std::string_view, 3> kActions = {"ADD", "PUT", "DELETE"};

magneto::Error wrong(const std::string& attribute, const std::string& why) {
  return {ErrorCode::kSerialization, "--attribute-updates: " + attribute + ": " + why};
}

/// The value as an item's attribute would be read: {"N":"1"} is a number.
magneto::Result<Value> read_value(const Value& value) {
  const std::string json = to_plain_json(Item{{"value", value}});
  magneto::Result<Item> item = read_item(json);
  if (!item) return item.error();
  return *item->find("value");
}

magneto::Result<model::AttributeValueUpdate> read_update(const std::string& name,
                                                         const Value& given) {
  const Map* map = given.get_if<Map>();
  if (map == nullptr) return wrong(name, "it is {\"Action\": ADD|PUT|DELETE, \"Value\": ...}");
  model::AttributeValueUpdate update;
  update.action = model::AttributeAction::kPut;
  for (const Member& member : *map) {
    if (member.name == "Action") {
      const std::string* word = member.value.get_if<std::string>();
      const bool known =
          word != nullptr && std::find(kActions.begin(), kActions.end(), *word) != kActions.end();
      if (!known) return wrong(name, "its Action is ADD, PUT or DELETE");
      update.action = Enum<model::AttributeAction>(*word);
    } else if (member.name == "Value") {
      magneto::Result<Value> value = read_value(member.value);
      if (!value) return wrong(name, value.error().message());
      update.value = std::move(*value);
    } else {
      return wrong(name, "there is no \"" + std::string(member.name) + "\" in an update");
    }
  }
  if (!update.value && *update.action != model::AttributeAction::kDelete) {
    return wrong(name, "it has no Value");
  }
  return update;
}

}  // namespace

magneto::Result<AttributeUpdates> read_attribute_updates(const std::string& given) {
  magneto::Result<std::string> text = read_text(given);
  if (!text) return text.error();
  const magneto::Result<Item> updates = item_from_plain_json(*text);
  if (!updates) return wrong("the text", updates.error().message());
  AttributeUpdates read;
  for (const Member& member : *updates) {
    const std::string name(member.name);
    magneto::Result<model::AttributeValueUpdate> update = read_update(name, member.value);
    if (!update) return update.error();
    read.emplace(name, std::move(*update));
  }
  return read;
}

}  // namespace magneto::internal::commands
