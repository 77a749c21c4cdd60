#pragma once

#include <utility>

#include <fmt/format.h>

#include "sim/model/error.hpp"

namespace takt {

/// Throws Error(bad_input) with a message in the syntax of fmt.
template <typename... Arguments>
[[noreturn]] void refuse(fmt::format_string<Arguments...> form, Arguments&&... arguments) {
  throw Error(Fault::bad_input, fmt::format(form, std::forward<Arguments>(arguments)...));
}

}  // namespace takt
