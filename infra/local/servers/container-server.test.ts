import { describe, expect, test } from "bun:test";
import type { ContainerEngine } from "./container-engine.ts";
import { containerArguments, containerName } from "./container-server.ts";

const engine: ContainerEngine = {
  name: "docker",
  file: "/usr/bin/docker",
  run: async () => ({ code: 0, stdout: "", output: "" }),
  hasImage: async () => true,
  pull: async () => undefined,
};

describe("a server in a container", () => {
  test("is published on loopback only, and keeps its data in a volume of the stack's own", () => {
    const name = containerName("mongod", "/stacks/a");
    const args = containerArguments(
      {
        name: "mongod",
        engine,
        image: "mongo:8",
        containerPort: 27017,
        dataPath: "/data/db",
        args: ["--bind_ip_all"],
        answers: async () => true,
      },
      "/stacks/a",
      27500,
    );
    expect(args).toEqual([
      "run",
      "--rm",
      "--init",
      "--name",
      name,
      "-p",
      "127.0.0.1:27500:27017",
      "-v",
      `${name}:/data/db`,
      "mongo:8",
      "--bind_ip_all",
    ]);
  });

  test("two stacks never share a name", () => {
    expect(containerName("nats", "/stacks/a")).not.toBe(containerName("nats", "/stacks/b"));
    expect(containerName("nats", "/stacks/a")).toBe(containerName("nats", "/stacks/a"));
  });
});
