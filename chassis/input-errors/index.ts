import { GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";

/** What of a message about a value can be said without the value. The order matters: the first that fits is taken. */
const SAYABLE: readonly RegExp[] = [
  /^Field "\w*" of required type "[\w![\]]+" was not provided\./,
  /^Field "\w*" is not defined by type "\w+"\./,
  /^Expected non-nullable type "[\w![\]]+" not to be null\./,
  /^Expected type "\w+" to be an object\./,
  /^(\w+|Enum "\w+") cannot represent (an? )?[\w -]*value(?=: )/,
  /^Expected value of type "[\w![\]]+"(?=, found )/,
];

const VARIABLE = /^Variable "\$(\w+)" got invalid value /;
const VARIABLE_PATH = / at "([\w.[\]]+)"; $/;
const SYNTAX_TOKEN = /^(Syntax Error: [\s\S]*?(?:Name|Int|Float|String|BlockString|Comment)) "[\s\S]*"/;
/** Of the messages about literals: those that quote them. */
const QUOTES_LITERAL = /cannot represent|^Expected value of type |^Value "[\s\S]*" does not exist in "\w+" enum/;

function sayable(detail: string): string {
  const said = SAYABLE.map((pattern) => pattern.exec(detail)?.[0]).find((text) => text !== undefined);
  return `${(said ?? "The value is not of the expected type").replace(/\.$/, "")}.`;
}

function aboutVariable(error: GraphQLError, variable: string): string {
  const detail = error.originalError?.message ?? "";
  // What stands before the detail holds the value, which may look like anything, and ends with the path.
  const head = error.message.slice(0, error.message.length - detail.length);
  const path = VARIABLE_PATH.exec(head)?.[1] ?? variable;
  return `Variable "$${variable}" got an invalid value at "${path}": ${sayable(detail)}`;
}

function quietMessage(error: GraphQLError): string {
  const variable = VARIABLE.exec(error.message)?.[1];
  if (variable !== undefined) return aboutVariable(error, variable);
  const token = SYNTAX_TOKEN.exec(error.message)?.[1];
  if (token !== undefined) return `${token}.`;
  return QUOTES_LITERAL.test(error.message) ? sayable(error.message) : error.message;
}

/**
 * The same error without the values that were sent. GraphQL quotes a value of the wrong type, or all of an input object that lacks a field, and
 * a JSON parser the place where it stumbled: a password beside the missing name would travel on, into every log that writes errors down. Errors
 * of resolvers, which have a path, are left as they are.
 */
export function withoutInputValues(error: GraphQLError): GraphQLError {
  if (error.path !== undefined) return error;
  const message = quietMessage(error);
  const { originalError: parserError, ...extensions } = error.extensions;
  if (message === error.message && parserError === undefined) return error;
  const { nodes = null, source = null, positions = null } = error;
  // That it was there had made the answer's status 400.
  const status = parserError === undefined ? {} : { http: { status: 400 } };
  return new GraphQLError(message, { nodes, source, positions, extensions: { ...extensions, ...status } });
}

/** Keeps what callers sent out of the errors that they get for it. */
export function useQuietInputErrors(): Plugin {
  return {
    onResultProcess({ result, setResult }) {
      if (!("errors" in result) || result.errors === undefined) return;
      setResult({ ...result, errors: result.errors.map((error) => (error instanceof GraphQLError ? withoutInputValues(error) : error)) });
    },
  };
}
