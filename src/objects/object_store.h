// SPDX-License-Identifier: Apache-2.0
//
// ObjectStore: what import, export and bulk operations need of Amazon S3. Buckets hold objects,
// which are bytes under a key; keys are any UTF-8 of up to 1,024 bytes, and "/" in them means
// nothing but to people. Implementations: directory_store.h. Thread safe; readers and writers
// belong to one thread at a time and must not outlive their store.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace magneto::internal::objects {

/// Bytes, read from the front to the end.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Reads up to `room` bytes to `to` and says how many; 0 is the end. REQUIRES: room > 0.
  /// Errors: kIo; kCorruption when what is read is not in the form it should be in.
  virtual Result<std::size_t> read(char* to, std::size_t room) = 0;
};

/// An object that is being written. It is there, all at once, when finish() has succeeded; without
/// that nothing is.
class ObjectWriter {
 public:
  virtual ~ObjectWriter() = default;
  /// Errors: kIo.
  virtual Result<void> write(std::string_view bytes) = 0;
  /// Once, as the last call. The object is on stable storage then. Errors: kIo.
  virtual Result<void> finish() = 0;
};

struct ObjectInfo {
  std::string key;
  std::uint64_t bytes = 0;
  friend bool operator==(const ObjectInfo&, const ObjectInfo&) = default;
};

class ObjectStore {
 public:
  virtual ~ObjectStore() = default;

  /// Errors: kIo.
  virtual Result<bool> has_bucket(std::string_view bucket) = 0;
  /// The objects whose keys begin with `prefix`, ascending by the bytes of their keys. Nothing when
  /// there is no such bucket. Errors: kIo.
  virtual Result<std::vector<ObjectInfo>> list(std::string_view bucket,
                                               std::string_view prefix) = 0;
  /// Errors: kIo, also when there is no such object.
  virtual Result<std::unique_ptr<ByteSource>> open(std::string_view bucket,
                                                   std::string_view key) = 0;
  /// Replaces the object that is there. Errors: kIo, also when there is no such bucket or the key
  /// cannot be stored.
  virtual Result<std::unique_ptr<ObjectWriter>> create(std::string_view bucket,
                                                       std::string_view key) = 0;
};

/// Writes a whole object. Errors: as create() and the writer's.
Result<void> put_object(ObjectStore& store, std::string_view bucket, std::string_view key,
                        std::string_view bytes);

/// All that is left of `source`. For small objects. Errors: the source's.
Result<std::string> read_all(ByteSource& source);

}  // namespace magneto::internal::objects
