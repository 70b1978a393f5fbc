#!/usr/bin/env bash
# The examples that `hearth COMMAND --help` prints, run as they stand: examples.sh SOURCE BUILD
# They name build/native/...; a link makes them true of the build that is tested.
set -euo pipefail
source=$1 build=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/build"
ln -s "$build" "$work/build/native"
ln -s "$source/web-demo" "$work/web-demo"
cd "$work"
PATH="$build:$PATH"
ran=0
for command in pack rank replay import eval "eval household" "eval nextbasket" "eval basket" "eval coldstart" "eval sources" "eval nextclick"; do
  help=$("$build/hearth" $command --help)
  # Lines after "Example" up to the end, with continued lines joined.
  example=$(echo "$help" | sed -n '/^Example/,$p' | tail -n +2 | sed -e ':a' -e '/\\$/N; s/\\\n//; ta')
  [ -n "$example" ] || { echo "$command --help has no example"; exit 1; }
  echo "$example"
  output=$(bash -euo pipefail -c "$example")
  [ -n "$output" ] || { echo "the example of $command printed nothing"; exit 1; }
  ran=$((ran + 1))
done
echo "$ran examples ran"
