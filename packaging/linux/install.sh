#!/bin/sh
# Paddock @VERSION@ for the user who runs this, without root, or with --system for everybody. Options: --help
set -eu
usage() {
    cat <<'TEXT'
Installs Paddock for you alone: the program in ~/.local/opt/paddock, its entry in the menu, the command
~/.local/bin/paddock. Models and chats are never touched.

  --system         for everybody on this computer, as root: /opt/paddock, /usr/local/bin/paddock, /usr/local/share
  --quiet          only say what is wrong
  --check          only check that the file arrived whole
  --extract DIR    only unpack the program into DIR
  --uninstall      take the program away again (also: uninstall.sh in the program's folder)
TEXT
}
say() { [ -n "$quiet" ] || printf '%s\n' "$*"; }
fail() { printf 'paddock: %s\n' "$*" >&2; exit 1; }

quiet="" action="install" target="" system=""
while [ $# -gt 0 ]; do
    case "$1" in
        --quiet) quiet=1 ;;
        --system) system=1 ;;
        --check | --uninstall) action=${1#--} ;;
        --extract) action="extract"; shift; [ $# -gt 0 ] || fail "--extract needs a folder."; target=$1 ;;
        --help | -h) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
    shift
done
if [ -n "$system" ]; then
    program=/opt/paddock share=/usr/local/share command=/usr/local/bin/paddock
else
    program="$HOME/.local/opt/paddock" share="${XDG_DATA_HOME:-$HOME/.local/share}" command="$HOME/.local/bin/paddock"
fi

refresh() { # the menus' own caches; where a program is missing, so is its cache
    update-desktop-database -q "$share/applications" 2>/dev/null || true
    update-mime-database "$share/mime" 2>/dev/null || true
    gtk-update-icon-cache -qtf "$share/icons/hicolor" 2>/dev/null || true
}
if [ "$action" = uninstall ]; then
    [ -x "$program/uninstall.sh" ] || fail "Paddock is not installed in $program."
    exec "$program/uninstall.sh"
fi

for tool in tail tar xz sha256sum; do
    command -v "$tool" >/dev/null || fail "the program $tool is needed. Install it with this system's package manager."
done
[ "$(tail -c +@OFFSET@ "$0" | sha256sum | cut -d' ' -f1)" = "@SHA256@" ] ||
    fail "this file did not arrive whole. Download it again."
[ "$action" = check ] && { say "The file is whole."; exit 0; }
if [ "$action" = extract ]; then
    mkdir -p "$target"
    tail -c +@OFFSET@ "$0" | tar -xJf - -C "$target" --no-same-owner
    say "Paddock is in $target/paddock."
    exit 0
fi

if [ -n "$system" ]; then
    [ "$(id -u)" -eq 0 ] || fail "--system needs root. Run: sudo sh $0 --system"
    [ ! -d "$program" ] || [ -e "$program/installed-files" ] ||
        fail "$program was put there by a package. Remove that first, or update it instead."
    umask 022
elif [ "$(id -u)" -eq 0 ]; then
    say "Installing for root alone. For everybody on this computer: --system, the .deb or the .rpm."
fi
say "Installing Paddock @VERSION@ in $program ..."
mkdir -p "$(dirname "$program")" "$(dirname "$command")"
new=$(mktemp -d "$(dirname "$program")/.paddock-new.XXXXXX")
trap 'rm -rf "$new"' EXIT
tail -c +@OFFSET@ "$0" | tar -xJf - -C "$new" --no-same-owner || fail "the disk may be full; nothing was changed."
before="$program.before"
rm -rf "$before"
[ ! -d "$program" ] || mv "$program" "$before" # a running copy goes on with its open files
mv "$new/paddock" "$program"
chmod 755 "$program"

written="$program/installed-files"
: >"$written"
# In a desktop entry a path with a space stands in quotes, in which " ` and $ are escaped twice, and % is doubled.
quoted=$(printf '%s' "$program/paddock" | sed 's/["`$]/\\\\&/g; s/%/%%/g')
replacement=$(printf '"%s"' "$quoted" | sed 's/[\\&|]/\\&/g')
plain=$(printf '%s' "$program/paddock" | sed 's/[\\&|]/\\&/g')
(cd "$program/share" && find . -type f) | while IFS= read -r file; do
    place="$share/${file#./}"
    mkdir -p "$(dirname "$place")"
    case "$file" in
        *.desktop | *.nemo_action)
            sed "s|^TryExec=@EXEC@|TryExec=$plain|; s|@EXEC@|$replacement|" "$program/share/$file" >"$place" ;;
        *) cp "$program/share/$file" "$place" ;;
    esac
    printf '%s\n' "$place" >>"$written"
done
chmod 755 "$share/kio/servicemenus/paddock-servicemenu.desktop"
ln -sfn "$program/paddock" "$command"
printf '%s\n%s\n' "$share" "$command" >"$program/installed-places"
cat >"$program/uninstall.sh" <<'TEXT'
#!/bin/sh
# Takes the program away; models, chats and settings stay, and it says where they are.
set -eu
program=$(dirname "$(readlink -f "$0")")
share=$(sed -n 1p "$program/installed-places")
command=$(sed -n 2p "$program/installed-places")
[ -w "$program" ] || { echo "paddock: root is needed. Run: sudo $program/uninstall.sh" >&2; exit 1; }
while IFS= read -r file; do
    rm -f "$file"
    folder=$(dirname "$file")
    while [ "$folder" != "$share" ] && rmdir "$folder" 2>/dev/null; do folder=$(dirname "$folder"); done
done <"$program/installed-files"
[ "$(readlink "$command" 2>/dev/null)" != "$program/paddock" ] || rm -f "$command"
update-desktop-database -q "$share/applications" 2>/dev/null || true
update-mime-database "$share/mime" 2>/dev/null || true
rm -rf "$program" "$program.before"
case "$share" in
    /usr/*) place="~/.local/share/paddock of each user" ;;
    *) place="$share/paddock" ;;
esac
printf '%s\n' "Paddock is gone. Models and chats are still in $place; remove that folder if you do not want them."
TEXT
chmod 755 "$program/uninstall.sh"
refresh
if ! problem=$("$program/paddock" --version 2>&1); then
    say "$problem"
    fail "it is installed and does not start. On Debian and Ubuntu: sudo apt install libgl1 libegl1 libfontconfig1" \
        "libfreetype6 libdbus-1-3 libglib2.0-0 libx11-xcb1 libwayland-cursor0 libwayland-egl1"
fi
rm -rf "$before"
case ":$PATH:" in
    *":$(dirname "$command"):"*) say "Done. Paddock is in the menu; the command is: paddock" ;;
    *) say "Done. Paddock is in the menu; the command is: $command" ;;
esac
exit 0
