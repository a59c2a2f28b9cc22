// SPDX-License-Identifier: Apache-2.0
#include "database/database.h"
#include "runner/service.h"

namespace magneto::internal::script {
namespace {

class InProcess final : public Service {
 public:
  explicit InProcess(std::unique_ptr<database::Database> database)
      : database_(std::move(database)) {}

  Result<Answer> call(std::string_view operation, const std::string& body) override {
    database::Answer answer = database_->call(target_of(operation), body);
    if (answer.status >= 500) return Error(ErrorCode::kIo, answer.body);
    return Answer{answer.ok(), std::move(answer.body)};
  }

 private:
  std::unique_ptr<database::Database> database_;
};

}  // namespace

Result<std::unique_ptr<Service>> start_in_process(const std::vector<std::string>& settings) {
  database::Options options;
  options.host = "localhost:8000";
  for (const std::string& setting : settings) {
    if (setting == "legacy") {
      options.wording = checks::Wording::kLegacy;
    } else {
      return Error(ErrorCode::kInvalidArgument, "no setting of a server: " + setting);
    }
  }
  MAGNETO_ASSIGN_OR_RETURN(auto database, database::Database::open(std::move(options)));
  return std::unique_ptr<Service>(std::make_unique<InProcess>(std::move(database)));
}

}  // namespace magneto::internal::script
