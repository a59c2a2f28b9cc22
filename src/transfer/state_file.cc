// SPDX-License-Identifier: Apache-2.0
#include "transfer/state_file.h"

#include "magneto/json.h"
#include "transfer/local_file.h"
#include "transfer/messages.h"

namespace magneto::internal::transfer {

namespace {

List list_of(const std::vector<std::string>& texts) {
  List list;
  for (const std::string& text : texts) list.emplace_back(text);
  return list;
}

/// Nothing where it is no list of texts.
std::optional<std::vector<std::string>> texts_of(const Value* value) {
  const List* list = value ? value->get_if<List>() : nullptr;
  if (!list) return std::nullopt;
  std::vector<std::string> texts;
  for (const Value& element : *list) {
    const std::string* text = element.get_if<std::string>();
    if (!text) return std::nullopt;
    texts.push_back(*text);
  }
  return texts;
}

}  // namespace

std::string state_text(const WorkState& state) {
  return to_plain_json(Item{{"work", state.work},
                            {"of", state.of},
                            {"cleared", state.cleared},
                            {"read", state.counts.read},
                            {"written", state.counts.written},
                            {"skipped", state.counts.skipped},
                            {"deleted", state.counts.deleted},
                            {"bytes", state.bytes},
                            {"columns", list_of(state.columns)},
                            {"places", list_of(state.places)}}) +
         "\n";
}

std::optional<WorkState> read_state(std::string_view text) {
  const Result<Item> item = item_from_plain_json(text);
  if (!item) return std::nullopt;
  const Item& read = *item;
  std::optional<std::vector<std::string>> places = texts_of(read.find("places"));
  const Result<std::string> work = read["work"].as<std::string>();
  const Result<std::string> of = read["of"].as<std::string>();
  const Result<bool> cleared = read["cleared"].as<bool>();
  if (!places || !work || !of || !cleared) return std::nullopt;
  WorkState state{.work = *work, .of = *of, .cleared = *cleared};
  const auto number = [&](const char* name) {
    return read[name].as<std::uint64_t>().value_or(std::uint64_t{0});
  };
  state.counts.read = number("read");
  state.counts.written = number("written");
  state.counts.skipped = number("skipped");
  state.counts.deleted = number("deleted");
  state.bytes = number("bytes");
  state.places = std::move(*places);
  // States of releases before have none.
  state.columns = texts_of(read.find("columns")).value_or(std::vector<std::string>());
  return state;
}

Result<void> save_state(const std::string& file, const WorkState& state) {
  const Result<void> saved = replace_file(file, state_text(state));
  if (!saved) return saved.error().in(messages::kStateFile);
  return {};
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
