#!/bin/sh
# Installs what the tests need and this machine lacks: Chromium, a Chinese font, nginx, PostGIS.
set -eu

PATH="$PATH:/usr/sbin" # where nginx is, and a user's path does not always look
missing=""
if ! command -v chromium >/dev/null 2>&1 && ! command -v chromium-browser >/dev/null 2>&1 \
  && ! command -v google-chrome >/dev/null 2>&1; then
  missing="chromium"
fi
if ! command -v fc-list >/dev/null 2>&1 || [ -z "$(fc-list :lang=zh-cn family)" ]; then
  missing="$missing fontconfig fonts-noto-cjk"
fi
command -v nginx >/dev/null 2>&1 || missing="$missing nginx-light"
command -v openssl >/dev/null 2>&1 || missing="$missing openssl"
ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 \
  || missing="$missing postgresql postgresql-postgis"
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "Please install: $missing (no apt-get on this machine)" >&2
  exit 1
fi
become=""
[ "$(id -u)" -eq 0 ] || become="sudo"
echo "Installing: $missing"
$become apt-get update -qq
# shellcheck disable=SC2086  # a list of names
DEBIAN_FRONTEND=noninteractive $become apt-get install -y -qq --no-install-recommends $missing
