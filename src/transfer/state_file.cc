// SPDX-License-Identifier: Apache-2.0
#include "transfer/state_file.h"

#include "magneto/json.h"
#include "transfer/local_file.h"
#include "transfer/messages.h"

namespace magneto::internal::transfer {

std::string state_text(const WorkState& state) {
  List places;
  for (const std::string& place : state.places) places.emplace_back(place);
  return to_plain_json(Item{{"work", state.work},
                            {"of", state.of},
                            {"cleared", state.cleared},
                            {"read", state.counts.read},
                            {"written", state.counts.written},
                            {"skipped", state.counts.skipped},
                            {"deleted", state.counts.deleted},
                            {"places", std::move(places)}}) +
         "\n";
}

std::optional<WorkState> read_state(std::string_view text) {
  const Result<Item> item = item_from_plain_json(text);
  if (!item) return std::nullopt;
  const Item& read = *item;
  const Value* places = read.find("places");
  const List* list = places ? places->get_if<List>() : nullptr;
  const Result<std::string> work = read["work"].as<std::string>();
  const Result<std::string> of = read["of"].as<std::string>();
  const Result<bool> cleared = read["cleared"].as<bool>();
  if (!list || !work || !of || !cleared) return std::nullopt;
  WorkState state{.work = *work, .of = *of, .cleared = *cleared};
  const auto number = [&](const char* name) {
    return read[name].as<std::uint64_t>().value_or(std::uint64_t{0});
  };
  state.counts.read = number("read");
  state.counts.written = number("written");
  state.counts.skipped = number("skipped");
  state.counts.deleted = number("deleted");
  for (const Value& place : *list) {
    const std::string* one = place.get_if<std::string>();
    if (!one) return std::nullopt;
    state.places.push_back(*one);
  }
  return state;
}

Result<std::optional<WorkState>> load_state(const std::string& file, const std::string& work,
                                            const std::string& of) {
  if (file.empty()) return std::optional<WorkState>();
  Result<std::optional<std::string>> text = read_file(file);
  if (!text) return std::move(text).error();
  if (!*text) return std::optional<WorkState>();
  std::optional<WorkState> state = read_state(**text);
  if (!state) return messages::bad_state(file);
  if (state->work != work || state->of != of) {
    return messages::other_work(file, state->work + " of " + state->of);
  }
  return state;
}

}  // namespace magneto::internal::transfer
