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
    update-mime-database "$share/mime" >/dev/null 2>&1 || true
    gtk-update-icon-cache -qtf "$share/icons/hicolor" 2>/dev/null || true
}
before="$program.before" parent=$(dirname "$program")

identity() { # a process by its number and the moment it started, because numbers come again
    printf '%s %s' "$1" "$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20)"
}
sweep() { # what installations that were killed have left: our folders, whose process is no more; sets `swept`
    swept=""
    for left in "$parent"/.paddock-new.??????; do
        [ -n "$(find "$left" -prune -type d -user "$(id -u)" 2>/dev/null)" ] || continue
        owner=$(cat "$left/owner" 2>/dev/null) || owner=""
        if [ -n "$owner" ]; then
            [ "$(identity "${owner%% *}")" != "$owner" ] || fail "another installation is running. Wait for its end."
        elif [ -z "$(find "$left" -prune -mmin +10)" ]; then
            continue # perhaps made this moment
        fi
        rm -rf "$left" 2>/dev/null || true # its tar may still be writing: then the next one takes the rest
        swept=1
    done
    # Killed in the middle of an upgrade:
    [ -e "$program" ] || [ ! -d "$before" ] || mv "$before" "$program" 2>/dev/null || true
}
if [ "$action" = uninstall ]; then
    sweep
    [ -z "$swept" ] || [ -e "$program" ] || { say "What an interrupted installation had left is gone."; exit 0; }
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
made=$(mkdir -p "$parent" "$(dirname "$command")" "$share" 2>&1) && [ -w "$parent" ] ||
    fail "nothing can be written in $parent, $(dirname "$command") or $share; nothing was changed. ${made##*: }"
sweep
new=$(mktemp -d "$parent/.paddock-new.XXXXXX" 2>/dev/null) || fail "nothing can be written in $parent; nothing was changed."
stage="unpacking"
undo() { # at every end: all of it or nothing
    status=$?
    set +e # what can be put back is
    trap - EXIT HUP INT TERM
    if [ "$stage" = placing ]; then
        while IFS= read -r file; do
            rm -f "$file"
            folder=$(dirname "$file")
            while [ "$folder" != "$share" ] && rmdir "$folder" 2>/dev/null; do folder=$(dirname "$folder"); done
        done <"$new/files"
        rm -f "$command"
        if [ -d "$before" ]; then
            rm -rf "$program"
            mv "$before" "$program"
        elif [ ! -d "$new/paddock" ]; then
            rm -rf "$program"
        fi
        cp -RP "$new/kept/share/." "$share/"
        [ ! -L "$new/kept/command" ] && [ ! -e "$new/kept/command" ] || cp -P "$new/kept/command" "$command"
        refresh
    fi
    rm -rf "$new"
    [ "$stage" = done ] || printf '%s\n' "paddock: not installed, the disk may be full; all is as it was before." >&2
    exit "$status"
}
trap undo EXIT
trap 'exit 1' HUP INT TERM
identity $$ >"$new/owner"
tail -c +@OFFSET@ "$0" | tar -xJf - -C "$new" --no-same-owner
chmod 755 "$new/paddock"

# Whatever can fill the disk happens before the first change: what is to be written, and a copy of what it replaces.
# In a desktop entry a path with a space stands in quotes, in which " ` and $ are escaped twice, and % is doubled.
quoted=$(printf '%s' "$program/paddock" | sed 's/["`$]/\\\\&/g; s/%/%%/g')
replacement=$(printf '"%s"' "$quoted" | sed 's/[\\&|]/\\&/g')
plain=$(printf '%s' "$program/paddock" | sed 's/[\\&|]/\\&/g')
mkdir -p "$new/kept/share"
(cd "$new/paddock/share" && find . -type f) >"$new/names"
while IFS= read -r name; do
    file="${name#./}"
    printf '%s\n' "$share/$file" >>"$new/files"
    case "$file" in
        *.desktop | *.nemo_action)
            sed -i "s|^TryExec=@EXEC@|TryExec=$plain|; s|@EXEC@|$replacement|" "$new/paddock/share/$file" ;;
    esac
    if [ -f "$share/$file" ]; then
        mkdir -p "$(dirname "$new/kept/share/$file")"
        cp -p "$share/$file" "$new/kept/share/$file"
    fi
