// SPDX-License-Identifier: Apache-2.0
#include "policy/policy_document.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <vector>

#include "json/json_writer.h"

namespace magneto::internal::policy {
namespace {

using json::JsonWriter;
using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

Error invalid_value(std::string text) {
  return validation_error("One or more parameter values were invalid: " + std::move(text));
}
Error invalid_document(const std::string& text) {
  return invalid_value("Invalid policy document: " + text);
}
Error missing_field(std::string_view name) {
  return invalid_document("Missing required field " + std::string(name));
}
Error invalid_principal() { return invalid_value("Invalid principal in policy document."); }
Error unbounded_access() {
  return validation_error(
      "Resource-based policy grants unbounded access in one or more elements. Please revise the "
      "policy to ensure least-privilege form of access");
}

constexpr std::string_view kVersions[] = {"2008-10-17", "2012-10-17"};
constexpr std::string_view kDefaultVersion = "2008-10-17";

// What can be allowed or denied for a stream, and for nothing else. The actions on policies go with
// both.
constexpr std::string_view kStreamActions[] = {"dynamodb:describestream", "dynamodb:getrecords",
                                               "dynamodb:getsharditerator", "dynamodb:liststreams"};
constexpr std::string_view kPolicyActions[] = {
    "dynamodb:getresourcepolicy", "dynamodb:putresourcepolicy", "dynamodb:deleteresourcepolicy"};

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

// `pattern` with '*' for any run and '?' for any one character.
bool matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p, ++t;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

// One statement, read and checked member by member.
class Statement {
 public:
  Statement(std::string_view text, object from, PolicyTarget target, std::string_view account)
      : text_(text), from_(from), target_(target), account_(account) {}

  Result<void> read() {
    MAGNETO_RETURN_IF_ERROR(check_members());
    MAGNETO_RETURN_IF_ERROR(read_effect());
    MAGNETO_RETURN_IF_ERROR(read_principals());
    MAGNETO_RETURN_IF_ERROR(read_actions());
    return read_resources();
  }

  std::optional<std::string_view> sid() const {
    std::string_view sid;
    if (from_["Sid"].get_string().get(sid) != simdjson::SUCCESS) return std::nullopt;
    return sid;
  }

  bool has_condition() const { return has("Condition"); }
  bool allows_everybody() const { return allow_ && everybody_ && !has_condition(); }

  bool locks_owner_out() const {
    if (allow_ || has_condition() || has("NotAction") || has("NotPrincipal")) return false;
    const std::string root = "arn:aws:iam::" + std::string(account_) + ":root";
    if (!everybody_ && std::ranges::find(aws_principals_, root) == aws_principals_.end()) {
      return false;
    }
    return std::ranges::any_of(actions_, [](std::string_view action) {
      return matches(lower(action), "dynamodb:putresourcepolicy");
    });
  }

  void write(JsonWriter& json) const {
    json.begin_object();
    if (const auto id = sid()) {
      json.plain_key("Sid");
      json.string(*id);
    }
    json.plain_key("Effect");
    json.string(allow_ ? "Allow" : "Deny");
    write_principals(json);
    for (const std::string_view name :
         {"Action", "NotAction", "Resource", "NotResource", "Condition"}) {
      if (!has(name)) continue;
      json.plain_key(name);
      write_collapsed(json, from_[name].value_unsafe());
    }
    json.end_object();
  }

 private:
  bool has(std::string_view name) const { return from_[name].error() == simdjson::SUCCESS; }

  /// Where `member` stands in the text, counted from 1, as the service counts. (Of the first that
  /// is called so: its own rule for where an error begins is not known.)
  Error syntax_error(std::string_view member) const {
    const std::string quoted = '"' + std::string(member) + '"';
    const std::size_t at = std::min(text_.find(quoted), text_.size());
    const std::string_view before = text_.substr(0, at);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t begin = before.rfind('\n') + 1;  // npos + 1 is 0.
    return invalid_document("Syntax error at position (" + std::to_string(line) + "," +
                            std::to_string(at - begin + 1) + ")");
  }

  Result<void> check_members() const {
    static constexpr std::string_view kKnown[] = {"Sid",       "Effect",       "Principal",
                                                  "Action",    "NotPrincipal", "NotAction",
                                                  "Condition", "Resource",     "NotResource"};
    for (const auto member : from_) {
      if (std::ranges::find(kKnown, member.key) == std::end(kKnown)) {
        return syntax_error(member.key);
      }
    }
    if (has("Sid") && !sid()) return syntax_error("Sid");
    if (has("Condition") && !from_["Condition"].is_object()) return syntax_error("Condition");
    return {};
  }

