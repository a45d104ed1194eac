import { iso31661 } from "iso-3166";
import { z } from "zod";
import { normalizeEmail } from "../domain/account.ts";

const SHORTEST_PASSWORD = 10;
const LONGEST_PASSWORD = 200;
const LONGEST_EMAIL = 254;

/** Characters as people count them: an emoji is one, not two. */
function lengthOf(text: string): number {
  return [...text].length;
}

const isShortEnough = (password: string) => lengthOf(password) <= LONGEST_PASSWORD;
const tooLong = `must be ${LONGEST_PASSWORD} characters or fewer`;

/** A password that somebody chooses. */
export const passwordSchema = z
  .string()
  .refine((password) => lengthOf(password) >= SHORTEST_PASSWORD, `must be ${SHORTEST_PASSWORD} characters or more`)
  .refine(isShortEnough, tooLong);

/** An e-mail address, normalised. */
export const emailSchema = z
  .string()
  .transform(normalizeEmail)
  .pipe(z.email("is not an e-mail address").max(LONGEST_EMAIL, `must be ${LONGEST_EMAIL} characters or fewer`));

/** Text for one line of a label or a letter: no line breaks and nothing invisible that could break one. */
const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(max, `must be ${max} characters or fewer`)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, "must not contain line breaks or control characters");

/** Nothing and blank are the same: null. */
const optionalLine = (max: number) =>
  z
    .string()
    .nullish()
    .transform((value) => value?.trim() || null)
    .pipe(line(max).nullable());

const COUNTRIES: ReadonlySet<string> = new Set(iso31661.map(({ alpha2 }) => alpha2));

export const registerSchema = z.object({ email: emailSchema, password: passwordSchema, name: line(200) });

/** Looser than for registering: whoever has an account once met the rules of their day. The bounds keep the work small. */
export const loginSchema = z.object({
  email: z.string().transform(normalizeEmail).pipe(z.string().min(1, "must not be empty").max(LONGEST_EMAIL, "is too long")),
  password: z.string().min(1, "must not be empty").refine(isShortEnough, tooLong),
});

export const addressSchema = z.object({
  recipient: line(200),
  line1: line(200),
  line2: optionalLine(200),
  city: line(100),
  region: optionalLine(100),
  // Every country's form differs and changes; a carrier knows it, we only refuse what can be none.
  postalCode: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9][A-Z0-9 -]{1,14}$/, "is not a postal code"),
  countryCode: z
    .string()
    .trim()
    .toUpperCase()
    .refine((code) => COUNTRIES.has(code), "is not an ISO 3166-1 alpha-2 country code"),
});
