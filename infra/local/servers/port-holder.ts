import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";
import { runCommand } from "./run-command.ts";

/** The process that listens on a port. */
export interface PortHolder {
  readonly pid: number;
  /** Its command line, shortened. */
  readonly command: string;
}

const LISTEN = "0A";

/** The socket inodes that listen on a port, from the text of /proc/net/tcp or tcp6. */
export function listeningInodes(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  return table
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(`:${wanted}`) === true && fields[3] === LISTEN)
    .flatMap((fields) => (fields[9] === undefined ? [] : [fields[9]]));
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function holdsSocket(pid: string, sockets: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => sockets.has(readLink(`/proc/${pid}/fd/${fd}`)));
  } catch {
    return false;
  }
}

function readLink(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return "";
  }
}

/** A command line, its parts ended by NUL, as it is shown in a message. */
export function shortCommand(commandLine: string): string {
  const [program = "", ...args] = commandLine.split("\0").filter((part) => part !== "");
  const text = [basename(program), ...args].join(" ");
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function findInProc(port: number): PortHolder | undefined {
  const inodes = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => listeningInodes(readText(file), port));
  const sockets = new Set(inodes.map((inode) => `socket:[${inode}]`));
  if (sockets.size === 0) return undefined;
  const pid = readdirSync("/proc").find((name) => /^\d+$/.test(name) && holdsSocket(name, sockets));
  return pid === undefined ? undefined : { pid: Number(pid), command: shortCommand(readText(`/proc/${pid}/cmdline`)) };
}

async function findWithLsof(port: number): Promise<PortHolder | undefined> {
  try {
    const { stdout } = await runCommand("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"], { timeoutMs: 3_000 });
    const pid = /^p(\d+)$/m.exec(stdout)?.[1];
    return pid === undefined ? undefined : { pid: Number(pid), command: /^c(.+)$/m.exec(stdout)?.[1] ?? "a process" };
  } catch {
    return undefined;
  }
}

/** Who listens on a port, as far as this user may know; undefined when that cannot be found out. */
export async function findPortHolder(port: number): Promise<PortHolder | undefined> {
  return process.platform === "linux" ? findInProc(port) : findWithLsof(port);
}