done <"$new/names"
[ ! -L "$command" ] && [ ! -e "$command" ] || cp -P "$command" "$new/kept/command"
cp "$new/files" "$new/paddock/installed-files"
printf '%s\n%s\n' "$share" "$command" >"$new/paddock/installed-places"
cat >"$new/paddock/uninstall.sh" <<'TEXT'
#!/bin/sh
# Takes the program away; models, chats and settings stay, and it says where they are.
set -eu
program=$(dirname "$(readlink -f "$0")")
share=$(sed -n 1p "$program/installed-places")
command=$(sed -n 2p "$program/installed-places")
only() { # a folder in which nothing is left but a cache of nothing
    [ "$(ls -A "$1" 2>/dev/null)" != "$2" ] || rm -r "$1"
}
[ -w "$program" ] || { echo "paddock: root is needed. Run: sudo $program/uninstall.sh" >&2; exit 1; }
while IFS= read -r file; do
    rm -f "$file"
done <"$program/installed-files"
# The caches are made anew while the folders are still there, empty as they may be; then those go.
update-desktop-database -q "$share/applications" 2>/dev/null || true
update-mime-database "$share/mime" >/dev/null 2>&1 || true
gtk-update-icon-cache -qtf "$share/icons/hicolor" 2>/dev/null || true
while IFS= read -r file; do
    folder=$(dirname "$file")
    while [ "$folder" != "$share" ] && rmdir "$folder" 2>/dev/null; do folder=$(dirname "$folder"); done
done <"$program/installed-files"
[ "$(readlink "$command" 2>/dev/null)" != "$program/paddock" ] || rm -f "$command"
if [ ! -d "$share/mime/packages" ]; then # no kind of file is described there: a database of nothing
    for name in XMLnamespaces aliases generic-icons globs globs2 icons magic mime.cache subclasses treemagic types version; do
        rm -f "$share/mime/$name"
    done
    rmdir "$share/mime" 2>/dev/null || true
fi
only "$share/icons/hicolor" icon-theme.cache
rmdir "$share/icons" 2>/dev/null || true
only "$share/applications" mimeinfo.cache
rm -rf "$program" "$program.before"
case "$share" in
    /usr/*) place="~/.local/share/paddock of each user" ;;
    *) place="$share/paddock" ;;
esac
printf '%s\n' "Paddock is gone. Models and chats are still in $place; remove that folder if you do not want them."
TEXT
chmod 755 "$new/paddock/uninstall.sh"

rm -rf "$before"
stage="placing"
[ ! -d "$program" ] || mv "$program" "$before" # a running copy goes on with its open files
mv "$new/paddock" "$program"
while IFS= read -r name; do
    place="$share/${name#./}"
    mkdir -p "$(dirname "$place")"
    cp "$program/share/${name#./}" "$place"
done <"$new/names"
chmod 755 "$share/kio/servicemenus/paddock-servicemenu.desktop"
ln -sfn "$program/paddock" "$command"
stage="done"
refresh
rm -rf "$before"
if ! problem=$("$program/paddock" --version 2>&1); then
    say "$problem"
    fail "it is installed and does not start. On Debian and Ubuntu: sudo apt install libgl1 libegl1 libfontconfig1" \
        "libfreetype6 libdbus-1-3 libglib2.0-0 libx11-xcb1 libwayland-cursor0 libwayland-egl1"
fi
case ":$PATH:" in
    *":$(dirname "$command"):"*) say "Done. Paddock is in the menu; the command is: paddock" ;;
    *) say "Done. Paddock is in the menu; the command is: $command" ;;
esac
exit 0
