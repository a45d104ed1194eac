import { type ExecutionResult, execute, type GraphQLSchema, parse, validate } from "graphql";
import { z } from "zod";
import { isSubgraph, SUBGRAPHS, type SubgraphName } from "./documents.ts";
import { subgraphSchema } from "./subgraph-schemas.ts";

/** Answers kept, by the whole text of the request. A benchmark asks for a few dozen different things. */
const KEPT = 2_000;

const requestBody = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/** What the server has done since it started. */
export interface SubgraphCounts {
  readonly requests: number;
  /** Of those, how many were executed; the others were known word by word. */
  readonly executed: number;
}

export interface SubgraphServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`; each subgraph is at its name below it. */
  readonly origin: string;
  counts(): SubgraphCounts;
}

async function run(schema: GraphQLSchema, text: string): Promise<ExecutionResult> {
  const { query, operationName, variables } = requestBody.parse(JSON.parse(text));
  const document = parse(query);
  const errors = validate(schema, document);
  if (errors.length > 0) return { errors };
  return execute({ schema, document, operationName: operationName ?? null, variableValues: variables ?? {} });
}

/** Answers by request text. What the subgraphs know never changes, so an answer to the same text is the same answer. */
function createAnswers(schemas: Readonly<Record<SubgraphName, GraphQLSchema>>) {
  const kept = new Map<string, string>();
  let executed = 0;
  return {
    executed: () => executed,
    async of(name: SubgraphName, text: string): Promise<string> {
      const key = `${name} ${text}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      executed += 1;
      const answer = JSON.stringify(await run(schemas[name], text));
      if (kept.size >= KEPT) kept.clear();
      kept.set(key, answer);
      return answer;
    },
  };
}

const JSON_TYPE = { headers: { "content-type": "application/json" } };

/** Serves the four subgraphs in this process, on loopback. @param port 0 takes a free one */
export function serveSubgraphs(port: number): SubgraphServer {
  const schemas = Object.fromEntries(SUBGRAPHS.map((name) => [name, subgraphSchema(name)])) as Record<SubgraphName, GraphQLSchema>; // one for each name
  const answers = createAnswers(schemas);
  let requests = 0;
  const counts = () => ({ requests, executed: answers.executed() });
  const server = Bun.serve({
    port,
    hostname: "127.0.0.1",
    async fetch(request) {
      const name = request.url.slice(request.url.lastIndexOf("/") + 1);
      if (name === "counts") return Response.json(counts());
      if (!isSubgraph(name)) return new Response("There is no such subgraph.", { status: 404 });
      requests += 1;
      return new Response(await answers.of(name, await request.text()), JSON_TYPE);
    },
  });
  return { origin: `http://127.0.0.1:${server.port}`, counts, [Symbol.asyncDispose]: () => server.stop(true) };
}
