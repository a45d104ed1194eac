import { connect } from "node:net";

/** A request of which the last byte is not sent yet: the server has begun to work on it and cannot end it. */
export interface HalfSentRequest {
  /** Sends the rest and reads the answer. */
  finish(): Promise<{ readonly status: number; readonly body: string }>;
}

function parseResponse(text: string): { readonly status: number; readonly body: string } {
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0);
  return { status, body: text.slice(text.indexOf("\r\n\r\n") + 4) };
}

/** Posts a GraphQL operation, all but its last byte. */
export async function sendHalf(
  endpoint: string,
  options: { readonly query: string; readonly token: string | null },
): Promise<HalfSentRequest> {
  const { hostname, port, pathname } = new URL(endpoint);
  const body = JSON.stringify({ query: options.query });
  const head = [
    `POST ${pathname} HTTP/1.1`,
    `host: ${hostname}:${port}`,
    "content-type: application/json",
    `content-length: ${body.length}`,
    "connection: close",
    ...(options.token === null ? [] : [`authorization: Bearer ${options.token}`]),
  ];
  const socket = connect({ host: hostname, port: Number(port) });
  const answered = Promise.withResolvers<string>();
  let text = "";
  socket.setEncoding("utf8");
  socket.on("data", (part: string) => {
    text += part;
  });
  socket.once("close", () => answered.resolve(text));
  socket.once("error", (error) => answered.reject(error));
  await new Promise<void>((resolve) => socket.write(`${head.join("\r\n")}\r\n\r\n${body.slice(0, -1)}`, () => resolve()));
  return {
    async finish() {
      socket.write(body.slice(-1));
      return parseResponse(await answered.promise);
    },
  };
}
