#!/bin/sh
# Stands in for a container engine's command line: "containers" are processes, their ids are kept in $FAKE_DOCKER_STATE.
state=$FAKE_DOCKER_STATE
printf '%s\n' "$*" >>"$state/calls"
last() { for word; do :; done; echo "$word"; }
case "$1 $2" in
  "info "* | "image inspect") exit 0 ;;
esac
case $1 in
  run)
    while [ $# -gt 0 ]; do
      case $1 in
        --name) name=$2 ;;
        -p) port=${2#127.0.0.1:} port=${port%%:*} ;;
      esac
      shift
    done
    echo $$ >"$state/$name.pid"
    exec "$FAKE_DOCKER_BUN" "$FAKE_DOCKER_SERVER" "$port"
    ;;
  kill | rm)
    pid=$(cat "$state/$(last "$@").pid" 2>/dev/null) || exit 0
    kill -9 "$pid" 2>/dev/null
    rm -f "$state/$(last "$@").pid"
    ;;
esac
exit 0
