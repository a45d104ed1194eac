# Stops what a Mercato command started when that command is gone without having done it itself (kill -9).
# Standard input is a pipe from the command; lines come in while it lives, and the end of the pipe means that it ended.
#   add PID SIGNAL · remove PID · container ENGINE NAME · uncontainer ENGINE NAME
trap '' INT TERM HUP
pids=""
containers=""

# without LIST PATTERN: the entries of the list that the pattern does not match
without() {
  for entry in $1; do
    case $entry in
      $2) ;;
      *) printf '%s ' "$entry" ;;
    esac
  done
}

# A zombie is gone; only its parent has not noticed yet.
alive() {
  kill -0 "$1" 2>/dev/null || return 1
  case $(cat "/proc/$1/stat" 2>/dev/null) in
    *") Z "*) return 1 ;;
  esac
}

while read -r verb first second; do
  case $verb in
    add) pids="$first:$second $pids" ;;
    remove) pids=$(without "$pids" "$first:*") ;;
    container) containers="$first:$second $containers" ;;
    uncontainer) containers=$(without "$containers" "$first:$second") ;;
  esac
done

# The newest first: services before the servers that they use.
for entry in $pids; do
  pid=${entry%%:*}
  kill -s CONT "$pid" 2>/dev/null
  kill -s "${entry##*:}" "$pid" 2>/dev/null || continue
  tenths=0
  while alive "$pid" && [ $tenths -lt 80 ]; do
    sleep 0.1
    tenths=$((tenths + 1))
  done
  kill -s KILL "$pid" 2>/dev/null
done
for entry in $containers; do
  "${entry%%:*}" rm -f "${entry##*:}" >/dev/null 2>&1
done
