// SPDX-License-Identifier: Apache-2.0
//
// A memtable in which overwritten values do not slow down range reads.
//
// A memtable keeps every version of a key until it is written to a table file, and an iterator
// walks over all of them. RocksDB helps itself after eight versions by seeking to the next key, in
// the memtable and in all table files: some microseconds for each key that is overwritten
// often. (Smaller memtables would help little, for a hundred hot keys are overwritten hundreds of
// times in a few megabytes, and cost more compactions.)
//
// This one is RocksDB's skip list with iterators that know what their reader can see. RocksDB's
// iterator begins with a seek whose target carries the reader's sequence number. From then on,
// going forwards, versions newer than that are passed over, and once a visible put or delete of a
// key has been shown, so are the older ones behind it: a few steps, then one seek in the skip list
// alone. Every other use (flushes, walking backwards, point reads) sees all versions as ever.
//
// Not for families with merges: an operand needs the versions behind it.
#pragma once

#include <rocksdb/memtablerep.h>

#include <memory>

namespace magneto::internal::storage {

std::shared_ptr<::rocksdb::MemTableRepFactory> skipping_memtable_factory();

}  // namespace magneto::internal::storage
