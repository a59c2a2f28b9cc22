// SPDX-License-Identifier: Apache-2.0
//
// ScanPages: one segment of a table, page after page, at the work's read rate.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "magneto/item_view.h"
#include "magneto/operations.h"
#include "magneto/table.h"
#include "transfer/work.h"

namespace magneto::internal::transfer {

/// What a scan of a whole table asks for, but for the segment. Errors: kInvalidArgument.
Result<model::ScanInput> scan_input(const Table& table, const magneto::Condition& filter = {},
                                    const Projection& projection = {},
                                    const std::string& index = {});

/// As values that own what they hold.
std::vector<Item> items_of(const EncodedItems& encoded);

/// Used by one thread at a time.
class ScanPages {
 public:
  struct Page {
    EncodedItems items = {};
    std::optional<Item> next = {};  ///< Where the page behind begins; nothing at the end.
  };

  ScanPages(Client client, model::ScanInput input, std::size_t segment, std::size_t segments,
            Work& work);
  /// Behind the item with this key.
  void start_at(std::optional<Item> key) { input_.exclusive_start_key = std::move(key); }

  /// A page may be empty and not the last. Counts what it read. Errors: those of Scan, kCancelled.
  Result<Page> next();
  bool ended() const { return ended_; }

 private:
  void fit_page(std::size_t items, double units);

  Client client_;
  model::ScanInput input_;
  const double share_;  ///< Of the read rate, in units a second.
  Work& work_;
  bool ended_ = false;
};

}  // namespace magneto::internal::transfer
