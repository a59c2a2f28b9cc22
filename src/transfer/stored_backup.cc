// SPDX-License-Identifier: Apache-2.0
#include "transfer/stored_backup.h"

#include "transfer/messages.h"
#include "transfer/pynamo_file.h"

namespace magneto::internal::transfer {
namespace {

/// The first byte that is no blank; 0 when there is none. Reads little of a large file.
Result<char> first_byte(Files& files, const std::string& name) {
  Result<std::unique_ptr<ByteSource>> source = files.open(name);
  if (!source) return std::move(source).error();
  char c = 0;
  for (;;) {
    const internal::Result<std::size_t> read = (*source)->read(&c, 1);
    if (!read.ok()) return file_error(read.error(), files.shown(name));
    if (*read == 0) return '\0';
    if (c != ' ' && c != '\n' && c != '\r' && c != '\t') return c;
  }
}

}  // namespace

Result<BackupPlace> backup_place(const std::string& location, const S3Options& s3) {
  constexpr std::string_view kEnding = ".json";
  FileName file{location, "manifest.json"};
  std::string parts = "parts/";
  if (location.ends_with(kEnding)) {
    file = split_name(location);
    parts = file.name.substr(0, file.name.size() - kEnding.size()) + ".parts/";
  }
  while (file.folder.size() > 1 && file.folder.ends_with('/')) file.folder.pop_back();
  Result<std::unique_ptr<Files>> files = open_files(file.folder, s3);
  if (!files) return std::move(files).error();
  return BackupPlace{.files = std::move(*files),
                     .manifest = file.name,
                     .parts = std::move(parts),
                     .unfinished = file.name + ".progress"};
}

Result<StoredBackup> StoredBackup::open(const std::string& location, const S3Options& s3) {
  StoredBackup backup;
  Result<BackupPlace> place = backup_place(location, s3);
  if (!place) return std::move(place).error();
  backup.place_ = std::move(*place);
  Files& files = *backup.place_.files;
  const std::string shown = files.shown(backup.place_.manifest);
  const Result<char> first = first_byte(files, backup.place_.manifest);
  if (!first) return first.error();
  if (*first == '[') {
    backup.info_.of_pynamo = true;
    return backup;
  }
  if (*first != '{') return messages::foreign_backup().in(shown);
  const Result<std::string> text = read_whole(files, backup.place_.manifest);
  if (!text) return text.error();
  Result<Manifest> manifest = read_manifest(*text);
  if (!manifest) return manifest.error().in(shown);
  Result<model::TableDescription> table = read_description(manifest->description);
  if (!table) return table.error().in(shown);
  backup.info_.table = std::move(*table);
  backup.info_.items = manifest->items();
  backup.info_.bytes = manifest->bytes();
  backup.info_.started = std::move(manifest->started);
  backup.info_.finished = std::move(manifest->finished);
  backup.info_.parts = std::move(manifest->parts);
  return backup;
}

Result<std::unique_ptr<ItemSource>> StoredBackup::part(std::size_t index) const {
  if (info_.of_pynamo) {
    Result<std::unique_ptr<PynamoFile>> file = PynamoFile::open(*place_.files, place_.manifest);
    if (!file) return std::move(file).error();
    return std::unique_ptr<ItemSource>(std::move(*file));
  }
  Result<std::unique_ptr<PartReader>> part = encoded_part(index);
  if (!part) return std::move(part).error();
  return std::unique_ptr<ItemSource>(std::move(*part));
}

Result<std::unique_ptr<PartReader>> StoredBackup::encoded_part(std::size_t index) const {
  return PartReader::open(*place_.files, info_.parts[index]);
}

bool StoredBackup::has_keys(const std::vector<KeyAttribute>& keys) const {
  const TableInfo saved = TableInfo::of(info_.table);
  std::vector<KeyAttribute> of_items{saved.partition_key};
  if (saved.sort_key) of_items.push_back(*saved.sort_key);
  return keys == of_items;
}

Result<void> StoredBackup::check(const std::vector<KeyAttribute>& keys, Work& work) const {
  const bool checksums_suffice = !info_.of_pynamo && has_keys(keys);
  return work.run(parts(), [&](std::size_t index) {
    return checksums_suffice ? check_checksum(index, work) : check_part(index, keys, work);
  });
}

Result<void> StoredBackup::check_checksum(std::size_t index, Work& work) const {
  constexpr std::uint64_t kTold = 10'000;
  Result<std::unique_ptr<PartReader>> source = encoded_part(index);
  if (!source) return std::move(source).error();
  std::uint64_t items = 0;
  for (;;) {
    std::string_view item;
    Result<bool> more = (*source)->next_encoded(item);
    if (!more) return std::move(more).error();
    if (*more && ++items < kTold) continue;
    if (Result<void> good = work.go_on(); !good) return good;
    work.count([&](TransferProgress& counts) { counts.read += std::exchange(items, 0); });
    if (!*more) return {};
  }
}

Result<void> StoredBackup::check_part(std::size_t index, const std::vector<KeyAttribute>& keys,
                                      Work& work) const {
  constexpr std::uint64_t kTold = 1'000;
  Result<std::unique_ptr<ItemSource>> source = part(index);
  if (!source) return std::move(source).error();
  Item item;
  std::uint64_t items = 0;
  for (;;) {
    Result<bool> more = (*source)->next(item);
    if (!more) return std::move(more).error();
    if (*more) {
      ++items;
      const Result<void> keyed = check_key(item, keys);
      if (!keyed) return keyed.error().in((*source)->place());
      if (items < kTold) continue;
    }
    if (Result<void> good = work.go_on(); !good) return good;
    work.count([&](TransferProgress& counts) { counts.read += std::exchange(items, 0); });
    if (!*more) return {};
  }
}

}  // namespace magneto::internal::transfer
