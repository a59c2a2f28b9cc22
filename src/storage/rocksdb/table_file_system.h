// SPDX-License-Identifier: Apache-2.0
//
// The file system under RocksDB, with table files that know when they must not wait.
//
// On a thread whose reads must not wait (read_gate.h) no file is opened, and a read takes what the
// system's page cache has (preadv2 with RWF_NOWAIT) or is refused with an error. A file system that
// cannot tell what is cached (EOPNOTSUPP, as of some versions of overlayfs and tmpfs) refuses such
// reads always; RocksDB's block cache then still answers what was read before.
#pragma once

#include <rocksdb/file_system.h>

#include <memory>
#include <string>

namespace magneto::internal::storage {

/// Thread safe.
class TableFileSystem : public ::rocksdb::FileSystemWrapper {
 public:
  using IOStatus = ::rocksdb::IOStatus;
  using IODebugContext = ::rocksdb::IODebugContext;

  explicit TableFileSystem(std::shared_ptr<::rocksdb::FileSystem> base)
      : FileSystemWrapper(std::move(base)) {}
  const char* Name() const override { return "magneto.TableFileSystem"; }

  IOStatus NewRandomAccessFile(const std::string& path, const ::rocksdb::FileOptions& options,
                               std::unique_ptr<::rocksdb::FSRandomAccessFile>* file,
                               IODebugContext* debug) override;
};

}  // namespace magneto::internal::storage
