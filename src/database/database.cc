// SPDX-License-Identifier: Apache-2.0
#include "database/database.h"

#include <filesystem>
#include <utility>

#include "base/log.h"
#include "catalog/catalog.h"
#include "database/call_count.h"
#include "database/durable_wait.h"
#include "database/error_answer.h"
#include "database/runner_pool.h"
#include "jobs/backups.h"
#include "jobs/expiry.h"
#include "jobs/housekeeping.h"
#include "jobs/runner.h"
#include "objects/directory_store.h"
#include "store/store.h"
#include "transfers/transfers.h"

namespace magneto::internal::database {
namespace {

Result<std::unique_ptr<storage::Engine>> open_engine(const Options& options) {
  if (options.open_engine) return options.open_engine();
  storage::RocksdbOptions rocksdb;
  rocksdb.directory = options.directory;
  rocksdb.durability = options.durability;
  rocksdb.cache_bytes = options.cache_bytes;
  rocksdb.write_buffer_bytes = options.write_buffer_bytes;
  rocksdb.table_file_bytes = options.table_file_bytes;
  rocksdb.accept_lost_log = options.accept_lost_log;
  return storage::open_rocksdb(rocksdb);
}

Result<std::unique_ptr<objects::ObjectStore>> open_objects(const Options& options) {
  if (options.open_objects) return options.open_objects();
  if (!options.s3_directory.empty()) return objects::open_directory(options.s3_directory);
  if (options.directory.empty()) return std::unique_ptr<objects::ObjectStore>();
  return objects::open_directory(std::filesystem::path(options.directory) / "s3");
}

/// Where buckets are, for those who look for theirs.
std::string describe_buckets(const Options& options) {
  if (options.open_objects) return options.buckets;
  if (!options.s3_directory.empty()) return "buckets are folders of " + options.s3_directory;
  if (options.directory.empty()) {
    return "there are no buckets: data in memory has some only with --s3-directory DIR";
  }
  return "buckets are folders of " + (std::filesystem::path(options.directory) / "s3").string() +
         "; --s3-directory names another directory";
}

// An answer that is an error from the start.
Answer error_answer(const Error& error) {
  json::JsonWriter out;
  const int status = write_error_answer(out, error);
  return {status, std::string(out.text())};
}

}  // namespace

// In the order of their making; they end in the opposite order, so each may use what is above it.
struct Database::Parts {
  explicit Parts(Options given) : options(std::move(given)) {}

  const Options options;
  CallCount calls;
  std::unique_ptr<storage::Engine> engine;
  std::shared_ptr<FlushNotifier> flush_notifier;
  std::unique_ptr<catalog::Catalog> catalog;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<operations::Conflicts> conflicts;
  std::unique_ptr<operations::Throttle> throttle;
  std::unique_ptr<operations::Services> services;
  std::unique_ptr<RunnerPool> runners;
  std::unique_ptr<objects::ObjectStore> objects;  ///< Null: there are no buckets.
  std::unique_ptr<transfers::Transfers> transfers;
  std::atomic<std::uint64_t> background_failures{0};
  std::unique_ptr<jobs::Runner> background;
  std::unique_ptr<DurableWait> durable_wait;
  std::unique_ptr<BlockingPool> pool;

  void log(const std::string& line) const { options.log ? options.log(line) : report(line); }
  void log(const std::string& what, const Error& why) const { log(what + ": " + why.message()); }

