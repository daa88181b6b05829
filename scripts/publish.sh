#!/bin/sh
# Makes a folder that runs without .NET installed, compiled ahead of time: scripts/publish.sh FOLDER [RUNTIME]
# RUNTIME is linux-x64 where nothing is said; others are linux-arm64, osx-arm64.
# One version bubble with the framework (composite): generics over our own types are compiled ahead too, which a start-up feels.
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
[ $# -ge 1 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 64; }
. "$home/scripts/build.sh"
need_dotnet
# Restored for one runtime and in a folder of its own, so that neither the lock files nor the everyday build are touched.
dotnet publish "$home/src/Runner" --configuration Release --runtime "${2:-linux-x64}" --self-contained --output "$1" \
  --artifacts-path "$build/publish" \
  -p:PublishReadyToRun=true -p:PublishReadyToRunComposite=true -p:DebugType=none -p:RunAnalyzers=false --verbosity quiet
