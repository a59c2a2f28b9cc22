// SPDX-License-Identifier: Apache-2.0
#include "commands/explain_error.h"

#include <algorithm>
#include <vector>

#include "commands/network.h"
#include "commands/session.h"
#include "magneto/error_details.h"
#include "magneto/operations.h"

namespace magneto::internal::commands {
namespace {

constexpr const char* kOfStateFile = "the file that says how far the work has come";

/// How many letters are to be changed to make `b` of `a`.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      const std::size_t swapped = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above + 1, row[j - 1] + 1, swapped});
      diagonal = above;
    }
  }
  return row.back();
}

/// How many letters of a name may be wrong.
std::size_t near_enough(std::string_view name) {
  return std::clamp<std::size_t>(name.size() / 3, 1, 3);
}

/// Empty where the table is there: then something else is missing.
std::string missing_table(Session& session) {
  if (session.table().empty()) return {};
  std::string text = "there is no table " + session.table() + " in " + session.where() + ". ";
  magneto::Result<Client> client = session.client();
  if (!client) return {};
  const auto tables = client->call<operation::ListTables>({}).get();
  const std::vector<std::string> names = tables ? tables->table_names : std::vector<std::string>();
  if (std::find(names.begin(), names.end(), session.table()) != names.end()) return {};
  const std::string nearest = nearest_name(session.table(), names);
  return text +
         (nearest.empty() ? "`magneto tables` lists those there are." : "Is it " + nearest + "?");
}

bool is_of_s3(const magneto::Error& error) {
  return error.message().find("s3://") != std::string::npos;
}

/// Whether a local session's error is of another server.
bool is_elsewhere(const magneto::Error& error, const Session& session) {
  return session.local() && error.message().find(session.where()) == std::string::npos;
}

std::string denied(const magneto::Error& error, const Session& session) {
  if (is_of_s3(error)) {
    return "The credentials have to be known to S3, and their IAM policy, or the bucket's, has to "
           "allow "
           "this.";
  }
  return "The credentials are valid and may not do this: their IAM policy, or the table's, has to "
         "allow it for " +
         (session.table().empty() ? session.where() : "table " + session.table()) +
         ". `magneto doctor` says who you are.";
}

std::string not_reached(const magneto::Error& error, const Session& session) {
  const std::string& text = error.message();
  if (std::string hint = session.local() ? "" : network_hint(); !hint.empty()) return hint;
  if (text.find(".amazonaws.com") != std::string::npos && !is_of_s3(error)) {
    return "Is the region right? It is what --region, AWS_REGION or the profile says.";
  }
  if (text.find(session.where()) == std::string::npos && !session.where().empty()) {
    return "Nothing answers there: check --s3-endpoint, --to-endpoint and the network.";
  }
  if (text.starts_with("https://") && error.code() == ErrorCode::kConnectTimeout) {
    return "Is it a server without TLS? Its endpoint begins with http:// then.";
  }
  return session.local()
             ? "Nothing answers there. `magneto serve` starts a server; is its port another?"
             : "The endpoint could not be reached: check --endpoint, --region and the network.";
}

std::string absent(const std::string& text) {
  if (text.find("NoSuchBucket") == std::string::npos) return {};
  return "Check the bucket's name, --region and --s3-endpoint, or make the bucket first.";
}

/// Of a signature that the service does not take.
std::string not_known(const std::string& text, const Session& session) {
  if (text.find("valid region") != std::string::npos) {
    return "The service is of another region: name that with --region or AWS_REGION.";
  }
  return "The service does not know these credentials: check AWS_ACCESS_KEY_ID and "
         "AWS_SECRET_ACCESS_KEY, --profile, and that they belong to " +
         session.where() + ".";
}

/// Of what the service refuses with words that are not those of the command line.
std::string refused(const std::string& text) {
  if (text.find("expected: B actual: ") != std::string::npos) {
    return "Plain JSON has no binaries. In DynamoDB's form every attribute has its type: "
           R"({"Key":{"B":"AAEC"},"Plays":{"N":"1"}}, with base64.)";
  }
  const bool of_expression = text.find("Expression: Syntax error") != std::string::npos;
  if (of_expression && text.find_first_of("#:", text.find("token: ")) != std::string::npos) {
    return "The service sees #0, #1 and :0, :1 in the place of names and values, in their order.";
  }
  return {};
}

