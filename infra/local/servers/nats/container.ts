import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findContainerEngine } from "../container-engine.ts";
import { startContainer } from "../container-server.ts";
import type { Source, Usable } from "../source.ts";
import { versions } from "../versions.ts";
import { natsAnswers, natsConfig } from "./nats-server.ts";

const CLIENT_PORT = 4222;

/** NATS in a container, where an engine answers. */
export function natsContainerSource(path: string | undefined): Source {
  const image = versions.images.nats;
  return {
    name: "container",
    async look() {
      const engine = await findContainerEngine(path);
      if (typeof engine === "string") return { kind: "absent", reason: engine };
      const usable: Usable = {
        kind: "usable",
        what: `${image} in a container (${engine.name})`,
        async launch(request) {
          const config = join(request.directory, "nats.conf");
          await mkdir(request.directory, { recursive: true });
          await writeFile(
            config,
            natsConfig({ host: "0.0.0.0", port: CLIENT_PORT, storeDirectory: "/data", disposable: request.disposable }),
          );
          const files = { [config]: "/etc/nats/mercato.conf" };
          const args = ["--config", "/etc/nats/mercato.conf"];
          return startContainer(
            { name: "nats", engine, image, containerPort: CLIENT_PORT, dataPath: "/data", files, args, answers: natsAnswers },
            request,
          );
        },
      };
      if (await engine.hasImage(image)) return usable;
      return {
        kind: "installable",
        async install(request) {
          await engine.pull(image, request);
          return usable;
        },
      };
    },
  };
}
