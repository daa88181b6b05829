#!/bin/sh
# Makes what people install.
#   scripts/publish.sh FOLDER [RUNTIME]   FOLDER/planrunner: one file that needs no .NET on the machine. RUNTIME is this machine's
#                                         where nothing is said: linux-x64, linux-arm64, osx-arm64
#   scripts/publish.sh --tool FOLDER      FOLDER/PlanRunner.VERSION.nupkg, for dotnet tool install; needs the .NET 10 runtime there
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
usage() { sed -n '3,5s/^# //p' "$0" >&2; exit 64; }
. "$home/scripts/build.sh"
case ${1:-} in
  --tool)
    [ $# -eq 2 ] || usage
    need_dotnet
    # In a folder of its own, so that the everyday build is not touched.
    exec dotnet pack "$home/src/Runner" --configuration Release --output "$2" --artifacts-path "$build/tool" \
      -p:DebugType=none -p:RunAnalyzers=false --verbosity quiet
    ;;
  '' | -*) usage ;;
esac
[ $# -le 2 ] || usage
need_dotnet
case $(uname -m) in aarch64 | arm64) processor=arm64 ;; *) processor=x64 ;; esac
case $(uname -s) in Darwin) system=osx ;; *) system=linux ;; esac
# Restored for one runtime and in a folder of its own, so that neither the lock files nor the everyday build are touched.
exec dotnet publish "$home/src/Runner" --configuration Release --runtime "${2:-$system-$processor}" --self-contained --output "$1" \
  --artifacts-path "$build/publish" -p:PublishSingleFile=true -p:DebugType=none -p:RunAnalyzers=false --verbosity quiet
