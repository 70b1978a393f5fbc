#!/usr/bin/env bash
# .ci/setup waits while something else installs packages, whichever lock that holds: of apt's lists, of
# its archives, of dpkg. apt-get is the real one, in a folder of its own, where no package is missing.
# Argument: the repository. Skipped (77) unless this is Debian as root.
set -euo pipefail
source_dir=$1
for needed in apt-get python3 chromium; do command -v "$needed" >/dev/null || exit 77; done
[ "$(id -u)" = 0 ] || exit 77

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/lists/partial "$root"/archives/partial "$root"/dpkg
cp /var/lib/dpkg/status "$root/dpkg/status"
cat >"$root/apt.conf" <<END
Dir::State::status "$root/dpkg/status";
Dir::State::lists "$root/lists";
Dir::Cache::archives "$root/archives";
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "/dev/null";
APT::Sandbox::User "root";
END

# setup LOCK SECONDS WAIT: .ci/setup in that folder, with a package that seems to be missing, while LOCK is
# held for so long; it waits for WAIT seconds at most.
setup() {
  python3 -c '
import fcntl, sys, time
lock = open(sys.argv[1], "w")
fcntl.lockf(lock, fcntl.LOCK_EX)
open(sys.argv[3], "w").close()
time.sleep(float(sys.argv[2]))' "$root/$1" "$2" "$root/held" &
  local holder=$! status=0
  until [ -e "$root/held" ]; do sleep 0.05; done
  APT_CONFIG=$root/apt.conf CHROMIUM=$root/no-browser HEARTH_APT_WAIT_SECONDS=$3 \
    "$source_dir/.ci/setup" test >"$root/log" 2>&1 || status=$?
  rm "$root/held"
  local was_held=0
  kill "$holder" 2>/dev/null && was_held=1
  wait "$holder" 2>/dev/null || true
  if [ "$was_held" = 1 ] && [ "$status" = 0 ]; then
    echo "did not need $1"
    return 1
  fi
  return "$status"
}

for lock in lists/lock dpkg/lock-frontend archives/lock; do
  if ! setup "$lock" 3 60; then
    echo "expected to wait for $lock" >&2
    cat "$root/log" >&2
    exit 1
  fi
  grep -qi "waiting for" "$root/log" || { echo "did not wait for $lock" >&2; exit 1; }
done
if setup lists/lock 20 1; then
  echo "expected to give up" >&2
  exit 1
fi
grep -q "Could not get lock" "$root/log"
