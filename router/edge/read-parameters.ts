import type { GraphQLParams } from "graphql-yoga";
import { readJsonObject } from "./read-body.ts";
import { refusal } from "./refusal.ts";

const JSON_TYPE = "application/json";

function jsonParameter(parameters: URLSearchParams, name: string): object | undefined {
  const text = parameters.get(name);
  if (text === null || text === "") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Refused below, like JSON that is no object.
  }
  throw refusal({ status: 400, code: "BAD_REQUEST", message: `The parameter ${name} is not a JSON object.` });
}

function noQuery() {
  return refusal({ status: 400, code: "BAD_REQUEST", message: "There is no query." });
}

/** The parameters of a GET request. @throws GraphQLError 400 when one of them cannot be read. */
export function readQueryString(request: Request): GraphQLParams {
  const parameters = new URL(request.url).searchParams;
  const [query, operationName] = [parameters.get("query"), parameters.get("operationName")];
  const [variables, extensions] = [jsonParameter(parameters, "variables"), jsonParameter(parameters, "extensions")];
  if (query === null || query === "") throw noQuery();
  return {
    query,
    ...(operationName === null || operationName === "" ? {} : { operationName }),
    ...(variables === undefined ? {} : { variables: { ...variables } }),
    ...(extensions === undefined ? {} : { extensions: { ...extensions } }),
  };
}

/** The parameters of a POST request. @throws GraphQLError 415 when it is not announced as JSON, 413 and 400 as `readJsonObject`. */
export async function readPosted(request: Request, limitBytes: number): Promise<GraphQLParams> {
  const mediaType = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== JSON_TYPE) {
    throw refusal({
      status: 415,
      code: "UNSUPPORTED_MEDIA_TYPE",
      message: `Operations are posted as ${JSON_TYPE}.`,
      headers: { accept: JSON_TYPE },
    });
  }
  const parameters: GraphQLParams = await readJsonObject(request, limitBytes);
  if (parameters.query === undefined || parameters.query === null || parameters.query === "") throw noQuery();
  return parameters;
}
