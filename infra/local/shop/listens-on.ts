import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** TCP_LISTEN, as /proc/net/tcp writes it. */
const LISTENING = "0A";

/** The sockets that listen on a port, by inode, from the text of /proc/net/tcp. */
export function listeningSockets(table: string, port: number): readonly string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table.split("\n").flatMap((row) => {
    const [, local = "", , state, , , , , , inode = ""] = row.trim().split(/\s+/);
    return state === LISTENING && local.endsWith(suffix) ? [inode] : [];
  });
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return ""; // It was closed meanwhile.
  }
}

/** Whether a process itself listens on a port of IPv4, where others may listen on it, too. Linux only; false once the process has ended. */
export function listensOn(pid: number, port: number): boolean {
  try {
    const sockets = new Set(listeningSockets(readFileSync(`/proc/${pid}/net/tcp`, "utf8"), port).map((inode) => `socket:[${inode}]`));
    return sockets.size > 0 && readdirSync(`/proc/${pid}/fd`).some((fd) => sockets.has(targetOf(`/proc/${pid}/fd/${fd}`)));
  } catch {
    return false;
  }
}
