import type { Plugin } from "graphql-yoga";
import type { EdgeContext } from "./use-guards.ts";

/** What responses come as. The last two are for those that come in parts; a response in one part can be sent so, too. */
const SERVED = ["application/graphql-response+json", "application/json", "multipart/mixed", "text/event-stream"];
const NOT_ACCEPTABLE = "NOT_ACCEPTABLE";
const WEIGHT = /^q=(.*)$/i;

interface Wish {
  readonly mediaRange: string;
  readonly weight: number;
}

/** A weight that is no number counts as none given, as if the client had not meant to say anything. */
function readWeight(text: string): number {
  const weight = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isNaN(weight) ? 1 : weight;
}

function readWish(text: string): Wish {
  const [mediaRange = "", ...parameters] = text.split(";").map((part) => part.trim());
  const weight = parameters.map((parameter) => WEIGHT.exec(parameter)?.[1]).find((found) => found !== undefined);
  const kept = parameters.filter((parameter) => !WEIGHT.test(parameter));
  return { mediaRange: [mediaRange, ...kept].join(";"), weight: weight === undefined ? 1 : readWeight(weight) };
}

/**
 * An `Accept` header without weights that says the same by its order alone: what the client likes best comes first, what it refuses (`q=0`) is gone.
 * Yoga takes the first that it has, and reads no weights.
 */
export function inOrderOfWeight(accept: string): string {
  const wishes = accept.split(",").map(readWish);
  return wishes
    .filter(({ mediaRange, weight }) => mediaRange !== "" && weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ mediaRange }) => mediaRange)
    .join(", ");
}

/** Puts what a client accepts into the order of its weights, where it gave any. */
export function orderAccepted(headers: Headers): void {
  const accept = headers.get("accept");
  if (accept === null || !/;\s*q=/i.test(accept)) return;
  // With nothing left the client takes nothing at all; an empty header would mean that it takes anything.
  headers.set("accept", inOrderOfWeight(accept) || "none/none");
}

/** Whether a client takes any of what responses come as. A header of weights must have been put in order. */
export function isServed(accept: string | null): boolean {
  if (accept === null || accept.trim() === "") return true;
  return accept.split(",").some((part) => {
    const [mediaRange = "", ...parameters] = part.toLowerCase().replaceAll(/\s/g, "").split(";");
    if (parameters.some((parameter) => parameter.startsWith("charset=") && parameter !== "charset=utf-8")) return false;
    return mediaRange === "*/*" || SERVED.some((type) => type === mediaRange || `${type.split("/")[0]}/*` === mediaRange);
  });
}

/** Refuses those who would not take the answer before anything is done for them: a mutation above all. */
export function useNegotiation(): Plugin<object, EdgeContext> {
  return {
    onRequestParse({ request, endResponse, serverContext: { exchange } }) {
      if (isServed(request.headers.get("accept"))) return;
      exchange.errorCodes = [NOT_ACCEPTABLE];
      // Errors that are thrown take the client's media type, of which there is none.
      const error = { message: `Responses come as ${SERVED.join(", ")}.`, extensions: { code: NOT_ACCEPTABLE } };
      endResponse(Response.json({ errors: [error] }, { status: 406 }));
    },
  };
}
