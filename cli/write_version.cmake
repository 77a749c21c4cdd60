# Writes OUTPUT from TEMPLATE with TAKT_VERSION and the revision of SOURCE_DIR; untouched when nothing changed, so that
# nothing is compiled again.
execute_process(COMMAND git -C ${SOURCE_DIR} describe --always --dirty --abbrev=12 --exclude=*
                OUTPUT_VARIABLE TAKT_REVISION OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE FAILED)
if(FAILED)
  set(TAKT_REVISION unknown)
endif()
configure_file(${TEMPLATE} ${OUTPUT} @ONLY)
