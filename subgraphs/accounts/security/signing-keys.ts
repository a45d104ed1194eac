import { parseJson } from "@mercato/chassis/env";
import { z } from "zod";

const ed25519Part = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "must be 32 bytes in base64url");

const signingKey = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  kid: z.string().min(1).max(200),
  x: ed25519Part,
  d: ed25519Part.optional(),
});

const signingKeys = z.preprocess(
  (value) => (typeof value === "object" && value !== null && "keys" in value ? value : { keys: [value] }),
  z
    .object({ keys: z.tuple([signingKey.required()], signingKey) })
    .refine(({ keys }) => new Set(keys.map(({ kid }) => kid)).size === keys.length, "two keys have the same kid"),
);

/** The keys of the access tokens. The first signs, and has its private part; all are published. */
export type SigningKeys = z.infer<typeof signingKeys>;

/** For `z.string().transform`: reads one Ed25519 JWK, or a JWKS. What is wrong becomes an issue, which never quotes a key. */
export function parseSigningKeys(text: string, context: z.RefinementCtx): SigningKeys {
  return parseJson(text, context, signingKeys);
}
