// SPDX-License-Identifier: Apache-2.0
//
// GET /metrics: everything that is counted, as Prometheus text (exposition format 0.0.4).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "http_server/http_probe.h"
#include "server/server_probe.h"
#include "storage/engine.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace magneto::internal::server {

struct MetricsSources {
  std::span<const http_server::HttpProbe* const> http;
  std::span<const ServerProbe* const> server;
  storage::EngineStatistics engine;
  storage::RocksdbFigures rocksdb;
  storage::EngineHealth health;
  std::size_t request_buffer_bytes = 0;
  std::size_t blocking_queue = 0;
  std::size_t tables = 0;
  std::size_t indexes_filling = 0;
  std::optional<std::uint64_t> free_disk_bytes;  ///< Nothing when the data lies in memory.
  std::uint64_t background_failures = 0;
};

/// Operations that nobody has called are left out.
std::string metrics_page(const MetricsSources& sources);

}  // namespace magneto::internal::server
