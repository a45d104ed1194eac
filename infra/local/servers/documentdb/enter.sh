# Runs a command as user postgres inside a chroot, with a data directory of this machine at /srv/mercato.
# It is started in a mount namespace of its own (unshare -m): nobody else sees these mounts, several stacks can share
# one chroot, and there is nothing to unmount afterwards, however the command ends.
#   enter.sh ROOT DATA COMMAND...
set -e
root=$1
data=$2
shift 2
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --bind "$data" "$root/srv/mercato"
exec chroot "$root" setpriv --reuid postgres --regid postgres --init-groups -- "$@"
