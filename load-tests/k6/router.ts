import { check } from "k6";
import http from "k6/http";
import { Counter } from "k6/metrics";

// One operation over and over, for load-tests/router. Every answer is checked, and cheaply: the benchmark has held one answer of this gateway
// against the right one, value for value, and its text is here; an answer with another text is read and compared by value.

function required(name: string): string {
  const value = __ENV[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set`);
  return value;
}

const url = required("URL");
const body = open(required("BODY_FILE"));
const expected = open(required("EXPECTED_FILE"));
const headers = { "content-type": "application/json", accept: "application/json" };

const wrongAnswers = new Counter("wrong_answers");

export const options = {
  vus: Number(required("VUS")),
  duration: required("DURATION"),
  summaryTrendStats: ["med", "p(95)", "p(99)"],
};

/** The same text for the same value, whatever the order of its keys. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]) => [key, canonical(part)]);
}

function isSame(text: string): boolean {
  try {
    return JSON.stringify(canonical(JSON.parse(text))) === JSON.stringify(canonical(JSON.parse(expected)));
  } catch {
    return false;
  }
}

export default function ask(): void {
  const { status, body: text } = http.post(url, body, { headers });
  const right = status === 200 && typeof text === "string" && (text === expected || isSame(text));
  if (!check(right, { "the answer is right": (value) => value })) wrongAnswers.add(1);
}

export function handleSummary(data: unknown): Record<string, string> {
  return { [required("SUMMARY_FILE")]: JSON.stringify(data) };
}