  Result<void> open();
  void start_background_work();
  Result<void> check_started() const;
  Result<void> run(const operations::Operation*& operation, std::string_view target,
                   std::string_view body, OperationRunner& runner, json::JsonWriter& out);
  Answer answer(const operations::Operation* operation, Result<void> result,
                json::JsonWriter& out) const;
};

Result<void> Database::Parts::open() {
  MAGNETO_ASSIGN_OR_RETURN(engine, open_engine(options));
  flush_notifier = FlushNotifier::listen(*engine);
  MAGNETO_ASSIGN_OR_RETURN(catalog, catalog::Catalog::open(*engine, {.region = options.region,
                                                                     .account = options.account,
                                                                     .clock = options.clock,
                                                                     .random = options.random}));
  store = std::make_unique<store::Store>(*engine, *options.clock);
  services.reset(new operations::Services{.catalog = *catalog,
                                          .store = *store,
                                          .clock = *options.clock,
                                          .transition_delay_ms = options.transition_delay_ms,
                                          .wording = options.wording,
                                          .random = *options.random});
  if (options.refuse_conflicts) {
    conflicts = std::make_unique<operations::Conflicts>(operations::Conflicts::Commits{
        [this] { return engine->last_commit(); }, [this] { return engine->durable_commit(); }});
    services->conflicts = conflicts.get();
  }
  if (!options.throttle.empty()) {
    throttle = std::make_unique<operations::Throttle>(options.throttle, *options.clock);
    services->throttle = throttle.get();
  }
  runners = std::make_unique<RunnerPool>(*services);
  MAGNETO_ASSIGN_OR_RETURN(objects, open_objects(options));
  start_background_work();
  durable_wait = std::make_unique<DurableWait>(*engine, flush_notifier);
  pool = std::make_unique<BlockingPool>(options.blocking, *services);
  return check_started();
}

void Database::Parts::start_background_work() {
  const auto log_job = [this](std::string_view job, const Error& error) {
    background_failures.fetch_add(1, std::memory_order_relaxed);
    log("background job " + std::string(job) + " failed", error);
  };
  transfers = std::make_unique<transfers::Transfers>(
      *services, objects.get(),
      transfers::Transfers::Options{.buckets = describe_buckets(options),
                                    .on_log = [this](const std::string& line) { log(line); }});
  background = std::make_unique<jobs::Runner>(
      *catalog, *store, jobs::Runner::Options{.clock = options.clock, .on_error = log_job},
      std::vector<jobs::Lane>{jobs::housekeeping_lane(), jobs::backup_lane(),
                              jobs::expiry_lane({.pause_ms = options.expiry_interval_ms}),
                              transfers->lane()});
}

// Something that has no threads still ends well.
Result<void> Database::Parts::check_started() const {
  for (const Result<void>* started :
       {&background->started(), &durable_wait->started(), &pool->started()}) {
    if (!started->ok()) return started->error();
  }
  return {};
}

/// The service's order: the body must be JSON, then the operation must exist, then the body must not
/// be empty. REQUIRES: json::kBodyPadding bytes behind the body.
Result<void> Database::Parts::run(const operations::Operation*& operation, std::string_view target,
                                  std::string_view body, OperationRunner& runner,
                                  json::JsonWriter& out) {
  Result<json::ParsedBody> parsed = runner.parser.parse(body);
  if (!parsed.ok() && !body.empty()) return std::move(parsed).error();
  operation = operations::find_operation(target);
  if (operation == nullptr) return Error(ErrorCode::kUnknownOperation, "");
  if (!parsed.ok()) return std::move(parsed).error();
  const bool waits = operation->effect == operations::Effect::kCatalog;
  if (waits && runner.context.blocking == storage::Blocking::kNever) {
    return Error(ErrorCode::kWouldBlock, "");
  }
  return runner.run(*operation, *parsed, options.host, out);
}

Answer Database::Parts::answer(const operations::Operation* operation, Result<void> result,
                               json::JsonWriter& out) const {
  int status = 200;
  if (!result.ok()) {
    if (is_internal(result.error())) {
      log("a call of " + std::string(operation ? operation->name : "?") + " failed",
          result.error());
    }
    status = write_error_answer(out, result.error());
  }
  return {status, std::string(out.text())};
}

/// A call on its way. Deletes itself when it has been answered.
class Database::PendingCall final : private BlockingPool::Job, private DurableWait::Waiter {
 public:
  PendingCall(Parts& parts, std::string_view target, std::string_view body, Done done)
      : parts_(parts), target_(target), size_(body.size()), done_(std::move(done)) {
    body_.reserve(body.size() + json::kBodyPadding);
    body_.append(body).append(json::kBodyPadding, ' ');
  }

