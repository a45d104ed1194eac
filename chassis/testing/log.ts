import { createLog, type Log } from "../log/index.ts";

/** A log whose lines can be read. */
export interface RecordedLog {
  readonly log: Log;
  /** What was logged so far, as it would be written. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  /** Sentences of the lines of one level. */
  messages(level: string): readonly unknown[];
}

export function createRecordedLog(): RecordedLog {
  const lines: Record<string, unknown>[] = [];
  // Our own lines are JSON objects.
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
  return {
    log: createLog({ service: "test", level: "trace", destination }),
    lines,
    messages: (level) => lines.filter((line) => line["level"] === level).map((line) => line["msg"]),
  };
}
