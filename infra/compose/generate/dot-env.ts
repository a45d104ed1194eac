import type { EnvironmentVariable } from "@mercato/chassis/env";
import { describeService, topology } from "@mercato/topology";
import { isForAll, nameInDotEnv, openVariables } from "./services.ts";

function row(name: string, { description, defaultValue }: Pick<EnvironmentVariable, "description" | "defaultValue">): string {
  return `# ${description}\n# ${name}=${defaultValue ?? ""}\n`;
}

const HEAD = `# Settings of compose.yaml: copy this file to .env beside it, and take the # away from what you change. What is not set has the value
# that stands here. Generated from the services' environment schemas by \`bun run gen\`; do not edit it.
# Secrets are not here: they are files, made by \`npm run compose:secrets\`.

`;

/** The text of .env.example: every setting that compose.yaml lets through, with its description and default. */
export function dotEnvText(): string {
  const shop = [
    row("MERCATO_VERSION", { description: "Tag of the services' images", defaultValue: null }),
    row("MERCATO_PORT", { description: "Port of the router on 127.0.0.1", defaultValue: String(describeService("router").port) }),
  ];
  const all = openVariables("router")
    .filter(({ name }) => isForAll(name))
    .map((variable) =>
      row(variable.name, { ...variable, description: `${variable.description}; SERVICE_${variable.name} for one service` }),
    );
  const own = topology.map(({ name }) => {
    const variables = openVariables(name).filter((variable) => !isForAll(variable.name));
    return `\n## ${name}\n${variables.map((variable) => row(nameInDotEnv(name, variable.name), variable)).join("")}`;
  });
  return `${HEAD}${shop.join("")}\n## every service\n${all.join("")}${own.join("")}`;
}
