// SPDX-License-Identifier: Apache-2.0
//
// What is known about a table. Immutable once published in a catalog snapshot; a change publishes a
// new Table. Who holds a shared_ptr<const Table> may go on using it: the catalog tells background
// jobs when nobody uses the old one any more (catalog.h).
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/owned.h"
#include "catalog/contributor_insights.h"
#include "catalog/history.h"
#include "catalog/kinesis_destination.h"
#include "catalog/resource_policy.h"
#include "catalog/restore.h"
#include "catalog/stream.h"
#include "keys/key_bytes.h"
#include "keys/key_schema.h"
#include "model/enums.h"

namespace magneto::internal::catalog {

/// As described to clients, of tables and indexes. What the engine does follows from the jobs, not
/// from this.
using Status = model::IndexStatus;
constexpr model::TableStatus table_status(Status status) {
  return static_cast<model::TableStatus>(status);
}
static_assert(std::ranges::equal(words_of(Status{}), words_of(model::TableStatus{}).first(4)));

using ProjectionType = model::ProjectionType;

struct Projection {
  ProjectionType type = ProjectionType::kAll;
  std::vector<std::string> non_key_attributes;
  friend bool operator==(const Projection&, const Projection&) = default;
};

/// Provisioned units; zeros with on-demand billing. Times in milliseconds since 1970, 0 for never.
struct Throughput {
  std::int64_t read_units = 0;
  std::int64_t write_units = 0;
  std::int64_t last_increase_ms = 0;
  std::int64_t last_decrease_ms = 0;
  std::int64_t decreases_today = 0;
};
struct OnDemandThroughput {
  std::optional<std::int64_t> max_read_units;  ///< -1: no maximum.
  std::optional<std::int64_t> max_write_units;
};
struct WarmThroughput {
  std::int64_t read_units_per_second = 0;
  std::int64_t write_units_per_second = 0;
};

/// Live item count and size of a table or index: updated by the store with each write, exact, kept
/// by the engine's counters. Shared by all versions of the Table. Those of an index that is being
/// backfilled mean nothing yet (the service describes zeros then).
struct Statistics {
  std::atomic<std::int64_t> items{0};
  std::atomic<std::int64_t> bytes{0};
};

struct Index {
  std::string name;
  keys::SpaceId space = 0;
  bool local = false;
  keys::KeySchema schema;
  Projection projection;
  /// Names of all attributes an entry holds (table key, index key, INCLUDE's), ascending; empty
  /// with ALL. Made by the catalog.
  std::vector<std::string> entry_attributes;
  Throughput throughput;
  std::optional<OnDemandThroughput> on_demand_throughput;
  std::optional<WarmThroughput> warm_throughput;
  Status status = Status::kActive;
  bool backfilling = false;
  ContributorInsights insights;
  std::shared_ptr<Statistics> statistics;
};

using DistanceFunction = model::VectorDistanceFunction;

/// An attribute of a vector index's SearchSchema.
struct SearchAttribute {
  keys::KeyAttribute attribute;
  bool hash = false;  ///< HASH; else INLINE_FILTER.
};

/// A vector index: the third kind, after local and global ones. Its entries lie like those of a
/// global index whose partition is the HASH attribute, or all in one where there is none.
struct VectorIndex {
  std::string name;
  keys::SpaceId space = 0;
  std::string attribute;  ///< The one that has the vector.
  std::int64_t dimensions = 0;
  DistanceFunction distance = DistanceFunction::kCosine;
  std::vector<SearchAttribute> search_schema;  ///< As it was given.
  keys::KeySchema schema;  ///< The HASH attribute as partition, or nothing. Made by the catalog.
  Projection projection;
  /// Names of all attributes that an entry holds beside the vector, ascending: the table's key, the
  /// search schema, INCLUDE's. Empty with ALL. Made by the catalog.
  std::vector<std::string> entry_attributes;
  Status status = Status::kActive;
  bool backfilling = false;
  std::shared_ptr<Statistics> statistics;

  const SearchAttribute* find_search_attribute(std::string_view attribute_name) const;
};

/// A copy shares nothing but the statistics.
struct Table {
  std::string name;
  keys::SpaceId space = 0;  ///< Never used again after the table is gone.
  std::string id;           ///< TableId: a UUID.
  std::string arn;
  std::int64_t created_ms = 0;
  Status status = Status::kActive;
  /// Until then (milliseconds since 1970) the table and its changed indexes are described as
  /// `transition_status`: to test pollers and waiters. Not stored: a restart ends every transition.
  std::int64_t transition_ends_ms = 0;
  Status transition_status = Status::kActive;

  keys::KeySchema schema;
  std::vector<keys::KeyAttribute> attribute_definitions;  ///< In the order given.
  std::vector<Owned<Index>> indexes;  ///< Local first, then global, in the order given.
  std::vector<Owned<VectorIndex>> vector_indexes;  ///< In the order given.

  bool on_demand = false;           ///< BillingMode PAY_PER_REQUEST.
  bool billing_mode_named = false;  ///< BillingModeSummary is described only then.
  std::int64_t on_demand_since_ms = 0;
  Throughput throughput;
  std::optional<OnDemandThroughput> on_demand_throughput;
  std::optional<WarmThroughput> warm_throughput;
  bool deletion_protection = false;
  std::string settings_replication_mode;    ///< Of global tables; empty: never set.
  std::string table_class;                  ///< Empty: never set.
  std::int64_t table_class_changed_ms = 0;  ///< 0: as it was created.
  bool encrypted_with_kms = false;          ///< SSESpecification Enabled.
  std::string kms_key_arn;
  /// Oldest first, with those that were disabled and can still be read. Only the last one may be
  /// enabled.
  std::vector<Stream> streams;
  std::string ttl_attribute;  ///< Empty: no time to live.
  std::vector<std::pair<std::string, std::string>> tags;
  ResourcePolicy policy;
  std::vector<KinesisDestination> kinesis_destinations;  ///< Newest first. One at most is in use.
  ContributorInsights insights;
  std::optional<History> history;  ///< Point-in-time recovery is on, or closing.
  /// Of a table that is being filled: until it is, it is CREATING and nobody gets at its items. It
  /// stays, in memory only, for as long as the table is described as CREATING.
  std::optional<Restore> restore;

  std::shared_ptr<Statistics> statistics;

  bool restoring() const { return restore.has_value() && status == Status::kCreating; }
  /// The history that one can restore from, or null.
  const History* recovery() const { return history && !history->closing ? &*history : nullptr; }
  const Index* find_index(std::string_view index_name) const;
  const VectorIndex* find_vector_index(std::string_view index_name) const;
  bool has_local_indexes() const;
  /// The stream that changes are written to, or null.
  const Stream* enabled_stream() const {
    return streams.empty() || !streams.back().enabled() ? nullptr : &streams.back();
  }
  /// By the last part of its ARN.
  const Stream* find_stream(std::string_view label) const;
};

/// What Index::entry_attributes is to be.
std::vector<std::string> entry_attributes(const Table& table, const Index& index);
std::vector<std::string> entry_attributes(const Table& table, const VectorIndex& index);

/// What VectorIndex::schema is to be.
keys::KeySchema partition_schema(const VectorIndex& index);

}  // namespace magneto::internal::catalog
