import { GraphQLError } from "graphql";
import type { JsonObject, ResponsePath } from "./json.ts";
import { clientPath } from "./plan-keys.ts";

/** Why something is missing. */
export interface Failure {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

interface Attached {
  readonly failure: Failure;
  /** Response keys that the failed fetch would have brought. */
  readonly keys: ReadonlySet<string>;
}

/** What went wrong while a plan ran, kept so that the response can say it at the exact places. */
export interface Outcome {
  /** The fetch that should have brought `keys` to these objects failed. */
  attach(objects: Iterable<JsonObject>, failure: Failure, keys: ReadonlySet<string>): void;
  /** Why `key` of an object is missing; null when nothing failed there. */
  failureFor(object: JsonObject, key: string): Failure | null;
  /** What most likely kept a fetch for this object from being made. */
  causeFor(object: JsonObject): Failure | null;
  /** An error that a subgraph reported at a place of what was fetched. */
  report(failure: Failure, path: ResponsePath | null): void;
  /** Whether an error was reported at a place of the response or below it. */
  covers(path: ResponsePath): boolean;
  readonly reported: readonly GraphQLError[];
  /** Whether nothing went wrong at all. */
  isClean(): boolean;
}

function pathKeys(path: ResponsePath): readonly string[] {
  return path.map((_part, index) => JSON.stringify(path.slice(0, index + 1)));
}

export function toError(failure: Failure, path: ResponsePath | null): GraphQLError {
  return new GraphQLError(failure.message, {
    ...(path === null || path.length === 0 ? {} : { path }),
    extensions: { ...failure.extensions },
  });
}

/** `askedPart` leaves of a path what the client asked for. @default all of it */
export function createOutcome(askedPart: (path: ResponsePath) => ResponsePath = (path) => path): Outcome {
  const attached = new Map<JsonObject, Attached[]>();
  const covered = new Set<string>();
  const reported: GraphQLError[] = [];
  return {
    reported,
    isClean: () => attached.size === 0 && reported.length === 0,
    attach(objects, failure, keys) {
      for (const object of objects) {
        const known = attached.get(object);
        if (known) known.push({ failure, keys });
        else attached.set(object, [{ failure, keys }]);
      }
    },
    failureFor: (object, key) => attached.get(object)?.find(({ keys }) => keys.has(key))?.failure ?? null,
    causeFor: (object) => (attached.get(object) ?? attached.values().next().value)?.[0]?.failure ?? null,
    report(failure, fetchedPath) {
      const path = fetchedPath === null ? null : askedPart(clientPath(fetchedPath));
      reported.push(toError(failure, path));
      for (const key of path === null ? [] : pathKeys(path)) covered.add(key);
    },
    covers: (path) => covered.size > 0 && covered.has(JSON.stringify(path)),
  };
}
