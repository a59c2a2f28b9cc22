// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/skipping_memtable.h"

#include <cstddef>
#include <memory>
#include <new>
#include <string>

#include "base/check.h"

namespace magneto::internal::storage {
namespace {

using ::rocksdb::MemTableRep;
using ::rocksdb::Slice;

// An entry begins with its internal key, its length in front: user key, then 8 bytes (little
// endian) of sequence number << 8 | type. Entries of one user key come with the highest number
// first.
constexpr std::size_t kTrailerBytes = 8;
constexpr std::uint64_t kMaxSequence = (std::uint64_t{1} << 56) - 1;
constexpr std::uint64_t kDelete = 0x0;
constexpr std::uint64_t kPut = 0x1;
constexpr std::uint64_t kMerge = 0x2;
constexpr std::uint64_t kSingleDelete = 0x7;

constexpr int kStepsBeforeSeek = 4;

std::uint64_t trailer_of(const Slice& internal_key) {
  std::uint64_t trailer = 0;
  for (std::size_t i = 0; i < kTrailerBytes; ++i) {
    const char byte = internal_key.data()[internal_key.size() - 1 - i];
    trailer = trailer << 8 | static_cast<unsigned char>(byte);
  }
  return trailer;
}

Slice user_key_of(const Slice& internal_key) {
  return {internal_key.data(), internal_key.size() - kTrailerBytes};
}

class SkippingIterator : public MemTableRep::Iterator {
 public:
  SkippingIterator(MemTableRep::Iterator* all, bool in_arena) : all_(all), in_arena_(in_arena) {}
  ~SkippingIterator() override { in_arena_ ? all_->~Iterator() : delete all_; }

  bool Valid() const override { return all_->Valid(); }
  const char* key() const override { return all_->key(); }
  void Prev() override { all_->Prev(); }
  void SeekForPrev(const Slice& target, const char* encoded) override {
    all_->SeekForPrev(target, encoded);
  }
  void RandomSeek() override { all_->RandomSeek(); }
  void SeekToFirst() override { all_->SeekToFirst(); }
  void SeekToLast() override { all_->SeekToLast(); }

  void Seek(const Slice& target, const char* encoded) override {
    all_->Seek(target, encoded);
    learn(trailer_of(encoded != nullptr ? ::rocksdb::GetLengthPrefixedSlice(encoded) : target));
    skip_invisible();
  }

  void Next() override {
    if (!skipping()) return all_->Next();
    const Slice shown = entry();
    const std::uint64_t trailer = trailer_of(shown);
    const std::uint64_t type = trailer & 0xFF;
    const bool hides_older = trailer >> 8 <= visible_ && (type == kPut || type == kDelete);
    all_->Next();
    if (hides_older) skip_versions_of(user_key_of(shown));
    skip_invisible();
  }

 private:
  enum class Knows : std::uint8_t { kNothing, kVisible, kTooMuch };

  bool skipping() const { return knows_ == Knows::kVisible; }
  Slice entry() const { return ::rocksdb::GetLengthPrefixedSlice(all_->key()); }

  /// The target of a reader's own seek has a type that no entry has, and the reader's number. Other
  /// targets (an entry, when the reader turns round; "behind all versions") have an entry's type
  /// and tell nothing. Two different numbers, or the highest (used with range deletions): better
  /// skip nothing.
  void learn(std::uint64_t trailer) {
    const std::uint64_t type = trailer & 0xFF;
    if (type == kDelete || type == kPut || type == kMerge || type == kSingleDelete) return;
    const std::uint64_t sequence = trailer >> 8;
    if (knows_ == Knows::kNothing && sequence != kMaxSequence) {
      knows_ = Knows::kVisible;
      visible_ = sequence;
      visible_trailer_ = trailer;
    } else if (sequence != visible_) {
      knows_ = Knows::kTooMuch;
    }
  }

  /// Past entries newer than the reader.
  void skip_invisible() {
    if (!skipping()) return;
    int steps = 0;
    while (all_->Valid() && trailer_of(entry()) >> 8 > visible_) {
      if (++steps < kStepsBeforeSeek) {
        all_->Next();
      } else {
        seek(user_key_of(entry()), visible_trailer_);
        steps = 0;
      }
    }
  }

  /// Past the rest of the entries of `user_key` (whose bytes stay: the memtable never moves them).
  void skip_versions_of(const Slice& user_key) {
    for (int steps = 1; all_->Valid() && user_key_of(entry()) == user_key; ++steps) {
      if (steps == kStepsBeforeSeek) return seek(user_key, 0);
      all_->Next();
    }
  }

  void seek(const Slice& user_key, std::uint64_t trailer) {
    target_.assign(user_key.data(), user_key.size());
    for (std::size_t i = 0; i < kTrailerBytes; ++i) {
      target_.push_back(static_cast<char>(trailer >> (8 * i)));
    }
    all_->Seek(target_, nullptr);
  }

