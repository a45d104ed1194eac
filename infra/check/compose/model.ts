import { z } from "zod";

const texts = z.array(z.string());
/** A list, or a map of which the keys count. */
const names = z.union([texts, z.record(z.string(), z.unknown()).transform((map) => Object.keys(map))]);
const environment = z.union([
  z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  texts.transform((rows) => Object.fromEntries(rows.map((row) => [row.split("=")[0] ?? row, row]))),
]);

const service = z.looseObject({
  image: z.string().default(""),
  user: z.string().optional(),
  read_only: z.boolean().default(false),
  privileged: z.boolean().default(false),
  cap_drop: texts.default([]),
  cap_add: texts.default([]),
  security_opt: texts.default([]),
  environment: environment.default({}),
  healthcheck: z.looseObject({ test: z.union([z.string(), texts]).optional(), disable: z.boolean().optional() }).optional(),
  networks: names.default(["default"]),
  network_mode: z.string().optional(),
  pid: z.string().optional(),
  ipc: z.string().optional(),
  volumes: z.array(z.union([z.string(), z.looseObject({ type: z.string(), source: z.string().optional() })])).default([]),
  depends_on: names.default([]),
  ports: z.array(z.union([z.string(), z.number(), z.looseObject({ host_ip: z.string().optional() })])).default([]),
  deploy: z
    .looseObject({
      resources: z
        .looseObject({ limits: z.looseObject({ cpus: z.coerce.number().optional(), memory: z.string().optional() }).optional() })
        .optional(),
    })
    .optional(),
});

/** The part of a service of a compose file that policies are about. */
export type ComposeService = z.infer<typeof service>;

/** A compose file, variables replaced, as far as policies are about it. */
export const composeModel = z.looseObject({ services: z.record(z.string(), service) });
export type ComposeModel = z.infer<typeof composeModel>;
