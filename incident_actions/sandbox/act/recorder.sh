#!/bin/bash
# Stands before the programs that act runs steps with, under their names. act gives a step a terminal, which no runner
# does, and drops the last words of one that fails (https://github.com/nektos/act, pkg/container/host_environment.go,
# returns before it has read them). So a step prints into a pipe, and what comes through is kept beside.
own=${0%/*}
PATH=:$PATH:
PATH=${PATH/":$own:"/:}
PATH=${PATH#:}
PATH=${PATH%:}
if [[ "$*" == *"console.log(process.execPath)" ]]; then # act asks where node is: here
  if command -v node >/dev/null; then echo "$0"; fi
  exit
fi
"${0##*/}" "$@" </dev/null 2>&1 | tee -a "${own%/*}/printed"
exit "${PIPESTATUS[0]}"
