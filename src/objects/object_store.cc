// SPDX-License-Identifier: Apache-2.0
#include "objects/object_store.h"

#include <array>

namespace magneto::internal::objects {

Result<void> put_object(ObjectStore& store, std::string_view bucket, std::string_view key,
                        std::string_view bytes) {
  MAGNETO_ASSIGN_OR_RETURN(const auto writer, store.create(bucket, key));
  MAGNETO_RETURN_IF_ERROR(writer->write(bytes));
  return writer->finish();
}

Result<std::string> read_all(ByteSource& source) {
  std::string all;
  std::array<char, 16 * 1024> buffer;
  while (true) {
    MAGNETO_ASSIGN_OR_RETURN(const std::size_t read, source.read(buffer.data(), buffer.size()));
    if (read == 0) return all;
    all.append(buffer.data(), read);
  }
}

}  // namespace magneto::internal::objects
