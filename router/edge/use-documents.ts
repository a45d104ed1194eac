import { inSpan } from "@mercato/chassis/telemetry";
import { GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";
import { operationSizeRule, reservedAliasRule, type SizeLimits } from "../limits/operation-size.ts";
import { deferLabelRule, deferRootRule, deferSubscriptionRule } from "./defer-rules.ts";
import type { EdgeContext } from "./use-guards.ts";

export interface DocumentLimits extends SizeLimits {
  readonly maxTokens: number;
}

/** graphql-js gives up with a syntax error like any other; this is how its message ends. */
const TOO_MANY_TOKENS = "Parsing aborted.";

function parseFailure(error: unknown, maxTokens: number): unknown {
  if (!(error instanceof GraphQLError) || !error.message.endsWith(TOO_MANY_TOKENS)) return error;
  return new GraphQLError(`The document has more than ${maxTokens} tokens.`, { extensions: { code: "OPERATION_TOO_LARGE" } });
}

/** Limits documents, and makes spans of parsing and validating those that are not known yet. */
export function useDocumentLimits(limits: DocumentLimits): Plugin<object, EdgeContext> {
  const sizeRule = operationSizeRule(limits);
  return {
    onParse({ parseFn, setParseFn }) {
      setParseFn((source, options) => {
        try {
          return inSpan("graphql.parse", {}, () => parseFn(source, { ...options, maxTokens: limits.maxTokens }));
        } catch (error) {
          throw parseFailure(error, limits.maxTokens);
        }
      });
    },
    onValidate({ addValidationRule, validateFn, setValidationFn }) {
      for (const rule of [sizeRule, reservedAliasRule, deferLabelRule, deferRootRule, deferSubscriptionRule]) addValidationRule(rule);
      setValidationFn((...given) => inSpan("graphql.validate", {}, () => validateFn(...given)));
    },
  };
}
