/** An answer that is larger than what is read of answers. The rest of it is left on the wire. */
export class ResponseTooLargeError extends Error {
  override readonly name = "ResponseTooLargeError";
  constructor(limitBytes: number) {
    super(`the answer has more than ${limitBytes} bytes`);
  }
}

const NO_LENGTH = /^\s*$/;

/** The length that a body will have here, where its sender has said so; null for one that is compressed: what comes out of it is not known. */
function announcedBytes(headers: Headers): number | null {
  const encoding = headers.get("content-encoding");
  if (encoding !== null && encoding !== "identity") return null;
  const length = headers.get("content-length");
  return length === null || NO_LENGTH.test(length) ? null : Number(length);
}

async function readCounted(body: ReadableStream<Uint8Array>, limitBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  while (true) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > limitBytes) {
      reader.cancel().catch(() => {});
      throw new ResponseTooLargeError(limitBytes);
    }
    chunks.push(value);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

/**
 * Reads a body of at most `limitBytes` as text, counted after decompression and while it comes in, so that never much more than that is in memory. A body whose
 * length is known beforehand costs nothing more than `response.text()`.
 * @throws ResponseTooLargeError when it is larger.
 */
export async function readText(response: Response, limitBytes: number): Promise<string> {
  const announced = announcedBytes(response.headers);
  if (announced !== null && announced <= limitBytes) return response.text();
  if (announced === null) return response.body === null ? "" : new TextDecoder().decode(await readCounted(response.body, limitBytes));
  response.body?.cancel().catch(() => {});
  throw new ResponseTooLargeError(limitBytes);
}
