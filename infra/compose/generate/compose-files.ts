import { stringify } from "yaml";
import { IMAGES } from "../images.ts";
import { secretFileName, secretNames } from "../secret-files.ts";
import { CONFINED, type ComposeFile, limits } from "./form.ts";
import { allNetworks, EDGE } from "./networks.ts";
import { servers } from "./servers.ts";
import { services } from "./services.ts";

/** The shop: servers, services, and the networks between them. */
export const shop: ComposeFile = {
  name: "mercato",
  services: { ...servers, ...services },
  networks: { ...allNetworks(), redis: { internal: true } },
  volumes: { database: null, nats: null },
  secrets: Object.fromEntries(secretNames.map((name) => [secretFileName(name), { file: `./secrets/${secretFileName(name)}` }])),
  configs: { nats: { file: "./nats.conf" } },
};

/** k6 beside the shop: an outside client, which sees the router and nothing behind it. */
export const load: ComposeFile = {
  services: {
    load: {
      image: IMAGES.k6,
      command: ["run", `/load-tests/k6/scenarios/\${SCENARIO:-smoke}.ts`],
      profiles: ["load"],
      user: "12345",
      ...CONFINED,
      tmpfs: ["/tmp"],
      restart: "no",
      stop_grace_period: "30s",
      environment: { HOME: "/tmp", TARGET: "http://router:4000/graphql" },
      volumes: [
        "../../load-tests/k6:/load-tests/k6:ro",
        "../../load-tests/mix:/load-tests/mix:ro",
        "../../contracts/operations:/contracts/operations:ro",
      ],
      networks: [EDGE],
      depends_on: { router: { condition: "service_healthy" } },
      deploy: limits("2", "1g", 1_024),
    },
  },
};

function header(purpose: readonly string[]): string {
  return [...purpose, "Generated from infra/topology by `bun run gen`; do not edit it, change the generator in infra/compose/generate."]
    .map((line) => `# ${line}\n`)
    .join("");
}

// Version 1.1 quotes what an old reader would take for something else: a bare no, 1000:1000.
function toYaml(file: ComposeFile): string {
  return stringify(file, { version: "1.1", lineWidth: 0, aliasDuplicateObjects: false, nullStr: "" });
}

/** The text of compose.yaml. */
export function shopText(): string {
  return `${header(["The whole shop: servers, subgraphs, router. See README.md; `npm run compose:secrets` first."])}\n${toYaml(shop)}`;
}

/** The text of compose.load.yaml. */
export function loadText(): string {
  return `${header(["k6 against the shop of compose.yaml, to be given after it. See README.md."])}\n${toYaml(load)}`;
}
