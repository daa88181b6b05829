# Sourced by the set-up scripts: installs what is missing with the package manager of the machine.

say() { printf '%s\n' "$*" >&2; }

is_root() { [ "$(id -u)" = 0 ]; }

# The command that installs "postgres", "npm" or "chromium" here, to run as root (with brew: as oneself). Nothing where no package
# manager is known.
install_command() {
  if command -v apt-get >/dev/null 2>&1; then
    case $1 in postgres) names='postgresql postgresql-client' ;; *) names=$1 ;; esac
    echo "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $names"
  elif command -v dnf >/dev/null 2>&1; then
    case $1 in postgres) names='postgresql-server postgresql-contrib postgresql' ;; *) names=$1 ;; esac
    echo "dnf install -y -q $names"
  elif command -v yum >/dev/null 2>&1; then
    case $1 in postgres) names='postgresql-server postgresql-contrib postgresql' ;; *) names=$1 ;; esac
    echo "yum install -y -q $names"
  elif command -v apk >/dev/null 2>&1; then
    case $1 in postgres) names='postgresql postgresql-contrib postgresql-client' ;; *) names=$1 ;; esac
    echo "apk add --quiet $names"
  elif command -v pacman >/dev/null 2>&1; then
    case $1 in postgres) names=postgresql ;; *) names=$1 ;; esac
    echo "pacman -Sy --noconfirm --quiet $names"
  elif command -v zypper >/dev/null 2>&1; then
    case $1 in postgres) names='postgresql-server postgresql-contrib postgresql' ;; *) names=$1 ;; esac
    echo "zypper --quiet --non-interactive install $names"
  elif command -v brew >/dev/null 2>&1; then
    case $1 in postgres) names=postgresql ;; npm) names=node ;; *) names=$1 ;; esac
    echo "brew install --quiet $names"
  fi
}

# Runs a command as root, or fails where that would need a password.
as_root() {
  if is_root; then
    sh -c "$1"
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    sudo -n sh -c "$1"
  else
    return 1
  fi
}

# Installs one of them, or says what to type and ends. $2 is what may be done instead.
install() {
  what=$1
  otherwise=$2
  command=$(install_command "$what")
  if [ -z "$command" ]; then
    say "There is no $what here, and no package manager that is known."
    say "$otherwise"
    exit 1
  fi
  case $command in brew*) run=sh_c ;; *) run=as_root ;; esac
  if ! "$run" true; then
    say "There is no $what here, and installing it needs root. Type this, then try again:"
    say "  sudo sh -c '$command'"
    say "$otherwise"
    exit 1
  fi
  say "Installing $what with the package manager …"
  log=$(mktemp)
  if ! "$run" "$command" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    exit 1
  fi
  rm -f "$log"
}

sh_c() { sh -c "$1"; }
