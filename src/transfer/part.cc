// SPDX-License-Identifier: Apache-2.0
#include "transfer/part.h"

#include <array>

#include "base/hex.h"
#include "magneto/json.h"
#include "transfer/messages.h"

namespace magneto::internal::transfer {
namespace {

constexpr std::size_t kFlushBytes = 256 << 10;
constexpr std::string_view kBegin = "{\"Item\":";
constexpr std::string_view kEnd = "}";

}  // namespace

PartWriter::PartWriter(Files& files, std::string name, int level)
    : files_(files), part_{.name = std::move(name)}, zstd_(level) {}

Result<void> PartWriter::add(const ItemView& item) {
  const std::size_t before = lines_.size();
  lines_.append(kBegin).append(to_json(item)).append(kEnd).append("\n");
  raw_bytes_ += lines_.size() - before;
  ++part_.items;
  return lines_.size() < kFlushBytes ? Result<void>() : flush();
}

Result<void> PartWriter::flush() {
  if (!writer_) {
    Result<std::unique_ptr<ObjectWriter>> writer = files_.create(part_.name);
    if (!writer) return std::move(writer).error();
    writer_ = std::move(*writer);
  }
  zstd_.write(lines_, packed_);
  lines_.clear();
  sha256_.add(packed_);
  part_.bytes += packed_.size();
  const internal::Result<void> written = writer_->write(packed_);
  packed_.clear();
  if (!written.ok()) return file_error(written.error(), files_.shown(part_.name));
  return {};
}

Result<BackupPart> PartWriter::finish() {
  if (Result<void> flushed = flush(); !flushed) return std::move(flushed).error();
  zstd_.finish(packed_);
  if (Result<void> flushed = flush(); !flushed) return std::move(flushed).error();
  const internal::Result<void> finished = writer_->finish();
  if (!finished.ok()) return file_error(finished.error(), files_.shown(part_.name));
  part_.sha256 = internal::hex(sha256_.finish());
  return part_;
}

internal::Result<std::size_t> HashingSource::read(char* to, std::size_t room) {
  internal::Result<std::size_t> read = source_->read(to, room);
  if (!read.ok()) return read;
  sha256_.add({to, *read});
  bytes_ += *read;
  return read;
}

Result<std::unique_ptr<PartReader>> PartReader::open(Files& files, const BackupPart& part) {
  Result<std::unique_ptr<ByteSource>> source = files.open(part.name);
  if (!source) return std::move(source).error();
  return std::unique_ptr<PartReader>(new PartReader(
      files.shown(part.name), part, std::make_unique<HashingSource>(std::move(*source))));
}

PartReader::PartReader(std::string shown, BackupPart part, std::unique_ptr<HashingSource> source)
    : shown_(std::move(shown)),
      part_(std::move(part)),
      hashing_(source.get()),
      bytes_(objects::decompressed(std::move(source), objects::Compression::kZstd)),
      lines_(*bytes_) {}

std::string PartReader::place() const { return messages::at_line(shown_, lines_.number()); }

Result<void> PartReader::verify() {
  std::array<char, 64 << 10> rest;
  for (;;) {
    const internal::Result<std::size_t> read = hashing_->read(rest.data(), rest.size());
    if (!read.ok()) return file_error(read.error(), shown_);
    if (*read == 0) break;
  }
  if (hashing_->bytes() != part_.bytes) {
    return messages::cut_short(hashing_->bytes(), part_.bytes).in(shown_);
  }
  if (internal::hex(hashing_->sha256().finish()) != part_.sha256)
    return messages::wrong_checksum().in(shown_);
  return {};
}

Error PartReader::explain(Error otherwise) {
  const Result<void> verified = verify();
  return verified ? std::move(otherwise) : verified.error();
}

Result<bool> PartReader::next_encoded(std::string_view& item) {
  std::string_view line;
  const internal::Result<bool> more = lines_.next(line);
  if (!more.ok()) return explain(file_error(more.error(), place()));
  if (!*more) {
    if (Result<void> verified = verify(); !verified) return std::move(verified).error();
    if (items_ != part_.items) return messages::wrong_count(items_, part_.items).in(shown_);
    return false;
  }
  if (!line.starts_with(kBegin) || !line.ends_with(kEnd)) {
    return explain(messages::no_item_line("it has not the form of a backup's line").in(place()));
  }
  line.remove_prefix(kBegin.size());
  line.remove_suffix(kEnd.size());
  item = line;
  ++items_;
  return true;
}

Result<bool> PartReader::next(Item& item) {
  std::string_view line;
  Result<bool> more = next_encoded(line);
  if (!more || !*more) return more;
  Result<Item> read = item_from_json(line);
  if (!read) return explain(messages::no_item_line(read.error().message()).in(place()));
  item = std::move(*read);
  return true;
}

}  // namespace magneto::internal::transfer