  Result<void> read_effect() {
    std::string_view effect;
    if (!has("Effect")) return missing_field("Effect");
    if (from_["Effect"].get_string().get(effect) != simdjson::SUCCESS) {
      return syntax_error("Effect");
    }
    const std::string lowered = lower(effect);
    if (lowered != "allow" && lowered != "deny") {
      return invalid_document("Invalid effect: " + std::string(effect));
    }
    allow_ = lowered == "allow";
    return {};
  }

  /// The texts of a member that is a text or a list of texts.
  Result<std::vector<std::string_view>> texts(element from, std::string_view member) const {
    std::vector<std::string_view> found;
    std::string_view text;
    if (from.get_string().get(text) == simdjson::SUCCESS) return std::vector{text};
    array list;
    if (from.get_array().get(list) != simdjson::SUCCESS) return syntax_error(member);
    for (const element each : list) {
      if (each.get_string().get(text) != simdjson::SUCCESS) return syntax_error(member);
      found.push_back(text);
    }
    if (found.empty()) return missing_field(member);
    return found;
  }

  Result<void> read_principals() {
    principal_member_ = has("NotPrincipal") ? "NotPrincipal" : "Principal";
    if (!has(principal_member_)) return missing_field("Principal");
    const element principal = from_[principal_member_].value_unsafe();
    std::string_view text;
    if (principal.get_string().get(text) == simdjson::SUCCESS) {
      everybody_ = text == "*";
      if (!everybody_) return syntax_error(principal_member_);
      return {};
    }
    object kinds;
    if (principal.get_object().get(kinds) != simdjson::SUCCESS || kinds.size() == 0) {
      return syntax_error(principal_member_);
    }
    static constexpr std::string_view kKinds[] = {"AWS", "Service", "Federated", "CanonicalUser"};
    for (const auto kind : kinds) {
      if (std::ranges::find(kKinds, kind.key) == std::end(kKinds)) return invalid_principal();
      MAGNETO_ASSIGN_OR_RETURN(const auto names, texts(kind.value, principal_member_));
      if (kind.key == "AWS") MAGNETO_RETURN_IF_ERROR(read_aws_principals(names));
    }
    return {};
  }

  Result<void> read_aws_principals(const std::vector<std::string_view>& names) {
    for (const std::string_view name : names) {
      std::string principal(name);
      const bool is_account = name.size() == 12 && std::ranges::all_of(name, [](char c) {
                                return c >= '0' && c <= '9';
                              });
      if (is_account) principal = "arn:aws:iam::" + principal + ":root";
      if (name == "*") {
        everybody_ = true;
      } else if (!principal.starts_with("arn:aws")) {
        return invalid_principal();
      }
      if (std::ranges::find(aws_principals_, principal) == aws_principals_.end()) {
        aws_principals_.push_back(std::move(principal));
      }
    }
    return {};
  }

  bool action_is_known(std::string_view action) const {
    if (action == "*") return true;
    const std::string lowered = lower(action);
    if (!lowered.starts_with("dynamodb:")) return false;
    const auto is_one_of = [&lowered](auto& known) {
      return std::ranges::any_of(known, [&](auto each) { return matches(lowered, each); });
    };
    if (target_ == PolicyTarget::kStream)
      return is_one_of(kStreamActions) || is_one_of(kPolicyActions);
    return lowered.find_first_of("*?") != std::string::npos || !is_one_of(kStreamActions);
  }

  Result<void> read_actions() {
    const std::string_view member = has("NotAction") ? "NotAction" : "Action";
    if (!has(member)) return missing_field("Action");
    MAGNETO_ASSIGN_OR_RETURN(actions_, texts(from_[member].value_unsafe(), member));
    std::string unknown;
    for (const std::string_view action : actions_) {
      if (action_is_known(action)) continue;
      if (!unknown.empty()) unknown += ", ";
      unknown.append("\"").append(action).append("\"");
    }
    if (unknown.empty()) return {};
    return invalid_document("The following action names are invalid: " + unknown);
  }

  Result<void> read_resources() const {
    const std::string_view member = has("NotResource") ? "NotResource" : "Resource";
    if (!has(member)) return missing_field("Resource");
    MAGNETO_ASSIGN_OR_RETURN(const auto resources, texts(from_[member].value_unsafe(), member));
    for (const std::string_view resource : resources) {
      if (resource == "*") continue;
      const std::size_t table = resource.find(":table/");
      if (!resource.starts_with("arn:aws") || table == std::string_view::npos) {
        return invalid_document("Invalid resource: " + std::string(resource));
      }
      const std::string_view relative = resource.substr(table + 1);
      const bool is_stream = relative.find("/stream/") != std::string_view::npos;
      if (is_stream != (target_ == PolicyTarget::kStream)) {
        return invalid_document("The relative-id \"" + std::string(relative) +
                                "\" is invalid for ARN \"" + std::string(resource) + "\"");
      }
    }
    return {};
  }

