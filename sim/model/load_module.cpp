#include "sim/model/load_module.hpp"

#include <filesystem>
#include <string>
#include <system_error>

#include <dlfcn.h>

#include "sim/model/error.hpp"

namespace takt {

ModuleFunction load_module(const char* file, const char* function) {
  // Beside the program by its full path, for the sanitizers' dlopen does not look where the program's own
  // would; then wherever the system has it.
  std::error_code unknown;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", unknown);
  auto* module = dlopen((program.parent_path() / file).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr) module = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr) {
    const char* reason = dlerror();
    throw Error(Fault::io,
                std::string("cannot load ") + file + ": " + (reason != nullptr ? reason : "no reason given"));
  }
  const auto found = reinterpret_cast<ModuleFunction>(dlsym(module, function));
  if (found == nullptr) throw Error(Fault::io, std::string(file) + " is not the module of this program");
  return found;
}

}  // namespace takt
