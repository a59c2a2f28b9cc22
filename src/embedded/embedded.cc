// SPDX-License-Identifier: Apache-2.0
#include <optional>

#include "database/database.h"
#include "magneto/call.h"
#include "magneto/database.h"
#include "transport/lazy_loop.h"

namespace magneto {
namespace {

namespace inner = internal::database;

class ProgramsClock final : public internal::Clock {
 public:
  explicit ProgramsClock(std::function<std::chrono::system_clock::time_point()> now)
      : now_(std::move(now)) {}
  std::int64_t now_ms() const override {
    return std::chrono::duration_cast<std::chrono::milliseconds>(now_().time_since_epoch()).count();
  }

 private:
  const std::function<std::chrono::system_clock::time_point()> now_;
};

class InProcess final : public Connection, public std::enable_shared_from_this<InProcess> {
 public:
  Result<void> open(const DatabaseOptions& given, const std::string& directory) {
    inner::Options options;
    options.directory = directory;
    options.region = given.region;
    options.cache_bytes = given.cache_bytes;
    options.log = given.log;
    if (given.clock) {
      clock_.emplace(given.clock);
      options.clock = &*clock_;
    }
    auto opened = inner::Database::open(std::move(options));
    if (!opened.ok()) {
      const bool argument = opened.error().code() == internal::ErrorCode::kInvalidArgument;
      return Error(argument ? ErrorCode::kInvalidArgument : ErrorCode::kOther,
                   opened.error().message());
    }
    database_ = std::move(*opened);
    return {};
  }

  Result<Answer> exchange(const Request& request) override {
    const inner::Answer answer = database_->call(request.target, request.body);
    return Answer(answer.status, answer.body);
  }

  void start(const Request& request, Done done) override;
  std::string name() const override { return "in process"; }

 private:
  struct Pending {
    std::shared_ptr<InProcess> connection;
    Done done;
    inner::Answer answer;
    detail::Rendezvous met;

    void deliver() {
      const Done to = std::move(done);
      to(Answer(answer.status, answer.body));
    }
  };

  std::optional<ProgramsClock> clock_;
  std::unique_ptr<inner::Database> database_;
  internal::transport::LazyLoop loop_;  // where answers that came late are handed out
};

/// The last handle may go in `done`, and with it the database, which must not end inside a call of
/// its own: so the answer is handed out behind the call, or on another thread.
void InProcess::start(const Request& request, Done done) {
  auto pending = std::make_shared<Pending>();
  pending->connection = shared_from_this();
  pending->done = std::move(done);
  database_->call(request.target, request.body, [pending](inner::Answer answer) {
    pending->answer = std::move(answer);
    if (!pending->met.arrive()) return;
    pending->connection->loop_.get().post([pending] { pending->deliver(); });
  });
  if (pending->met.arrive()) pending->deliver();
}

}  // namespace

Result<Database> Database::open(DatabaseOptions options) {
  auto connection = std::make_shared<InProcess>();
  if (Result<void> good = connection->open(options, options.directory); !good) return good.error();
  return Database(std::move(connection), options.region);
}

Result<Database> Database::in_memory(DatabaseOptions options) {
  options.directory.clear();
  return open(std::move(options));
}

Client Database::client(ClientOptions options) const {
  if (options.region.empty()) options.region = region_;
  return Client(connection_, std::move(options));
}

}  // namespace magneto
