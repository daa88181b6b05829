# Sourced by the scripts at the root: builds the command when a source is newer than what was built. Expects $home.
# Says nothing unless it fails, BUILD_TELLS is set or a terminal shows it.

build=$home/.build
command_file=$build/bin/planrunner.dll

need_dotnet() {
  if ! command -v dotnet >/dev/null 2>&1; then
    echo 'The .NET 10 SDK is needed: https://dotnet.microsoft.com/download/dotnet/10.0' >&2
    exit 1
  fi
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
}

is_stale() {
  [ -e "$command_file" ] && [ -e "$build/stamp" ] || return 0
  [ -n "$(find "$home/src" "$home/schemas" "$home/templates" "$home/docs" "$home/Directory.Build.props" "$home/Directory.Packages.props" "$home/global.json" \
    \( -name bin -o -name obj \) -prune -o -newer "$build/stamp" \( -type f -o -type d \) -print 2>/dev/null | head -n 1)" ]
}

# One build at a time; a lock whose process is gone is nobody's.
take_build_lock() {
  mkdir -p "$build"
  until mkdir "$build/lock" 2>/dev/null; do
    holder=$(cat "$build/lock/pid" 2>/dev/null || true)
    if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then rm -rf "$build/lock"; else sleep 1; fi
  done
  echo $$ >"$build/lock/pid"
  trap 'rm -rf "$build/lock"' EXIT
  trap 'exit 130' INT TERM HUP
}

build_command() {
  need_dotnet
  is_stale || return 0
  take_build_lock
  if is_stale; then
    # Taken before the build, so that what changes meanwhile is built next time.
    : >"$build/stamp.new"
    if [ -n "${BUILD_TELLS:-}" ] || [ -t 2 ]; then echo 'Building planrunner, which takes a minute the first time …' >&2; fi
    if ! dotnet build "$home/src/Runner" --configuration Release --output "$build/bin" --verbosity quiet >"$build/build.log" 2>&1; then
      cat "$build/build.log" >&2
      exit 1
    fi
    mv "$build/stamp.new" "$build/stamp"
  fi
  rm -rf "$build/lock"
  trap - EXIT INT TERM HUP
}
