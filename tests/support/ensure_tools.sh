#!/bin/sh
# What the tests look with and no Python package brings: a browser, and poppler to check our signatures with a
# program that is not ours. Takes what is on the path; installs from Debian where this account may; never fails.

missing=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 \
    || command -v google-chrome >/dev/null 2>&1 || missing="chromium"
command -v pdfsig >/dev/null 2>&1 || missing="$missing poppler-utils"
command -v certutil >/dev/null 2>&1 || missing="$missing libnss3-tools"
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ]; then as_root=""
elif sudo -n true >/dev/null 2>&1; then as_root="sudo -n"
else as_root="none"
fi

if [ "$as_root" != none ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing for the tests:$(printf ' %s' $missing) …"
    log=$(mktemp)
    # shellcheck disable=SC2086
    if $as_root apt-get update >"$log" 2>&1 \
        && DEBIAN_FRONTEND=noninteractive $as_root apt-get install --yes --no-install-recommends $missing >>"$log" 2>&1
    then
        rm -f "$log"
        exit 0
    fi
    tail -n 5 "$log"
    rm -f "$log"
fi

echo "*************************************************************************"
echo "**  NOT INSTALLED:$(printf ' %s' $missing)"
echo "**  The tests that need them are SKIPPED. On Debian: apt-get install$(printf ' %s' $missing)"
echo "*************************************************************************"
