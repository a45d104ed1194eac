import { SetupProblem } from "./problem.ts";
import type { Report } from "./report.ts";
import type { Given, Installable, Source, Usable } from "./source.ts";

export interface LookUpOptions {
  /** "database". */
  readonly wanted: string;
  /** In the order in which they are preferred. */
  readonly sources: readonly Source[];
  /** The source of the data that is already there; it is preferred, or that data would seem lost. */
  readonly previous?: string | undefined;
  /** Only this source. */
  readonly only?: string | undefined;
  readonly report: Report;
  readonly signal: AbortSignal;
  /** Said when nothing was found. */
  readonly advice: readonly string[];
}

export interface LookUpResult {
  readonly source: string;
  readonly found: Usable | Given;
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Given servers stay first; then the source of the data that is already there. */
function arrange(options: LookUpOptions): readonly Source[] {
  const wanted = options.sources.filter(({ name }) => options.only === undefined || name === options.only);
  if (wanted.length === 0) {
    throw new SetupProblem(`There is no source named ${options.only} for ${options.wanted}.`, [
      `Known: ${options.sources.map(({ name }) => name).join(", ")}`,
    ]);
  }
  const rank = ({ name }: Source) => (name === options.previous ? 0 : 1);
  const [first, ...rest] = wanted;
  if (first?.name !== "given") return wanted.toSorted((a, b) => rank(a) - rank(b));
  return [first, ...rest.toSorted((a, b) => rank(a) - rank(b))];
}

/**
 * Finds a server: first in order what can be used without installing anything, then in order what can be installed.
 * Says which one was taken and why the ones before it were not.
 * @throws SetupProblem with every reason when there is none
 */
export async function lookUp(options: LookUpOptions): Promise<LookUpResult> {
  const { report, signal, wanted } = options;
  const reasons: string[] = [];
  const installable: { source: Source; offer: Installable }[] = [];
  const taken = (source: Source, found: Usable | Given): LookUpResult => {
    report.say(`${wanted}: ${found.what}${reasons.length === 0 ? "" : ` (${reasons.join("; ")})`}`);
    return { source: source.name, found };
  };
  for (const source of arrange(options)) {
    const offer = await source.look();
    if (offer.kind === "usable" || offer.kind === "given") return taken(source, offer);
    if (offer.kind === "installable") installable.push({ source, offer });
    else reasons.push(offer.reason);
  }
  for (const { source, offer } of installable) {
    try {
      return taken(source, await offer.install({ report, signal }));
    } catch (error) {
      signal.throwIfAborted();
      reasons.push(message(error));
      report.say(`${wanted}: ${source.name} is out: ${message(error)}`);
    }
  }
  throw new SetupProblem(`No ${wanted} was found, and none could be installed:`, [
    ...reasons.map((reason) => `- ${reason}`),
    ...options.advice,
  ]);
}
