#include "agents/agent_spec.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/model/error.hpp"

namespace takt {
namespace {

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_word_char(char c) {
  return is_lower(c) || (c >= '0' && c <= '9') || c == '_';
}

/// Length of the KEY that `text` starts with at `from`; 0: none.
std::size_t key_length(const std::string& text, std::size_t from) {
  if (from >= text.size() || !is_lower(text[from])) return 0;
  std::size_t end = from;
  while (end < text.size() && is_word_char(text[end])) ++end;
  return end - from;
}

bool options_begin(const std::string& text, std::size_t question_mark) {
  const std::size_t key = question_mark + 1;
  const std::size_t equals = key + key_length(text, key);
  if (equals == key || equals >= text.size() || text[equals] != '=') return false;
  return equals + 1 >= text.size() || text[equals + 1] != '=';
}

Error spec_error(const std::string& spec, const std::string& message) {
  return Error(Fault::usage, fmt::format("agent {}: {}", quoted(spec), message));
}

void parse_options(AgentSpec& spec, std::size_t from) {
  while (true) {
    const std::size_t end = std::min(spec.text.find('&', from), spec.text.size());
    const std::string option = spec.text.substr(from, end - from);
    const std::size_t length = key_length(option, 0);
    if (length == 0 || length >= option.size() || option[length] != '=') {
      throw spec_error(spec.text, fmt::format("option {} is not of the form KEY=VALUE", quoted(option)));
    }
    std::string key = option.substr(0, length);
    std::string value = option.substr(length + 1);
    if (value.empty()) throw spec_error(spec.text, fmt::format("option '{}' has no value", key));
    const auto same_key = [&](const auto& given) { return given.first == key; };
    if (std::any_of(spec.options.begin(), spec.options.end(), same_key)) {
      throw spec_error(spec.text, fmt::format("option '{}' is given twice", key));
    }
    spec.options.emplace_back(std::move(key), std::move(value));
    if (end == spec.text.size()) return;
    from = end + 1;
  }
}

}  // namespace

AgentSpec parse_agent_spec(const std::string& text) {
  if (text.empty()) throw Error(Fault::usage, "an agent's name is empty; `takt agents` lists all");
  if (text.size() > longest_agent_spec) {
    throw spec_error(text, fmt::format("its name is longer than {} bytes", longest_agent_spec));
  }
  const auto unprintable = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::any_of(text.begin(), text.end(), unprintable)) {
    throw spec_error(text, "its name holds a control character");
  }

  AgentSpec spec;
  spec.text = text;
  std::size_t body_end = text.size();
  for (std::size_t at = text.rfind('?'); at != std::string::npos;
       at = at == 0 ? at - 1 : text.rfind('?', at - 1)) {
    if (!options_begin(text, at)) continue;
    body_end = at;
    parse_options(spec, at + 1);
    break;
  }

  const std::string body = text.substr(0, body_end);
  const std::size_t colon = body.find(':');
  spec.kind = body.substr(0, colon);
  if (key_length(spec.kind, 0) != spec.kind.size() || spec.kind.empty()) {
    throw spec_error(text,
                     "it does not begin with a kind; agents are named KIND[:ARG][?key=value&key=value]");
  }
  if (colon != std::string::npos) {
    spec.has_arg = true;
    spec.arg = body.substr(colon + 1);
    if (spec.arg.empty()) throw spec_error(text, fmt::format("nothing follows '{}:'", spec.kind));
  }
  return spec;
}

std::string quoted(const std::string& text) {
  constexpr std::size_t longest = 120;
  std::string shown = text.size() <= longest ? text : text.substr(0, longest);
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  return fmt::format("'{}{}'", shown, text.size() <= longest ? "" : "...");
}

}  // namespace takt
