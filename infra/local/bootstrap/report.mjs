const EVERY_MS = 3_000;

/** Set by whoever was started first, so that all lines of one command count the same seconds. */
export const startedAt = Number(process.env.MERCATO_STARTED_AT) || Date.now();

function stamp() {
  return `[${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s]`;
}

export function say(line) {
  process.stderr.write(`${stamp()} ${line}\n`);
}

/** Runs a piece of work and prints a line every few seconds until it ends, with the last thing that it said. */
export async function stage(title, work) {
  const from = Date.now();
  let last = "";
  say(`${title} ...`);
  const timer = setInterval(() => {
    say(`${title}: ${((Date.now() - from) / 1000).toFixed(0)} s${last ? ` · ${last}` : ""}`);
  }, EVERY_MS);
  try {
    const result = await work((detail) => {
      last = detail;
    });
    say(`${title}: done in ${((Date.now() - from) / 1000).toFixed(1)} s`);
    return result;
  } finally {
    clearInterval(timer);
  }
}
