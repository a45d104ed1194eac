import { refusal } from "./refusal.ts";

const UTF_8 = new TextDecoder("utf-8", { fatal: true });

function tooLarge(limitBytes: number) {
  return refusal({ status: 413, code: "PAYLOAD_TOO_LARGE", message: `The body is larger than ${limitBytes} bytes.` });
}

function badRequest(message: string) {
  return refusal({ status: 400, code: "BAD_REQUEST", message });
}

async function readBytes(body: ReadableStream<Uint8Array>, limitBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  while (true) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > limitBytes) {
      // The rest is left on the wire: this returns as soon as the limit is passed, however much is still to come.
      reader.cancel().catch(() => {});
      throw tooLarge(limitBytes);
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}

/**
 * Reads a JSON object from a request.
 * @throws GraphQLError 413 when the body is larger than `limitBytes` (also when its length was not announced, and then without reading on); 400
 * when it is no JSON object in UTF-8.
 */
export async function readJsonObject(request: Request, limitBytes: number): Promise<object> {
  const announced = request.headers.get("content-length");
  if (Number(announced ?? 0) > limitBytes) throw tooLarge(limitBytes);
  if (request.body === null) throw badRequest("The body is empty.");
  // No more than was announced is ever read.
  const bytes = announced === null ? await readBytes(request.body, limitBytes) : await request.bytes();
  let value: unknown;
  try {
    value = JSON.parse(UTF_8.decode(bytes));
  } catch {
    throw badRequest("The body is not JSON.");
  }
  if (Array.isArray(value)) throw badRequest("Batches of operations are not taken: send them one by one.");
  if (typeof value !== "object" || value === null) throw badRequest("The body is not a JSON object.");
  return value;
}