  void write_principals(JsonWriter& json) const {
    json.plain_key(principal_member_);
    object kinds;
    if (from_[principal_member_].get_object().get(kinds) != simdjson::SUCCESS) {
      json.string("*");
      return;
    }
    json.begin_object();
    for (const auto kind : kinds) {
      json.key(kind.key);
      if (kind.key != "AWS") {
        write_collapsed(json, kind.value);
      } else if (aws_principals_.size() == 1) {
        json.string(aws_principals_.front());
      } else {
        json.begin_array();
        for (const std::string& principal : aws_principals_) json.string(principal);
        json.end_array();
      }
    }
    json.end_object();
  }

  static void write_collapsed(JsonWriter& json, element from) {
    array list;
    if (from.get_array().get(list) == simdjson::SUCCESS) {
      if (list.size() == 1) return write_collapsed(json, list.at(0).value_unsafe());
      json.begin_array();
      for (const element each : list) write_collapsed(json, each);
      json.end_array();
      return;
    }
    object members;
    if (from.get_object().get(members) == simdjson::SUCCESS) {
      json.begin_object();
      for (const auto member : members) {
        json.key(member.key);
        write_collapsed(json, member.value);
      }
      json.end_object();
      return;
    }
    std::string_view text;
    if (from.get_string().get(text) == simdjson::SUCCESS) return json.string(text);
    json.raw(simdjson::minify(from));
  }

  std::string_view text_;
  object from_;
  PolicyTarget target_;
  std::string_view account_;
  bool allow_ = false;
  bool everybody_ = false;
  std::string_view principal_member_;
  std::vector<std::string> aws_principals_;
  std::vector<std::string_view> actions_;
};

/// The statements of a document: a list of objects, or one object.
Result<std::vector<object>> find_statements(object root) {
  std::vector<object> statements;
  element member;
  if (root["Statement"].get(member) != simdjson::SUCCESS) return missing_field("Statement");
  object one;
  if (member.get_object().get(one) == simdjson::SUCCESS) {
    statements.push_back(one);
    return statements;
  }
  array list;
  if (member.get_array().get(list) != simdjson::SUCCESS) {
    return invalid_document("This policy contains invalid Json");
  }
  for (const element each : list) {
    if (each.get_object().get(one) != simdjson::SUCCESS) {
      return invalid_document("This policy contains invalid Json");
    }
    statements.push_back(one);
  }
  if (statements.empty()) {
    return invalid_document("Could not parse the policy: Statement is empty!");
  }
  return statements;
}

Result<void> check_version(object root) {
  element member;
  if (root["Version"].get(member) != simdjson::SUCCESS) return {};
  std::string_view version;
  if (member.get_string().get(version) == simdjson::SUCCESS &&
      std::ranges::find(kVersions, version) != std::end(kVersions)) {
    return {};
  }
  return invalid_document("The policy contains an invalid version");
}

void write_head(JsonWriter& json, object root) {
  for (const std::string_view name : {"Version", "Id"}) {
    std::string_view text;
    if (root[name].get_string().get(text) != simdjson::SUCCESS) continue;
    json.plain_key(name);
    json.string(text);
  }
}

}  // namespace

Result<PolicyDocument> read_policy_document(std::string_view text, PolicyTarget target,
                                            std::string_view account) {
  if (text.size() > kMaxPolicyBytes) {
    return invalid_value("Maximum policy size of " + std::to_string(kMaxPolicyBytes) +
                         " bytes exceeded");
  }
  simdjson::dom::parser parser;
  object root;
  const simdjson::padded_string padded(text);
  if (parser.parse(padded).get_object().get(root) != simdjson::SUCCESS) {
    return invalid_document("This policy contains invalid Json");
  }
  MAGNETO_RETURN_IF_ERROR(check_version(root));
  MAGNETO_ASSIGN_OR_RETURN(const std::vector<object> statements, find_statements(root));

  JsonWriter json;
  json.begin_object();
  write_head(json, root);
  json.plain_key("Statement");
  json.begin_array();
  PolicyDocument document;
  std::set<std::string_view> sids;
  bool unbounded = false;
  for (const object each : statements) {
    Statement statement(text, each, target, account);
    MAGNETO_RETURN_IF_ERROR(statement.read());
    if (const auto sid = statement.sid(); sid && !sids.insert(*sid).second) {
      return invalid_document("The Statement Ids in the policy are not unique");
    }
    unbounded |= statement.allows_everybody();
    document.locks_owner_out |= statement.locks_owner_out();
    statement.write(json);
  }
  if (unbounded) return unbounded_access();
  json.end_array();
  json.end_object();
  document.canonical = std::string(json.text());
  return document;
}

std::string answered_policy(std::string_view canonical) {
  if (canonical.starts_with(R"({"Version":)")) return std::string(canonical);
  return R"({"Version":")" + std::string(kDefaultVersion) + "\"," +
         std::string(canonical.substr(1));
}

}  // namespace magneto::internal::policy
