// SPDX-License-Identifier: Apache-2.0
#include "server/metrics_page.h"

#include <array>
#include <cstdio>

#include "operations/operation.h"

namespace magneto::internal::server {
namespace {

/// Writes families of metrics: help and type once, then a line a sample.
class Page {
 public:
  void family(std::string_view name, std::string_view type, std::string_view help) {
    text_.append("# HELP ").append(name).append(" ").append(help);
    text_.append("\n# TYPE ").append(name).append(" ").append(type).append("\n");
  }
  void sample(std::string_view name, std::string_view labels, std::uint64_t value) {
    begin(name, labels).append(std::to_string(value)).append("\n");
  }
  void sample_seconds(std::string_view name, std::string_view labels, std::uint64_t microseconds) {
    begin(name, labels).append(seconds(microseconds)).append("\n");
  }
  /// A family of one sample.
  void single(std::string_view name, std::string_view type, std::string_view help,
              std::uint64_t value) {
    family(name, type, help);
    sample(name, {}, value);
  }

  static std::string seconds(std::uint64_t microseconds) {
    std::array<char, 40> text;
    int size = std::snprintf(text.data(), text.size(), "%llu.%06llu",
                             static_cast<unsigned long long>(microseconds / 1'000'000),
                             static_cast<unsigned long long>(microseconds % 1'000'000));
    return std::string(text.data(), static_cast<std::size_t>(size));
  }

  std::string take() { return std::move(text_); }

