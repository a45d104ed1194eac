import { expect, test } from "bun:test";
import { ANONYMOUS } from "@mercato/chassis/auth";
import { clientAddress, clientKey } from "./client-key.ts";

test("who is known is counted as such, others by address", () => {
  expect(clientKey({ kind: "user", id: "u1", roles: [], scopes: [] }, "192.0.2.1")).toBe("principal:u1");
  expect(clientKey(ANONYMOUS, "192.0.2.1")).toBe("address:192.0.2.1");
  expect(clientKey(null, null)).toBe("address:unknown");
});

test("IPv6 addresses of one network are one client, however they are written", () => {
  const key = "address:2001:db8:0:1::/64";
  for (const address of ["2001:db8:0:1::1", "2001:0DB8:0000:0001:ffff:0:0:2", "2001:db8:0:1:0:0:0:0"])
    expect(clientKey(null, address)).toBe(key);
  expect(clientKey(null, "2001:db8:0:2::1")).not.toBe(key);
  expect(clientKey(null, "::1")).toBe("address:0:0:0:0::/64");
  expect(clientKey(null, "::ffff:192.0.2.1")).toBe("address:192.0.2.1");
});

test("of X-Forwarded-For only what trusted proxies wrote counts", () => {
  const sources = { remoteAddress: "10.0.0.1", forwardedFor: "6.6.6.6, 192.0.2.1, 10.0.0.9" };
  expect(clientAddress({ ...sources, trustedProxyHops: 0 })).toBe("10.0.0.1");
  expect(clientAddress({ ...sources, trustedProxyHops: 1 })).toBe("10.0.0.9");
  expect(clientAddress({ ...sources, trustedProxyHops: 2 })).toBe("192.0.2.1");
  expect(clientAddress({ ...sources, trustedProxyHops: 9 })).toBe("10.0.0.1");
  expect(clientAddress({ ...sources, forwardedFor: "someone", trustedProxyHops: 1 })).toBe("10.0.0.1");
  expect(clientAddress({ ...sources, forwardedFor: null, trustedProxyHops: 1 })).toBe("10.0.0.1");
});
