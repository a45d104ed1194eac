// Asks the service in this container how it is: exit code 0 when it answers well. The path is the only argument.
const path = process.argv[2] ?? "/health/live";
const WAIT_MS = 4_000;

try {
  const response = await fetch(`http://127.0.0.1:${process.env["PORT"]}${path}`, { signal: AbortSignal.timeout(WAIT_MS) });
  if (!response.ok) console.error(`${path} answers ${response.status}: ${await response.text()}`);
  process.exitCode = response.ok ? 0 : 1;
} catch (error) {
  console.error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

export {};
