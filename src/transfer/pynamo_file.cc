// SPDX-License-Identifier: Apache-2.0
#include "transfer/pynamo_file.h"

#include "magneto/json.h"
#include "transfer/messages.h"

namespace magneto::internal::transfer {

Result<std::unique_ptr<PynamoFile>> PynamoFile::open(Files& files, const std::string& name) {
  Result<std::unique_ptr<ByteSource>> source = files.open(name);
  if (!source) return std::move(source).error();
  return std::unique_ptr<PynamoFile>(new PynamoFile(files.shown(name), std::move(*source)));
}

std::string PynamoFile::place() const { return messages::at_line(shown_, array_.line()); }

Result<bool> PynamoFile::next(Item& item) {
  const internal::Result<bool> more = array_.next(element_);
  if (!more.ok()) return messages::not_an_array(more.error().message()).in(place());
  if (!*more) return false;
  Result<Item> read = item_from_plain_json(element_);
  if (!read) return messages::no_item_line(read.error().message()).in(place());
  item = std::move(*read);
  return true;
}

}  // namespace magneto::internal::transfer
