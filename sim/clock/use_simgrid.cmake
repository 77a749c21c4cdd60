# takt_use_simgrid(TARGET): links a module with SimGrid, without the libraries of ns-3 (see make_ns3_stand_ins.sh).
pkg_check_modules(SIMGRID REQUIRED IMPORTED_TARGET GLOBAL simgrid)
find_library(SIMGRID_LIBRARY simgrid HINTS ${SIMGRID_LIBRARY_DIRS} REQUIRED)

set(NS3_STAND_INS ${CMAKE_BINARY_DIR}/without_ns3)
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64" AND "${SIMGRID_LIBRARY}" IS_NEWER_THAN ${NS3_STAND_INS}/made)
  execute_process(COMMAND ${CMAKE_CURRENT_LIST_DIR}/make_ns3_stand_ins.sh ${SIMGRID_LIBRARY} ${NS3_STAND_INS}
                  RESULT_VARIABLE STAND_INS_FAILED)
  if(STAND_INS_FAILED)
    message(STATUS "ns-3 stays: no stand-ins could be made, runs on SimGrid start some 20 ms later")
    file(REMOVE_RECURSE ${NS3_STAND_INS})
  else()
    file(TOUCH ${NS3_STAND_INS}/made)
  endif()
endif()

function(takt_use_simgrid TARGET)
  target_link_libraries(${TARGET} PRIVATE PkgConfig::SIMGRID)
  # RPATH, not RUNPATH: it also holds for what SimGrid itself needs.
  set_target_properties(${TARGET} PROPERTIES BUILD_RPATH "$ORIGIN/without_ns3")
  target_link_options(${TARGET} PRIVATE -Wl,--disable-new-dtags -Wl,--allow-shlib-undefined)
endfunction()
