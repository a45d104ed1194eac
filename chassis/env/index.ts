import { readFileSync } from "node:fs";
import { z } from "zod";
import { EnvironmentError } from "../errors/index.ts";

export type EnvironmentSource = Readonly<Record<string, string | undefined>>;

const port = z.coerce.number().int().min(0).max(65_535);
const milliseconds = z.coerce.number().int().positive();

/** What every process reads. */
export const processVariables = {
  HOST: z.string().min(1).default("127.0.0.1").describe("Address to listen on"),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"])
    .default("info")
    .describe("Least severe level that is logged"),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url()
    .optional()
    .describe("Where traces and metrics go (OTLP over HTTP); none are sent when it is not set"),
  REUSE_PORT: z.stringbool().default(false).describe("Whether several processes of the service may share its port, on Linux"),
  SHUTDOWN_TIMEOUT_MS: milliseconds.default(10_000).describe("How long a stop may take before the process is ended"),
} as const;

/** What every subgraph reads besides. `defaults` are the subgraph's own port and database. */
export function subgraphVariables(defaults: { readonly port: number; readonly database: string }) {
  return {
    ...processVariables,
    PORT: port.default(defaults.port).describe("Port to listen on; 0 takes a free one"),
    // No URL: the members of a replica set stand in it with commas between them.
    MONGO_URL: z
      .string()
      .regex(/^mongodb(\+srv)?:\/\/[^\s/]+(\/\S*)?$/, "is not a MongoDB connection string")
      .describe("MongoDB or compatible server"),
    MONGO_DATABASE: z.string().min(1).max(60).default(defaults.database).describe("Database of this subgraph, and of no other"),
    NATS_URL: z.string().min(1).describe("NATS servers with JetStream, separated by commas"),
    BUS_PREFIX: z
      .string()
      .regex(/^[a-z][a-z0-9_-]*$/)
      .default("mercato")
      .describe("First token of every subject; keeps shops apart on one NATS"),
    BUS_REPLICAS: z.coerce.number().int().min(1).max(5).default(1).describe("Copies that JetStream keeps of every stream"),
    BUS_ACK_WAIT_MS: z.coerce
      .number()
      .int()
      .min(1_000)
      .default(30_000)
      .describe("Silence of a consumer after which what it was at is delivered again, in milliseconds; at work it is not silent"),
    FAULTS_ALLOWED: z
      .stringbool()
      .default(false)
      .describe("Whether failure flags (`npm run faults`) are heeded; never by default, so never in production unless somebody wants it"),
    INTERNAL_TOKEN_JWKS: z.string().transform(parseJwks).describe("Public keys (JWKS as JSON) of those who may call this subgraph"),
  } as const;
}

const jwksSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });

function parseJwks(text: string, context: z.RefinementCtx): z.infer<typeof jwksSchema> {
  return parseJson(text, context, jwksSchema);
}

/** For `z.string().transform`: reads JSON text of a schema, reporting what is wrong as an issue. */
export function parseJson<Schema extends z.ZodType>(text: string, context: z.RefinementCtx, schema: Schema): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "is not JSON" });
    return z.NEVER;
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  context.addIssue({ code: "custom", message: `is not of the expected form: ${z.prettifyError(parsed.error)}` });
  return z.NEVER;
}

type GivenValue = { readonly value: string | undefined } | { readonly problem: string };

/** The value of a variable: its own, or the content of the file that `NAME_FILE` names, without the newline at its end. */
function givenValue(name: string, source: EnvironmentSource): GivenValue {
  const value = source[name] || undefined;
  const file = source[`${name}_FILE`] || undefined;
  if (file === undefined) return { value };
  if (value !== undefined) return { problem: `${name} and ${name}_FILE are both set` };
  try {
    return { value: readFileSync(file, "utf8").replace(/\r?\n$/, "") || undefined };
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
    return { problem: `${name}_FILE names a file that cannot be read${reason}` };
  }
}

/**
 * Reads the environment of a process, once. An empty variable counts as not set. Every variable may be given as a file instead, for secrets
 * that are mounted: `NAME_FILE` is the path of a file with the value.
 * @throws EnvironmentError naming every variable that is wrong, never its value.
 */
export function readEnvironment<Shape extends z.ZodRawShape>(
  service: string,
  shape: Shape,
  source: EnvironmentSource,
): z.infer<z.ZodObject<Shape>> {
  const given = Object.keys(shape).map((name) => [name, givenValue(name, source)] as const);
  const unreadable = new Map(given.flatMap(([name, found]) => ("problem" in found ? [[name, found.problem]] : [])));
  const present = Object.fromEntries(
    given.flatMap(([name, found]) => ("value" in found && found.value !== undefined ? [[name, found.value]] : [])),
  );
  const parsed = z.object(shape).safeParse(present);
  if (parsed.success && unreadable.size === 0) return parsed.data;
  const issues = parsed.success ? [] : parsed.error.issues;
  const problems = issues.flatMap((issue) => {
    const name = String(issue.path[0] ?? "?");
    if (unreadable.has(name)) return [];
    return [present[name] === undefined ? `${name} is not set` : `${name} ${issue.message}`];
  });
  throw new EnvironmentError(service, [...unreadable.values(), ...problems]);
}

/** One row of an environment table in a README or an example file. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
  readonly defaultValue: string | null;
}

/** Describes a shape, for documentation and deployment files that must not drift from the code. */
export function describeEnvironment(shape: z.ZodRawShape): readonly EnvironmentVariable[] {
  return Object.entries(shape).map(([name, type]) => {
    const absent = (type as z.ZodType).safeParse(undefined);
    return {
      name,
      required: !absent.success,
      description: (type as z.ZodType).description ?? "",
      defaultValue: absent.success && absent.data !== undefined ? String(absent.data) : null,
    };
  });
}
