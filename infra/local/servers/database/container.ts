import { findContainerEngine } from "../container-engine.ts";
import { startContainer } from "../container-server.ts";
import { mongoAnswers } from "../probe.ts";
import type { Source, Usable } from "../source.ts";
import { versions } from "../versions.ts";

/** MongoDB in a container, where an engine answers. */
export function mongoContainerSource(path: string | undefined): Source {
  const image = versions.images.mongo;
  return {
    name: "container",
    async look() {
      const engine = await findContainerEngine(path);
      if (typeof engine === "string") return { kind: "absent", reason: engine };
      const usable: Usable = {
        kind: "usable",
        what: `${image} in a container (${engine.name})`,
        launch: (request) =>
          startContainer(
            { name: "mongod", engine, image, containerPort: 27017, dataPath: "/data/db", args: ["--bind_ip_all"], answers: mongoAnswers },
            request,
          ),
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
