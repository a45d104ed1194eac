import { describe, expect, test } from "bun:test";
import { isRecentEnough, natsConfig } from "./nats-server.ts";
import { findChecksum, releaseName } from "./release-download.ts";

describe("NATS", () => {
  test("JetStream syncs before it acknowledges, unless the data is to be thrown away", () => {
    const options = { host: "127.0.0.1", port: 4222, storeDirectory: "/data/with space", disposable: false };
    expect(natsConfig(options)).toContain("sync_interval: always");
    expect(natsConfig(options)).toContain('store_dir: "/data/with space"');
    expect(natsConfig({ ...options, disposable: true })).not.toContain("sync_interval");
  });

  test("a server too old for the configuration is not used", () => {
    expect(["2.9.10", "2.10.0", "2.15.2", "3.0.0", "1.99.0"].map(isRecentEnough)).toEqual([false, true, true, true, false]);
  });

  test("a release is named for the system, and there are systems without one", () => {
    expect(releaseName("2.15.2", "linux", "x64")).toBe("nats-server-v2.15.2-linux-amd64");
    expect(releaseName("2.15.2", "darwin", "arm64")).toBe("nats-server-v2.15.2-darwin-arm64");
    expect(releaseName("2.15.2", "sunos", "x64")).toBe(undefined);
  });

  test("the checksum is the one of that very file", () => {
    const sums = "aaa  nats-server-v1-linux-amd64.tar.gz\nbbb  nats-server-v1-linux-arm64.tar.gz\nccc *other.zip\n";
    expect(findChecksum(sums, "nats-server-v1-linux-arm64.tar.gz")).toBe("bbb");
    expect(findChecksum(sums, "other.zip")).toBe("ccc");
    expect(findChecksum(sums, "missing.zip")).toBe(undefined);
  });
});