  void start() {
    if (size_ > kLargestBodyOnLoop) return submit();
    Result<void> result;
    {
      const RunnerPool::Lease runner = parts_.runners->lease(storage::Blocking::kNever);
      result = run(*runner);
    }
    if (!result.ok() && result.error().code() == ErrorCode::kWouldBlock) return submit();
    finish(std::move(result));
  }

 private:
  Result<void> run(OperationRunner& runner) {
    const std::string_view body = std::string_view(body_).substr(0, size_);
    Result<void> result = parts_.run(operation_, target_, body, runner, out_);
    if (operation_ != nullptr && operation_->effect != operations::Effect::kRead) {
      commit_ = parts_.engine->last_commit();
    }
    return result;
  }

  void submit() {
    const auto effect = operation_ ? operation_->effect : operations::Effect::kWrite;
    Result<void> queued = parts_.pool->submit(*this, effect);
    if (queued.ok()) return;  // It may be over by now.
    commit_ = 0;
    finish(std::move(queued));
  }

  void run_blocking(OperationRunner& runner) override { finish(run(runner)); }

  /// Also a condition that failed says something that must be durable.
  void finish(Result<void> result) {
    result_ = std::move(result);
    if (commit_ == 0) return answer();
    parts_.durable_wait->wait(commit_, *this);
  }

  void on_durable(const Result<void>& flushed) override {
    if (!flushed.ok()) result_ = flushed.error();
    answer();
  }

  void answer() {
    Parts& parts = parts_;
    done_(parts.answer(operation_, std::move(result_), out_));
    delete this;
    parts.calls.end();  // The database may be gone after this.
  }

  Parts& parts_;
  const std::string target_;
  std::string body_;  // And its padding.
  const std::size_t size_;
  const Done done_;
  const operations::Operation* operation_ = nullptr;
  json::JsonWriter out_;
  Result<void> result_;
  storage::CommitPoint commit_ = 0;
};

Result<std::unique_ptr<Database>> Database::open(Options options) {
  auto parts = std::make_unique<Parts>(std::move(options));
  MAGNETO_RETURN_IF_ERROR(parts->open());
  return std::unique_ptr<Database>(new Database(std::move(parts)));
}

Database::Database(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Database::~Database() { parts_->calls.close(); }

void Database::call(std::string_view target, std::string_view body, Done done) {
  if (!parts_->calls.begin()) return done(error_answer(Error(ErrorCode::kServiceUnavailable, "")));
  (new PendingCall(*parts_, target, body, std::move(done)))->start();
}

Answer Database::call(std::string_view target, std::string_view body) {
  std::string padded;
  padded.reserve(body.size() + json::kBodyPadding);
  padded.append(body).append(json::kBodyPadding, ' ');
  const operations::Operation* operation = nullptr;
  json::JsonWriter out;
  Result<void> result;
  {
    const RunnerPool::Lease runner = parts_->runners->lease(storage::Blocking::kAllowed);
    result = parts_->run(operation, target, std::string_view(padded).substr(0, body.size()),
                         *runner, out);
  }
  if (operation != nullptr && operation->effect != operations::Effect::kRead) {
    Result<void> flushed = parts_->engine->flush();
    if (!flushed.ok()) result = std::move(flushed);
  }
  return parts_->answer(operation, std::move(result), out);
}

operations::Services& Database::services() { return *parts_->services; }
EngineMonitor Database::engine() { return EngineMonitor(*parts_->engine); }
BlockingPool& Database::pool() { return *parts_->pool; }
const std::shared_ptr<FlushNotifier>& Database::flush_notifier() { return parts_->flush_notifier; }

std::uint64_t Database::background_failures() const {
  return parts_->background_failures.load(std::memory_order_relaxed);
}

void Database::wait_until_idle() { parts_->background->wait_until_idle(); }

}  // namespace magneto::internal::database
