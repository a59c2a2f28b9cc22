// SPDX-License-Identifier: Apache-2.0
#include "server/server.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <filesystem>
#include <thread>

#include "base/log.h"
#include "database/database.h"
#include "http_server/server.h"
#include "profile/shared_config.h"
#include "s3/object_streams.h"
#include "server/descriptors.h"
#include "server/fixtures.h"
#include "server/key_file.h"
#include "server/loop_handler.h"
#include "server/metrics_page.h"
#include "server/spaces.h"
#include "server/web_access.h"
#include "transport/proxies.h"

namespace magneto::internal::server {
namespace {

constexpr std::int64_t kStopGraceMs = 10'000;

Result<std::unique_ptr<objects::ObjectStore>> open_buckets(const Config& config) {
  S3Options options;
  options.endpoint = config.s3_endpoint;
  options.region = config.region;
  options.proxy.url = transport::Proxies::kOfEnvironment;
  options.tls.ca_file = profile::ca_bundle(profile::Environment::of_process(), nullptr);
  magneto::Result<std::shared_ptr<s3::BucketClient>> client = s3::BucketClient::make(options);
  if (!client) {
    return Error(ErrorCode::kInvalidArgument, "--s3-endpoint: " + client.error().message());
  }
  return s3::open_store(std::move(*client));
}

database::Options database_options(const Config& config) {
  database::Options options;
  if (!config.in_memory) options.directory = config.data_directory;
  options.durability = config.durability;
  options.cache_bytes = config.cache_megabytes << 20;
  options.write_buffer_bytes = config.memtable_kilobytes << 10;
  options.table_file_bytes = config.table_file_kilobytes << 10;
  options.accept_lost_log = config.accept_lost_log;
  options.s3_directory = config.s3_directory;
  if (!config.s3_endpoint.empty()) {
    options.buckets = "buckets are those of " + config.s3_endpoint;
    options.open_objects = [&config] { return open_buckets(config); };
  }
  options.region = config.region;
  options.account = config.account;
  options.wording = config.wording;
  options.refuse_conflicts = config.refuse_conflicts;
  for (const std::string& text : config.throttle) {
    auto limit = operations::read_table_limit(text);  // check_config() has looked at it
    if (limit.ok()) options.throttle.push_back(*std::move(limit));
  }
  options.blocking.threads = config.blocking_threads;
  options.blocking.queue_limit = config.blocking_queue;
  options.transition_delay_ms = config.transition_delay_ms;
  options.expiry_interval_ms = config.expiry_interval_ms;
  return options;
}

/// What it listens on by name it goes by, too.
std::vector<std::string> accepted_hosts(const Config& config) {
  std::vector<std::string> hosts = config.allowed_hosts;
  for (const std::string& host : config.hosts) {
    if (host != "*") hosts.push_back(host);
  }
  return hosts;
}

/// Connections must not take the descriptors that the engine needs.
void limit_connections(Config& config) {
  std::size_t descriptors = descriptor_limit();
  std::size_t room = descriptors_for_connections(descriptors);
  if (config.limits.connections <= room) return;
  constexpr std::size_t kEnough = 1000;  // Nobody wonders about fewer than 10,000.
  bool wonders = room < kEnough || config.limits.connections > http::Limits().connections;
  if (wonders)
    report("only " + std::to_string(room) + " connections at a time, for no more than " +
           std::to_string(descriptors) + " files may be open (ulimit -n)");
  config.limits.connections = room;
}

/// One line when writing ends, not one for each call that is refused afterwards.
void report_health(const storage::EngineHealth& health) {
  if (health.writable) return report("writes are accepted again");
  report("writes are refused from now on: " + health.reason +
         (health.may_resume ? " (they go on by themselves when that has passed)"
                            : " (until the server is started again)"));
}

std::optional<std::uint64_t> free_disk_bytes(const std::string& directory) {
  std::error_code unknown;
  const auto space = std::filesystem::space(directory, unknown);
  if (unknown) return std::nullopt;
  return space.available;
}

std::size_t indexes_filling(const catalog::Tables& tables) {
  const auto is_filling = [](const auto& index) {
    return index->status == catalog::Status::kCreating;
  };
  std::ptrdiff_t count = 0;
  for (const auto& [name, table] : tables) {
    count += std::ranges::count_if(table->indexes, is_filling);
    count += std::ranges::count_if(table->vector_indexes, is_filling);
  }
  return static_cast<std::size_t>(count);
}

void add_figures(database::Database& database, MetricsSources& sources) {
  const storage::EngineStatistics engine = database.engine().statistics();
  sources.engine.bytes_on_disk += engine.bytes_on_disk;
  sources.engine.flushes += engine.flushes;
  sources.engine.commits += engine.commits;
  sources.engine.memory_bytes += engine.memory_bytes;
  sources.engine.would_block += engine.would_block;
  if (const auto rocksdb = database.engine().rocksdb_figures()) {
    sources.rocksdb.log_bytes += rocksdb->log_bytes;
    sources.rocksdb.stalls += rocksdb->stalls;
    sources.rocksdb.stalled_families += rocksdb->stalled_families;
  }
  sources.blocking_queue += database.pool().queued();
  const auto tables = database.services().catalog.snapshot();
  sources.tables += tables->size();
  sources.indexes_filling += indexes_filling(*tables);
  sources.background_failures += database.background_failures();
}

/// What each of the spaces of --separate is opened with.
database::Options space_options(const Config& config) {
  database::Options options = database_options(config);
  if (config.in_memory) return options;
  const auto data = std::filesystem::path(config.data_directory);
  if (options.s3_directory.empty()) options.s3_directory = (data / "s3").string();
  options.directory = (data / "separate").string();
  return options;
}

int loop_count(const Config& config) {
  if (config.threads > 0) return config.threads;
  return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

}  // namespace

// In the order of their making; they end in the opposite order, so each may use what is above it.
struct Server::Parts {
  explicit Parts(Config given) : config(std::move(given)) {}