 private:
  std::string& begin(std::string_view name, std::string_view labels) {
    text_.append(name);
    if (!labels.empty()) text_.append("{").append(labels).append("}");
    return text_.append(" ");
  }
  std::string text_;
};

template <class Probe, class Get>
std::uint64_t sum(std::span<const Probe* const> probes, Get get) {
  std::uint64_t total = 0;
  for (const Probe* probe : probes) total += get(*probe);
  return total;
}

std::string label(std::string_view name, std::string_view value) {
  return std::string(name).append("=\"").append(value).append("\"");
}

void write_http(Page& page, std::span<const http_server::HttpProbe* const> probes) {
  auto count = [&](http_server::Count http_server::HttpProbe::*member) {
    return sum(probes,
               [member](const http_server::HttpProbe& probe) { return (probe.*member).value(); });
  };
  using Probe = http_server::HttpProbe;
  page.single("magneto_connections", "gauge", "Open connections.", count(&Probe::connections_open));
  page.single("magneto_connections_accepted_total", "counter", "Connections accepted.",
              count(&Probe::connections_accepted));
  page.single("magneto_connections_refused_total", "counter",
              "Connections closed at once because there were too many.",
              count(&Probe::connections_refused));
  page.single("magneto_connections_evicted_total", "counter",
              "Connections closed for a new one, or for their memory.",
              count(&Probe::connections_evicted));
  page.single("magneto_http_requests_total", "counter", "Whole HTTP requests.",
              count(&Probe::requests));
  page.family("magneto_http_rejected_total", "counter", "HTTP requests that could not be read.");
  page.sample("magneto_http_rejected_total", label("reason", "malformed"),
              count(&Probe::malformed_requests));
  page.sample("magneto_http_rejected_total", label("reason", "too_large"),
              count(&Probe::oversized_requests));
  page.sample("magneto_http_rejected_total", label("reason", "overload"),
              count(&Probe::overload_refusals));
  page.sample("magneto_http_rejected_total", label("reason", "timeout"), count(&Probe::timeouts));
  page.single("magneto_received_bytes_total", "counter", "Bytes received.",
              count(&Probe::bytes_received));
  page.single("magneto_sent_bytes_total", "counter", "Bytes sent.", count(&Probe::bytes_sent));
  page.single("magneto_answers_compressed_total", "counter", "Answers sent as gzip or deflate.",
              count(&Probe::answers_compressed));
}

void write_requests(Page& page, std::span<const ServerProbe* const> probes) {
  page.family("magneto_requests_total", "counter", "Calls by operation and status class.");
  std::span<const operations::Operation> operations = operations::all_operations();
  for (std::size_t i = 0; i < operations.size(); ++i) {
    std::string operation = label("operation", operations[i].name);
    auto write = [&](std::string_view status, http_server::Count OperationProbe::*member) {
      std::uint64_t n = sum(probes, [&](const ServerProbe& probe) {
        return (probe.by_operation[i].*member).value();
      });
      if (n > 0)
        page.sample("magneto_requests_total", operation + "," + label("status", status), n);
    };
    write("2xx", &OperationProbe::succeeded);
    write("4xx", &OperationProbe::client_errors);
    write("5xx", &OperationProbe::server_errors);
  }
  page.single("magneto_calls_refused_total", "counter",
              "Calls without a known operation, a JSON body or a valid signature.",
              sum(probes, [](const ServerProbe& probe) { return probe.refused.value(); }));
  page.single("magneto_calls_blocking_total", "counter",
              "Calls that memory alone could not answer, and changes of tables.",
              sum(probes, [](const ServerProbe& probe) { return probe.to_pool.value(); }));
}

void write_latencies(Page& page, std::span<const ServerProbe* const> probes) {
  constexpr std::string_view kName = "magneto_request_seconds";
  page.family(kName, "histogram", "From the last byte of a call to its answer.");
  std::span<const operations::Operation> operations = operations::all_operations();
  for (std::size_t i = 0; i < operations.size(); ++i) {
    auto in_class = [&](std::size_t index) {
      return sum(probes, [&](const ServerProbe& probe) {
        return probe.by_operation[i].latency.count_in(index);
      });
    };
    std::string operation = label("operation", operations[i].name);
    std::string lines_name = std::string(kName) + "_bucket";
    std::uint64_t total = 0;
    for (std::size_t c = 0; c < LatencyHistogram::kClasses; ++c) total += in_class(c);
    if (total == 0) continue;
    std::uint64_t below = 0;
    for (std::size_t c = 0; c + 1 < LatencyHistogram::kClasses; ++c) {
      below += in_class(c);
      std::string bound = Page::seconds(static_cast<std::uint64_t>(LatencyHistogram::bound_us(c)));
      page.sample(lines_name, operation + "," + label("le", bound), below);
    }
    page.sample(lines_name, operation + "," + label("le", "+Inf"), total);
    page.sample_seconds(std::string(kName) + "_sum", operation,
                        sum(probes, [&](const ServerProbe& probe) {
                          return probe.by_operation[i].latency.sum_us();
                        }));
    page.sample(std::string(kName) + "_count", operation, total);
  }
}

void write_rocksdb(Page& page, const storage::RocksdbFigures& rocksdb) {
  page.single("magneto_engine_log_bytes", "gauge", "Bytes of log that a start may have to read.",
              rocksdb.log_bytes);
  page.single("magneto_engine_stalls_total", "counter",
              "How often writers began to wait for table files to be written or compacted.",
              rocksdb.stalls);
  page.single("magneto_engine_stalled", "gauge", "Families of data whose writers wait so now.",
              rocksdb.stalled_families);
}

void write_engine(Page& page, const storage::EngineStatistics& engine) {
  page.single("magneto_engine_disk_bytes", "gauge", "Bytes that the data takes on disk.",
              engine.bytes_on_disk);
  page.single("magneto_engine_memory_bytes", "gauge", "Bytes of memtables and cache.",
              engine.memory_bytes);
  page.single("magneto_engine_commits_total", "counter", "Atomic writes applied.", engine.commits);
  page.single("magneto_engine_flushes_total", "counter",
              "Times that the log was brought to stable storage.", engine.flushes);
}

}  // namespace

std::string metrics_page(const MetricsSources& sources) {
  Page page;
  write_http(page, sources.http);
  write_requests(page, sources.server);
  write_latencies(page, sources.server);
  write_engine(page, sources.engine);
  write_rocksdb(page, sources.rocksdb);
  if (sources.free_disk_bytes) {
    page.single("magneto_disk_free_bytes", "gauge", "Bytes free on the disk of the data.",
                *sources.free_disk_bytes);
  }
  page.single("magneto_engine_writable", "gauge",
              "1: writes are accepted. 0: the engine has failed.", sources.health.writable ? 1 : 0);
  page.single("magneto_engine_failures_total", "counter", "How often writing has ended.",
              sources.health.failures);
  page.single("magneto_request_buffer_bytes", "gauge",
              "Memory of large requests being received and of answers not yet taken.",
              sources.request_buffer_bytes);
  page.single("magneto_blocking_queue", "gauge", "Calls that wait for a thread that may block.",
              sources.blocking_queue);
  page.single("magneto_tables", "gauge", "Tables.", sources.tables);
  page.single("magneto_indexes_filling", "gauge",
              "Indexes that do not have the entries of all older items yet.",
              sources.indexes_filling);
  page.single("magneto_background_failures_total", "counter",
              "How often background work has failed; it is tried again.",
              sources.background_failures);
  return page.take();
}

}  // namespace magneto::internal::server
