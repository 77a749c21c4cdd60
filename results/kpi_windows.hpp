#pragma once

#include <string_view>

namespace takt::kpi_windows {

// Over what a key figure is taken, in words. The window [warm_up, end) is W long. Measured jobs: done,
// released at warm_up or later, and by number after warm_up_jobs and within measured_jobs. Of a job: r
// release, C completion, d due date, w weight.
inline constexpr std::string_view run = "whole run", window = "[warm_up, end)", jobs = "measured jobs",
                                  due = "measured jobs with a due date", periods = "measured periods",
                                  visits = "operations in the window", state = "does not depend on time";

}  // namespace takt::kpi_windows