std::string hint(const magneto::Error& error, Session& session) {
  switch (error.code()) {
    case ErrorCode::kValidation:
      return refused(error.message());
    case ErrorCode::kOther:
      return error.message().find(kOfStateFile) != std::string::npos
                 ? "--state names one in another place."
                 : "";
    case ErrorCode::kAbsent:
      return absent(error.message());
    case ErrorCode::kAccessDenied:
      return denied(error, session);
    case ErrorCode::kExpiredToken:
      return "The session token has expired: log in again (aws sso login, or fetch new temporary "
             "credentials) and repeat the command.";
    case ErrorCode::kUnrecognizedClient:
    case ErrorCode::kInvalidSignature:
      return not_known(error.message(), session);
    case ErrorCode::kCredentials:
      return "--profile names a profile. A server on this machine needs no credentials: --endpoint "
             "local.";
    case ErrorCode::kRequestTimeTooSkewed:
      return "This machine's clock is wrong by minutes: set it (timedatectl set-ntp true).";
    case ErrorCode::kConnect:
    case ErrorCode::kConnectTimeout:
      return not_reached(error, session);
    case ErrorCode::kConditionalCheckFailed:
      return "The item is not as the condition says, or is not there: nothing was written. "
             "`magneto "
             "get` shows it.";
    case ErrorCode::kResourceInUse:
      return "A table of this name is there, or is still being changed: `magneto describe` shows "
             "it.";
    case ErrorCode::kTls:
      return "A server without TLS has an endpoint that begins with http://; the authority of its "
             "certificate has to be one of this machine's (update-ca-certificates), or in the file "
             "that AWS_CA_BUNDLE names.";
    case ErrorCode::kProxy:
      return network_hint();
    case ErrorCode::kConnectionLost:
    case ErrorCode::kTimeout:
      if (is_of_s3(error) || is_elsewhere(error, session)) {
        return "It is not reached, or the connection broke: check --s3-endpoint, --to-endpoint, "
               "the network.";
      }
      return "Whether the last request was carried out is not known. Reads may simply be repeated; "
             "look at the item before repeating a write that adds.";
    case ErrorCode::kEndpoint:
      return "Name a region with --region or AWS_REGION, or an endpoint with --endpoint.";
    case ErrorCode::kProvisionedThroughputExceeded:
    case ErrorCode::kThrottling:
    case ErrorCode::kRequestLimitExceeded:
      return "The table's capacity is used up: limit the rate with --rate-read and --rate-write, "
             "or raise the table's (magneto alter).";
    default:
      return {};
  }
}

std::string reasons(const magneto::Error& error, const Session& session) {
  std::string text;
  std::size_t index = 0;
  for (const CancellationReason& reason : error.cancellation_reasons()) {
    const std::string name = session.operation_name(index++);
    if (reason.code == ErrorCode::kNone) continue;
    text += "\n  " + name + ": " + reason.code_text;
    if (!reason.message.empty()) text += ": " + reason.message;
  }
  return text;
}

/// The service answers a wrong signature with the lines that it signed, which nobody types.
std::string without_canonical_text(const magneto::Error& error) {
  std::string text = error.to_string();
  if (error.code() != ErrorCode::kInvalidSignature) return text;
  const std::size_t begin = text.find("\n\nThe Canonical String");
  const std::size_t end = text.rfind(" (HTTP ");
  if (begin < end && end != std::string::npos) text.erase(begin, end - begin);
  return text;
}

}  // namespace

std::string nearest_name(std::string_view name, const std::vector<std::string>& names) {
  std::string nearest;
  std::size_t least = near_enough(name) + 1;
  for (const std::string& known : names) {
    const std::size_t changes = distance(known, name);
    if (changes >= least) continue;
    least = changes;
    nearest = known;
  }
  return nearest;
}

std::string explain_error(const magneto::Error& error, Session& session) {
  const bool missing = error.code() == ErrorCode::kResourceNotFound;
  if (std::string table = missing ? missing_table(session) : ""; !table.empty()) return table;
  std::string text = error.http_status() == 0 ? error.message() : without_canonical_text(error);
  text += reasons(error, session);
  const std::string advice = hint(error, session);
  if (!advice.empty()) text += "\n" + advice;
  return text;
}

}  // namespace magneto::internal::commands
