import { z } from "zod";
import { defineEvent } from "./definition.ts";

export const userRegistered = defineEvent({
  context: "accounts",
  version: 1,
  name: "registered",
  summary: "Somebody opened an account. Carries no password and no token.",
  schema: z.strictObject({ userId: z.string().min(1), registeredAt: z.iso.datetime() }),
  example: { userId: "usr_7Q2M", registeredAt: "2026-11-21T09:00:00.000Z" },
});
