// SPDX-License-Identifier: Apache-2.0
#include "commands/write_lines.h"

#include <array>
#include <utility>

#include "commands/item_input.h"
#include "magneto/json.h"

namespace magneto::internal::commands {
namespace {

constexpr std::array<std::pair<std::string_view, WriteKind>, 5> kKinds = {
    {{"put", WriteKind::kPut},
     {"delete", WriteKind::kDelete},
     {"update", WriteKind::kUpdate},
     {"check", WriteKind::kCheck},
     {"get", WriteKind::kGet}}};

magneto::Error wrong(std::string text) { return {ErrorCode::kSerialization, std::move(text)}; }

magneto::Result<FileWrite> read_write(std::string_view line) {
  magneto::Result<Map> object = item_from_plain_json(line);
  if (!object) return object.error();
  FileWrite write;
  bool found = false;
  for (const auto& [name, value] : *object) {
    std::string* text = name == "table"   ? &write.table
                        : name == "with"  ? &write.with
                        : name == "where" ? &write.where
                                          : nullptr;
    if (text != nullptr) {
      const std::string* given = value.get_if<std::string>();
      if (given == nullptr) return wrong(name + " is no text");
      *text = *given;
      continue;
    }
    bool known = false;
    for (const auto& [word, kind] : kKinds) {
      if (word != name) continue;
      if (found) return wrong("it is to do two things at once");
      known = found = true;
      write.kind = kind;
    }
    if (!known) return wrong("there is no \"" + name + "\" in such a line");
    magneto::Result<Item> item = read_item(to_plain_json(value));
    if (!item) return item.error();
    write.item = std::move(*item);
  }
  if (write.table.empty()) return wrong("it has no \"table\"");
  if (!found) return wrong("it has none of put, delete, update, check, get");
  if (write.kind == WriteKind::kCheck && write.where.empty()) {
    return wrong("a check has to have a \"where\"");
  }
  if (write.kind == WriteKind::kUpdate && write.with.empty()) {
    return wrong("an update has to have a \"with\"");
  }
  if (write.kind != WriteKind::kUpdate && !write.with.empty()) {
    return wrong("only an update has a \"with\"");
  }
  if (write.kind == WriteKind::kGet && !write.where.empty()) {
    return wrong("a get has no \"where\"");
  }
  return write;
}

}  // namespace

BatchOptions batch_options(const Options& options) {
  BatchOptions batch;
  if (options.rate_write) batch.max_buffered = 50;
  return batch;
}

magneto::Result<std::vector<FileWrite>> read_writes(std::string_view text) {
  std::vector<FileWrite> writes;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    magneto::Result<FileWrite> write = read_write(line);
    if (!write) return write.error().in("line " + std::to_string(number));
    write->line = number;
    writes.push_back(std::move(*write));
  }
  return writes;
}

}  // namespace magneto::internal::commands
