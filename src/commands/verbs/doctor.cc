// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdio>
#include <ctime>
#include <optional>
#include <string>
#include <utility>

#include "client/identity.h"
#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/explain_error.h"
#include "commands/network.h"
#include "commands/print.h"
#include "commands/service_time.h"
#include "commands/target.h"
#include "commands/verbs/verbs.h"

namespace magneto::internal::commands {
namespace {

using magneto::ErrorCode;

/// Signatures are refused beyond five minutes.
constexpr double kMostSkewSeconds = 300;

class Doctor : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.optional_word("TABLE", table_, "Also look at this table");
  }

  magneto::Result<int> run(Session& session) override {
    magneto::Result<Client> client = session.client();
    if (!client) return client.error();
    Output output = output_of(session);
    output.columns({"Check", "Result", "Detail"});
    // Without one, the connection says why.
    if (!session.where().empty()) tell(output, "place", "ok", session.where());
    check_credentials(*client, session, output);
    check_clock(*client, output);
    if (!table_.empty()) check_table(*client, session, output);
    output.finish();
    return worst_;
  }

 private:
  static void tell(Output& output, const char* check, const char* result, std::string detail) {
    output.item({{"Check", check}, {"Result", result}, {"Detail", std::move(detail)}});
  }
  void fail(Output& output, const char* check, const magneto::Error& error, Session& session) {
    tell(output, check, "failed", explain_error(error, session));
    if (worst_ == kSuccess) worst_ = exit_status_of(error);
  }

  void check_credentials(const Client& client, Session& session, Output& output) {
    const auto start = std::chrono::steady_clock::now();
    const magneto::Result<void> done = client.ping().get();
    const auto took =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start);
    // Who is not allowed to list tables may still be known.
    if (!done && done.error().code() != ErrorCode::kAccessDenied) {
      return fail(output, "connection", done.error(), session);
    }
    char text[64];
    std::snprintf(text, sizeof text, "answered in %.1f ms", took.count());
    tell(output, "connection", "ok", text);
    std::string who = credentials_text(client, session);
    tell(output, "credentials", done ? "ok" : "limited",
         done ? std::move(who) : who + "; may not list tables");
  }

  /// What the client signs with, which it does not tell.
  static std::string credentials_text(const Client& client, const Session& session) {
    if (!session.options().data.empty()) return "none are needed in this process";
    ClientOptions options{.region = client.region(), .profile = session.options().profile};
    Network network = network_of(options.profile);
    options.proxy = std::move(network.proxy);
    options.tls = std::move(network.tls);
    const auto by = client::make_identity(options, options.region, session.local())->get();
    if (!by) return by.error().message();
    if ((*by)->source.empty()) return "none are configured; a server on this machine needs none";
    return "access key " + (*by)->access_key + ", from " + (*by)->source;
  }

  void check_clock(const Client& client, Output& output) {
    const std::optional<std::time_t> date = service_time(client);
    if (!date) return;  // in process there is only one clock
    const double skew = std::difftime(std::time(nullptr), *date);
    char text[160];
    const bool good = skew < kMostSkewSeconds && skew > -kMostSkewSeconds;
    std::snprintf(text, sizeof text, "%.0f s %s the service's%s", skew < 0 ? -skew : skew,
                  skew < 0 ? "behind" : "ahead of",
                  good ? "" : "; set this machine's clock (timedatectl set-ntp true)");
    tell(output, "clock", good ? "ok" : "failed", text);
    if (!good && worst_ == kSuccess) worst_ = kFailure;
  }

  void check_table(const Client& client, Session& session, Output& output) {
    session.about(table_);
    magneto::Result<TableInfo> info = client.table(table_).info().get();
    if (!info) return fail(output, "table", info.error(), session);
    tell(output, "table", info->is_active() ? "ok" : "wait", std::string(info->status.text()));
    for (const IndexInfo& index : info->indexes) {
      const bool usable = !index.global || index.status == model::IndexStatus::kActive;
      tell(output, "index", usable ? "ok" : "wait",
           index.name + " " + std::string(index.global ? index.status.text() : "ACTIVE"));
    }
    const auto read = client.table(table_).scan().limit(1).page_size(1).next().get();
    if (!read) return fail(output, "reading", read.error(), session);
    tell(output, "reading", "ok", "a page was read");
    const bool guarded = info->description.deletion_protection_enabled.value_or(false);
    tell(output, "protection", guarded ? "ok" : "note",
         guarded ? "it cannot be dropped"
                 : "it can be dropped: magneto alter " + table_ + " --protect on");
  }

  std::string table_;
  int worst_ = kSuccess;
};

}  // namespace

std::unique_ptr<Command> make_doctor() { return std::make_unique<Doctor>(); }

}  // namespace magneto::internal::commands
