// SPDX-License-Identifier: Apache-2.0
//
// What an operation's code gets besides its request. One Context per worker thread, reused from
// request to request; the arena holds everything of the current one.
//
// An operation is a plain function, `Result<Output> name(Context&, const Input&)`. It never waits
// on an event loop: when memory cannot answer, some call in it returns kWouldBlock, the error goes
// up, and the server runs the whole function again on a thread that may sleep (context.blocking is
// kAllowed then). So an operation has at most one store.modify(), as its last effect. An operation
// that changes the catalog is declared `Effect::kCatalog` and runs on such a thread from the start.
// The server holds the answer of a write back until engine.last_commit() is durable.
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "base/random.h"
#include "catalog/catalog.h"
#include "checks/validate.h"
#include "expression/parse_cache.h"
#include "json/codec.h"
#include "operations/core/conflicts.h"
#include "operations/core/request_wording.h"
#include "store/store.h"

namespace magneto::internal::operations {

class Throttle;

/// What an operation needs from the thread it runs on.
enum class Effect : std::uint8_t { kRead, kWrite, kCatalog };

/// Shared by all workers. Thread safe members only.
struct Services {
  catalog::Catalog& catalog;
  store::Store& store;
  const Clock& clock;
  /// How long a changed table is described as CREATING or UPDATING, in milliseconds.
  std::int64_t transition_delay_ms = 0;
  checks::Wording wording = checks::Wording::kPresent;
  Random& random = system_random();
  /// Held by a request that looks for its client token in the catalog's documents and adds one.
  Mutex document_tokens = {};
  /// Null: requests that meet on an item wait for each other.
  Conflicts* conflicts = nullptr;
  /// Null: nothing is throttled.
  Throttle* throttle = nullptr;
};

struct Context {
  /// Lets go of everything of the last request. Call between two requests: a table that is held on
  /// to keeps background work waiting (Catalog::wait_for_old_readers).
  void reset() {
    arena.reset();
    table.reset();
    host = {};
    wording = {};
    request_checked = false;
  }

  Services& services;
  Arena arena;
  expression::ParseCache parse_cache;
  Blocking blocking = Blocking::kNever;
  /// The table that the answer's views look into: held until the answer is encoded.
  catalog::TablePtr table;
  /// The request's Host header: where the client reached us.
  std::string_view host;
  /// How the operation words errors in its request; all false with Wording::kLegacy.
  RequestWording wording = {};
  /// The request by itself is right: from here on errors are about tables, keys and items.
  bool request_checked = false;
};

}  // namespace magneto::internal::operations
