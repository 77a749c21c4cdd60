#pragma once

#include <string>
#include <utility>
#include <vector>

namespace takt {

/// An agent's name as it stands on the command line, taken apart: KIND[:ARG][?key=value&key=value].
struct AgentSpec {
  std::string text;  ///< the whole of it
  std::string kind;
  bool has_arg = false;
  std::string arg;
  std::vector<std::pair<std::string, std::string>> options;  ///< in the order given, keys all different
};

/// Longest spec that is accepted, in bytes: an expression has to fit, and nothing else comes near.
inline constexpr std::size_t longest_agent_spec = 4096;

/// Takes a spec apart.
///
/// KIND ends at the first ':' or, where there is none, at the options. Options begin at the last '?' that is
/// followed by KEY=, where KEY is a lower-case letter followed by lower-case letters, digits and '_', and the
/// character after
/// '=' is not another '='. Every other '?' belongs to ARG, so `expr:slack < 0 ? 2 : 1` has no options and
/// `expr:slack < 0 ? 2 : 1?route=spt` has one. A value runs to the next '&' or the end and is not empty.
///
/// Throws Error(usage) for an empty, overlong or unprintable spec, a kind that is not a word, an empty ARG
/// after ':', an option without value and a key given twice.
AgentSpec parse_agent_spec(const std::string& text);

/// Text of others for use in a message: in quotes, cut to a readable length, unprintable bytes replaced.
std::string quoted(const std::string& text);

}  // namespace takt
