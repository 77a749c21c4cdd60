#pragma once

namespace takt {

/// Opens one of Takt's own modules, "libtakt_NAME.so" beside the program, and returns its function of this
/// name. The module stays open until the process ends. Throws Error(io) when the file is not there or has no
/// such function.
using ModuleFunction = void (*)();
ModuleFunction load_module(const char* file, const char* function);

}  // namespace takt
