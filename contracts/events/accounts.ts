import { z } from "zod";
import { defineEvent } from "./definition.ts";

/** Somebody opened an account. Carries no password and no token. */
export const userRegistered = defineEvent({
  context: "accounts",
  version: 1,
  name: "registered",
  schema: z.strictObject({ userId: z.string().min(1), registeredAt: z.iso.datetime() }),
});