  const Config config;
  std::unique_ptr<KeyFile> keys;  ///< Null with Auth::kAny.
  std::unique_ptr<database::Database> database;
  std::unique_ptr<Spaces> spaces;  ///< Null without --separate.
  std::unique_ptr<WebAccess> web_access;
  Copies copies;
  std::unique_ptr<LoopServices> shared;
  std::deque<ServerProbe> probes;  ///< One a loop.
  std::atomic<std::size_t> probes_given{0};
  std::unique_ptr<http_server::Server> http;
  std::atomic<http_server::Server*> serving{nullptr};  ///< `http`, once all of it is there.

  Result<void> listen();
  std::string metrics() const;
  std::string url_of(const std::string& host) const;
  std::string places() const;
};

Result<void> Server::Parts::listen() {
  web_access =
      std::make_unique<WebAccess>(WebAccessOptions{.origins = config.cors,
                                                   .hosts = accepted_hosts(config),
                                                   .check_hosts = config.auth == Auth::kAny});
  shared.reset(new LoopServices{.services = database->services(),
                                .engine = database->engine(),
                                .flush_notifier = database->flush_notifier(),
                                .pool = database->pool(),
                                .keys = keys.get(),
                                .region = config.region,
                                .max_body_bytes = config.limits.body_bytes,
                                .metrics_page = [this] { return metrics(); },
                                .web_access = *web_access,
                                .copies = copies,
                                .separation = parse_separation(config.separate).value(),
                                .spaces = spaces.get(),
                                .log_requests = config.log_requests});
  copies.directory = config.copies_directory;
  int loops = loop_count(config);
  for (int i = 0; i < loops; ++i) probes.emplace_back(operations::all_operations().size());
  http_server::HandlerFactory factory = [this](http_server::Loop& loop) {
    return std::make_unique<LoopHandler>(*shared, probes[probes_given.fetch_add(1)], loop);
  };
  MAGNETO_ASSIGN_OR_RETURN(http,
                           http_server::Server::start({.hosts = config.hosts,
                                                       .port = config.port,
                                                       .unix_socket = config.unix_socket,
                                                       .threads = loops,
                                                       .limits = config.limits,
                                                       .tls_certificate = config.tls_certificate,
                                                       .tls_key = config.tls_key},
                                                      std::move(factory)));
  serving.store(http.get());
  return {};
}

std::string Server::Parts::metrics() const {
  MetricsSources sources;
  std::vector<const http_server::HttpProbe*> http_probes;
  std::vector<const ServerProbe*> server_probes;
  for (const ServerProbe& probe : probes) server_probes.push_back(&probe);
  if (const http_server::Server* server = serving.load()) {
    http_probes = server->probes();
    sources.request_buffer_bytes = server->buffer_bytes();
  }
  sources.http = http_probes;
  sources.server = server_probes;
  sources.health = database->engine().health();
  if (!config.in_memory) sources.free_disk_bytes = free_disk_bytes(config.data_directory);
  add_figures(*database, sources);
  if (spaces) {
    if (sources.health.writable) sources.health = spaces->health();
    spaces->for_each([&](database::Database& one) { add_figures(one, sources); });
  }
  return metrics_page(sources);
}

Result<std::unique_ptr<Server>> Server::open(Config config) {
  MAGNETO_RETURN_IF_ERROR(check_config(config));
  limit_connections(config);
  auto parts = std::make_unique<Parts>(std::move(config));
  if (parts->config.auth == Auth::kKeys) {
    MAGNETO_ASSIGN_OR_RETURN(parts->keys, KeyFile::open(parts->config.keys_file));
  }
  MAGNETO_ASSIGN_OR_RETURN(parts->database,
                           database::Database::open(database_options(parts->config)));
  parts->database->engine().add_health_listener(report_health);
  const Config& settings = parts->config;
  MAGNETO_ASSIGN_OR_RETURN(const Separation separation, parse_separation(settings.separate));
  if (separation.any()) {
    parts->spaces = std::make_unique<Spaces>(space_options(settings), settings.tables);
    parts->spaces->add_health_listener(report_health);
  } else {
    MAGNETO_RETURN_IF_ERROR(load_tables(*parts->database, settings.tables));
  }
  MAGNETO_RETURN_IF_ERROR(parts->listen());
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() = default;

std::uint16_t Server::port() const { return parts_->http->port(); }

std::string Server::url() const { return parts_->url_of(parts_->http->hosts().front()); }

std::string Server::Parts::url_of(const std::string& host) const {
  bool v6 = host.find(':') != std::string::npos;
  return (config.tls_certificate.empty() ? "http://" : "https://") +
         (v6 ? "[" + host + "]" : host) + ":" + std::to_string(http->port());
}

/// All places; of the two loopback addresses that are the default, the one that everybody writes.
std::string Server::Parts::places() const {
  std::string text;
  for (const std::string& host : http->hosts()) {
    text += (text.empty() ? "" : " and ") + url_of(host);
    if (config.hosts.empty()) break;
  }
  if (!config.unix_socket.empty()) text += " and " + config.unix_socket;
  return text;
}

std::string Server::greeting() const {
  const Config& config = parts_->config;
  return "answers on " + parts_->places() +
         (config.in_memory ? ", data in memory" : ", data in " + config.data_directory);
}

Result<void> Server::reload_keys() {
  if (!parts_->keys) return {};
  return parts_->keys->reload();
}

// Stopping waits for the listener's thread, so somebody else has to do it.
void Server::on_failure(std::function<void()> act) {
  const auto listener = [act = std::move(act)](const storage::EngineHealth& health) {
    if (!health.writable && !health.may_resume) act();
  };
  parts_->database->engine().add_health_listener(listener);
  if (parts_->spaces) parts_->spaces->add_health_listener(listener);
}

void Server::stop() {
  parts_->http->stop(kStopGraceMs);
  // The rest ends with the parts, in the opposite order of their making.
}

}  // namespace magneto::internal::server
