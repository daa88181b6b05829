#!/bin/sh
# Sees to it that there is a Chromium, in which the page of a dry run is tested. Says nothing where there is one.
set -eu
. "$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/install.sh"

# Where the tests look too.
has_chromium() {
  if [ -n "${PLANRUNNER_CHROMIUM:-}" ]; then return 0; fi
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null 2>&1; then return 0; fi
  done
  return 1
}

has_chromium || install chromium 'Or name the program of a Chromium or Chrome in PLANRUNNER_CHROMIUM.'
