// SPDX-License-Identifier: Apache-2.0
//
// For tests: an engine, a catalog and a store, opened as the database does it, and a clock that stands
// still.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/test_clock.h"
#include "catalog/catalog.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "store/store.h"

namespace magneto::internal::store {

/// In memory where no directory is given.
struct TestStore {
  explicit TestStore(const Clock& clock, const std::string& directory = {})
      : engine(storage::open_rocksdb({.directory = directory}).value()),
        catalog(catalog::Catalog::open(*engine, {.clock = &clock}).value()),
        store(*engine, clock) {}

  std::unique_ptr<storage::Engine> engine;
  std::unique_ptr<catalog::Catalog> catalog;
  Store store;
};

}  // namespace magneto::internal::store
