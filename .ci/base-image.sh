#!/usr/bin/env bash
# .ci/base-image.sh JDK OUT.tar: a root directory that can run this JDK's Java, made of files of this Debian machine. Stands
# in for a base image where no registry is to be had; not for use elsewhere.
set -euo pipefail
jdk=$(readlink -f "$1") out=$2
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

packages='base-files base-passwd bash coreutils dash grep sed findutils libc-bin libc6 libgcc-s1 libstdc++6 zlib1g libtinfo6
  libselinux1 libpcre2-8-0 libacl1 libattr1 libgmp10 libssl3 ca-certificates tzdata'
chmod 755 "$root"
mkdir -p "$root"/{usr/{bin,sbin,lib,lib64},etc,tmp,proc,sys,dev,run,root,opt/java}
for directory in bin sbin lib lib64; do ln -s "usr/$directory" "$root/$directory"; done
chmod 1777 "$root/tmp"
# shellcheck disable=SC2086
dpkg -L $packages | grep -vE '^/usr/share/(doc|man|locale|info|lintian|bug)|^/(proc|sys|dev|run|tmp)' |
  sed -E 's#^/(bin|sbin|lib|lib64)/#/usr/\1/#' | sort -u | while read -r path; do
  if [ -f "$path" ] || [ -L "$path" ]; then echo "${path#/}"; fi
done | tar --no-recursion -C / -cf - -T - 2>/dev/null | tar -C "$root" -xf - || true
cp /etc/passwd /etc/group /etc/nsswitch.conf "$root/etc/"
ln -sf bash "$root/usr/bin/sh"
cp -r /etc/ssl "$root/etc/"

home=$root/opt/java/openjdk
if "$jdk/bin/jlink" --help 2>/dev/null | grep -q 'from run-time image enabled'; then
  # As slim as a JRE: without the tools to compile with.
  "$jdk/bin/jlink" --add-modules java.se,jdk.unsupported,jdk.crypto.cryptoki,jdk.jfr,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.localedata,jdk.charsets,jdk.zipfs,jdk.httpserver,jdk.security.auth,jdk.security.jgss \
    --strip-java-debug-attributes --no-header-files --no-man-pages --output "$home"
else
  # Some links lead to what is not installed, such as the sources.
  cp -rL "$jdk" "$home" 2>/dev/null || true
  rm -rf "$home"/{jmods,include,lib/src.zip,lib/ct.sym,man}
fi
[ -x "$home/bin/java" ] || {
  echo "$jdk holds no java that could be copied" >&2
  exit 1
}
tar -C "$root" -cf "$out" .
