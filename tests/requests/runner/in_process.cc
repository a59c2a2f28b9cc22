// SPDX-License-Identifier: Apache-2.0
#include "catalog/catalog.h"
#include "jobs/backup_keeper.h"
#include "json/error_body.h"
#include "operations/operation.h"
#include "runner/service.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "store/store.h"

namespace magneto::internal::script {
namespace {

class InProcess final : public Service {
 public:
  InProcess(std::unique_ptr<storage::Engine> engine, std::unique_ptr<catalog::Catalog> catalog)
      : engine_(std::move(engine)),
        catalog_(std::move(catalog)),
        store_(*engine_, system_clock()),
        services_{.catalog = *catalog_, .store = store_, .clock = system_clock()},
        context_{.services = services_,
                 .arena = {},
                 .parse_cache = {},
                 .blocking = storage::Blocking::kAllowed,
                 .table = {},
                 .host = "localhost:8000"},
        backups_(*catalog_, store_, {}) {}

  Result<Answer> call(std::string_view operation, const std::string& body) override {
    json::JsonWriter out;
    const Result<void> done = run(operation, body, out);
    // Reads show what is durable.
    MAGNETO_RETURN_IF_ERROR(engine_->flush());
    if (!done.ok()) {
      if (done.error().code() >= ErrorCode::kFirstInternal) {
        return Error(ErrorCode::kIo, done.error().message());
      }
      out.clear();
      json::write_error_body(out, done.error());
    }
    Answer answer{done.ok(), std::string(out.text())};
    context_.reset();  // Background work waits for readers of old tables.
    return answer;
  }

 private:
  Result<void> run(std::string_view name, const std::string& body, json::JsonWriter& out) {
    context_.reset();
    const operations::Operation* operation = operations::find_operation(target_of(name));
    if (operation == nullptr) return Error(ErrorCode::kUnknownOperation, "");
    const std::string padded = body + std::string(json::kBodyPadding, ' ');
    MAGNETO_ASSIGN_OR_RETURN(const json::ParsedBody parsed,
                             parser_.parse(std::string_view(padded).substr(0, body.size())));
    return operation->run(context_, parsed, out);
  }

  std::unique_ptr<storage::Engine> engine_;
  std::unique_ptr<catalog::Catalog> catalog_;
  store::Store store_;
  operations::Services services_;
  operations::Context context_;
  json::RequestParser parser_;
  jobs::BackupKeeper backups_;
};

}  // namespace

Result<std::unique_ptr<Service>> start_in_process() {
  MAGNETO_ASSIGN_OR_RETURN(std::unique_ptr<storage::Engine> engine, storage::open_rocksdb({}));
  MAGNETO_ASSIGN_OR_RETURN(std::unique_ptr<catalog::Catalog> catalog,
                           catalog::Catalog::open(*engine, {}));
  return std::unique_ptr<Service>(
      std::make_unique<InProcess>(std::move(engine), std::move(catalog)));
}

}  // namespace magneto::internal::script
