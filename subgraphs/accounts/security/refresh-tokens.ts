import { createHash, randomBytes } from "node:crypto";

/**
 * A refresh token: 64 characters of base64url that mean nothing to their holder. The first 16 bytes are the key of the session and the same in
 * all of its tokens, the other 32 are new in each. So a token that was traded in before is known as one of the session's without a list of them,
 * and nobody can name a session who never held one of its tokens. What is kept are hashes; bytes this random need no slow one.
 */
export interface RefreshToken {
  readonly text: string;
  /** SHA-256 of the session's key. */
  readonly familyHash: string;
  /** SHA-256 of the whole token. */
  readonly tokenHash: string;
}

const KEY_BYTES = 16;
const SECRET_BYTES = 32;
const FORM = /^[A-Za-z0-9_-]{64}$/;

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("base64url");
}

function fromBytes(bytes: Buffer): RefreshToken {
  return { text: bytes.toString("base64url"), familyHash: sha256(bytes.subarray(0, KEY_BYTES)), tokenHash: sha256(bytes) };
}

/** The first token of a new session. */
export function firstRefreshToken(): RefreshToken {
  return fromBytes(randomBytes(KEY_BYTES + SECRET_BYTES));
}

/** The token that follows another one of the same session. */
export function nextRefreshToken(previous: RefreshToken): RefreshToken {
  const key = Buffer.from(previous.text, "base64url").subarray(0, KEY_BYTES);
  return fromBytes(Buffer.concat([key, randomBytes(SECRET_BYTES)]));
}

/** Null when the text cannot be a refresh token. */
export function readRefreshToken(text: string): RefreshToken | null {
  return FORM.test(text) ? fromBytes(Buffer.from(text, "base64url")) : null;
}
