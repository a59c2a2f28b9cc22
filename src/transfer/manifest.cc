// SPDX-License-Identifier: Apache-2.0
#include "transfer/manifest.h"

#include "base/sha256.h"
#include "magneto/json.h"
#include "magneto/operations.h"
#include "transfer/messages.h"

namespace magneto::internal::transfer {
namespace {

constexpr std::string_view kFormat = "magneto-backup";
constexpr std::string_view kChecksum = ",\"sha256\":\"";
constexpr std::size_t kChecksumDigits = 64;
constexpr std::string_view kEnd = "\"}";

/// The members before the checksum, which must be right. Nothing: there is no checksum.
std::optional<std::string_view> without_checksum(std::string_view text, bool& right) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  const std::size_t tail = kChecksum.size() + kChecksumDigits + kEnd.size();
  if (text.size() < tail || !text.ends_with(kEnd)) return std::nullopt;
  const std::string_view body = text.substr(0, text.size() - tail);
  std::string_view rest = text.substr(body.size());
  if (!rest.starts_with(kChecksum)) return std::nullopt;
  rest.remove_prefix(kChecksum.size());
  right = rest.substr(0, kChecksumDigits) == sha256_hex(body);
  return body;
}

/// A name that stays within the backup.
bool is_part_name(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find("..") != std::string_view::npos) {
    return false;
  }
  return name.find('\0') == std::string_view::npos;
}

Value value_of(const BackupPart& part) {
  return Map{
      {"name", part.name}, {"items", part.items}, {"bytes", part.bytes}, {"sha256", part.sha256}};
}

std::optional<BackupPart> part_of(const Value& value) {
  const Map* map = value.get_if<Map>();
  if (!map) return std::nullopt;
  const Result<std::string> name = (*map)["name"].as<std::string>();
  const Result<std::uint64_t> items = (*map)["items"].as<std::uint64_t>();
  const Result<std::uint64_t> bytes = (*map)["bytes"].as<std::uint64_t>();
  const Result<std::string> sha256 = (*map)["sha256"].as<std::string>();
  if (!name || !items || !bytes || !sha256 || !is_part_name(*name)) return std::nullopt;
  return BackupPart{.name = *name, .items = *items, .bytes = *bytes, .sha256 = *sha256};
}

bool read_lists(const Item& read, Manifest& to) {
  const Value* parts = read.find("parts");
  const List* list = parts ? parts->get_if<List>() : nullptr;
  if (!list) return false;
  for (const Value& one : *list) {
    std::optional<BackupPart> part = part_of(one);
    if (!part) return false;
    to.parts.push_back(std::move(*part));
  }
  const Value* places = read.find("places");
  const List* place_list = places ? places->get_if<List>() : nullptr;
  if (!place_list) return false;
  for (const Value& one : *place_list) {
    const std::string* place = one.get_if<std::string>();
    if (!place) return false;
    to.places.push_back(*place);
  }
  return true;
}

/// Answers DescribeTable by what a backup has, so that the client's decoder reads it.
class StoredDescription final : public Connection {
 public:
  explicit StoredDescription(const std::string& json) : answer_("{\"Table\":" + json + "}") {}
  Result<Answer> exchange(const Request&) override { return Answer(200, answer_); }

 private:
  const std::string answer_;
};

}  // namespace

std::uint64_t Manifest::items() const {
  std::uint64_t sum = 0;
  for (const BackupPart& part : parts) sum += part.items;
  return sum;
}

std::uint64_t Manifest::bytes() const {
  std::uint64_t sum = 0;
  for (const BackupPart& part : parts) sum += part.bytes;
  return sum;
}

std::string manifest_text(const Manifest& manifest) {
  List parts;
  for (const BackupPart& part : manifest.parts) parts.push_back(value_of(part));
  List places;
  for (const std::string& place : manifest.places) places.emplace_back(place);
  std::string text = R"({"format":")" + std::string(kFormat) + R"(","version":)" +
                     std::to_string(Manifest::kVersion);
  const auto member = [&](std::string_view name, const Value& value) {
    text.append(",\"").append(name).append("\":").append(to_plain_json(value));
  };
  member("of", manifest.of);
  member("started", manifest.started);
  member("finished", manifest.finished);
  member("items", manifest.items());
  member("bytes", manifest.bytes());
  member("places", std::move(places));
  member("parts", std::move(parts));
  text.append(",\"description\":").append(manifest.description);
  const std::string checksum = sha256_hex(text);
  return text.append(kChecksum).append(checksum).append(kEnd).append("\n");
}

Result<Manifest> read_manifest(std::string_view text) {
  bool right = false;
  const std::optional<std::string_view> body = without_checksum(text, right);
  if (!text.starts_with("{\"format\":\"" + std::string(kFormat) + "\"")) {
    return messages::foreign_backup();
  }
  if (!body || !right) return messages::damaged_manifest();
  const Result<Item> item = item_from_plain_json(std::string(*body) + "}");
  if (!item) return messages::damaged_manifest();
  const Item& read = *item;
  const std::int64_t version = read["version"].as<std::int64_t>().value_or(std::int64_t{0});
  if (version != Manifest::kVersion) return messages::newer_backup(version);
  Manifest manifest;
  manifest.of = read["of"].value_or(std::string());
  manifest.started = read["started"].value_or(std::string());
  manifest.finished = read["finished"].value_or(std::string());
  const Value* description = read.find("description");
  if (!description || !read_lists(read, manifest)) return messages::damaged_manifest();
  manifest.description = to_plain_json(*description);
  return manifest;
}

Result<model::TableDescription> read_description(const std::string& json) {
  const Client client(std::make_shared<StoredDescription>(json), {.retry = RetryOptions::never()});
  Result<model::DescribeTableOutput> output =
      client.call<operation::DescribeTable>({.table_name = "stored"}).get();
  if (!output || !output->table || output->table->key_schema.empty()) {
    return messages::damaged_manifest();
  }
  return std::move(*output->table);
}

}  // namespace magneto::internal::transfer
