import { isIP } from "node:net";
import type { Principal } from "@mercato/chassis/auth";

const GROUPS = 8;
/** What one customer of a network provider has at least: limiting single IPv6 addresses would limit nobody. */
const GROUPS_OF_A_NETWORK = 4;

/** The eight groups of an IPv6 address, leading zeros off. */
function groupsOf(address: string): readonly string[] {
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = tail === undefined ? 0 : GROUPS - before.length - after.length;
  return [...before, ...Array.from({ length: Math.max(0, missing) }, () => "0"), ...after].map((group) =>
    group.replace(/^0+(?=.)/, "").toLowerCase(),
  );
}

/** Under which name an address is counted: an IPv4 address itself, an IPv6 address's /64. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  return isIP(address) === 6
    ? `${groupsOf(address.split("%")[0] ?? address)
        .slice(0, GROUPS_OF_A_NETWORK)
        .join(":")}::/64`
    : address;
}

export interface AddressSources {
  /** Of the connection; null when there is none. */
  readonly remoteAddress: string | null;
  readonly forwardedFor: string | null;
  /** Proxies in front that add to `X-Forwarded-For`. 0: the header is anybody's word and is not looked at. */
  readonly trustedProxyHops: number;
}

/** The address of the client: what the outermost trusted proxy saw. What stands further left in `X-Forwarded-For` a client can make up. */
export function clientAddress(sources: AddressSources): string | null {
  if (sources.trustedProxyHops === 0) return sources.remoteAddress;
  const seen = (sources.forwardedFor ?? "").split(",").map((part) => part.trim());
  const address = seen.at(-sources.trustedProxyHops) ?? "";
  return isIP(address) === 0 ? sources.remoteAddress : address;
}

/** Under which name a client is counted: who it is when that is known, else where it is. */
export function clientKey(principal: Principal | null, address: string | null): string {
  if (principal !== null && principal.id !== null) return `principal:${principal.id}`;
  return `address:${address === null ? "unknown" : networkOf(address)}`;
}