  MemTableRep::Iterator* const all_;
  const bool in_arena_;
  Knows knows_ = Knows::kNothing;
  std::uint64_t visible_ = 0;
  std::uint64_t visible_trailer_ = 0;
  std::string target_;
};

/// Memory of the arena in which RocksDB wants an iterator. The header of Arena is not installed;
/// but an arena is an Allocator, and MemTableRep knows how to take from one.
class ArenaMemory : public MemTableRep {
 public:
  explicit ArenaMemory(::rocksdb::Arena* arena)
      : MemTableRep(reinterpret_cast<::rocksdb::Allocator*>(arena)) {}

  void* take(std::size_t bytes) {
    constexpr std::size_t kAlignment = alignof(std::max_align_t);
    char* memory = nullptr;
    Allocate(bytes + kAlignment, &memory);
    void* aligned = memory;
    std::size_t space = bytes + kAlignment;
    return std::align(kAlignment, bytes, aligned, space);
  }

  void Insert(::rocksdb::KeyHandle) override { MAGNETO_CHECK(false); }
  bool Contains(const char*) const override { return false; }
  std::size_t ApproximateMemoryUsage() override { return 0; }
  Iterator* GetIterator(::rocksdb::Arena*) override { return nullptr; }
};

/// The skip list, with other iterators.
class SkippingMemtable : public MemTableRep {
 public:
  SkippingMemtable(std::unique_ptr<MemTableRep> list, ::rocksdb::Allocator* allocator)
      : MemTableRep(allocator), list_(std::move(list)) {}

  Iterator* GetIterator(::rocksdb::Arena* arena) override {
    Iterator* const all = list_->GetIterator(arena);
    if (arena == nullptr) return new SkippingIterator(all, false);
    void* const memory = ArenaMemory(arena).take(sizeof(SkippingIterator));
    return ::new (memory) SkippingIterator(all, true);
  }
  Iterator* GetDynamicPrefixIterator(::rocksdb::Arena* arena) override {
    return list_->GetDynamicPrefixIterator(arena);
  }

  ::rocksdb::KeyHandle Allocate(const std::size_t size, char** buffer) override {
    return list_->Allocate(size, buffer);
  }
  void Insert(::rocksdb::KeyHandle handle) override { list_->Insert(handle); }
  bool InsertKey(::rocksdb::KeyHandle handle) override { return list_->InsertKey(handle); }
  void InsertWithHint(::rocksdb::KeyHandle handle, void** hint) override {
    list_->InsertWithHint(handle, hint);
  }
  bool InsertKeyWithHint(::rocksdb::KeyHandle handle, void** hint) override {
    return list_->InsertKeyWithHint(handle, hint);
  }
  void InsertWithHintConcurrently(::rocksdb::KeyHandle handle, void** hint) override {
    list_->InsertWithHintConcurrently(handle, hint);
  }
  bool InsertKeyWithHintConcurrently(::rocksdb::KeyHandle handle, void** hint) override {
    return list_->InsertKeyWithHintConcurrently(handle, hint);
  }
  void InsertConcurrently(::rocksdb::KeyHandle handle) override {
    list_->InsertConcurrently(handle);
  }
  bool InsertKeyConcurrently(::rocksdb::KeyHandle handle) override {
    return list_->InsertKeyConcurrently(handle);
  }
  bool Contains(const char* key) const override { return list_->Contains(key); }
  void MarkReadOnly() override { list_->MarkReadOnly(); }
  void MarkFlushed() override { list_->MarkFlushed(); }
  void Get(const ::rocksdb::LookupKey& key, void* arguments,
           bool (*callback)(void* arguments, const char* entry)) override {
    list_->Get(key, arguments, callback);
  }
  std::uint64_t ApproximateNumEntries(const Slice& begin, const Slice& end) override {
    return list_->ApproximateNumEntries(begin, end);
  }
  void UniqueRandomSample(const std::uint64_t entries, const std::uint64_t sample,
                          std::unordered_set<const char*>* chosen) override {
    list_->UniqueRandomSample(entries, sample, chosen);
  }
  std::size_t ApproximateMemoryUsage() override { return list_->ApproximateMemoryUsage(); }

 private:
  std::unique_ptr<MemTableRep> list_;
};

class SkippingMemtableFactory : public ::rocksdb::MemTableRepFactory {
 public:
  using MemTableRepFactory::CreateMemTableRep;

  const char* Name() const override { return "magneto.SkippingMemtable"; }
  bool IsInsertConcurrentlySupported() const override { return true; }
  bool CanHandleDuplicatedKey() const override { return true; }

  MemTableRep* CreateMemTableRep(const MemTableRep::KeyComparator& comparator,
                                 ::rocksdb::Allocator* allocator,
                                 const ::rocksdb::SliceTransform* prefix,
                                 ::rocksdb::Logger* logger) override {
    std::unique_ptr<MemTableRep> list(
        lists_.CreateMemTableRep(comparator, allocator, prefix, logger));
    return new SkippingMemtable(std::move(list), allocator);
  }

 private:
  ::rocksdb::SkipListFactory lists_;
};

}  // namespace

std::shared_ptr<::rocksdb::MemTableRepFactory> skipping_memtable_factory() {
  return std::make_shared<SkippingMemtableFactory>();
}

}  // namespace magneto::internal::storage
