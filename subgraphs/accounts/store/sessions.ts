import type { Clock, Randomness } from "@mercato/chassis/clock";
import { ensureIndexes } from "@mercato/chassis/mongo";
import type { Connection } from "mongoose";
import mongoose from "mongoose";

/** One sign-in and all refresh tokens that descend from it. It is one document, so that every step is one conditional update. */
interface SessionDocument {
  /** SHA-256 of the key that all its tokens carry. */
  _id: string;
  /** What logs call it. */
  sessionId: string;
  userId: string;
  /** SHA-256 of the one token that can be traded in. */
  tokenHash: string;
  createdAt: Date;
  refreshedAt: Date;
  /** When the current token stops working. */
  expiresAt: Date;
  /** When the session ends, however often it is refreshed. */
  endsAt: Date;
  revokedAt?: Date;
  revokedBecause?: RevocationReason;
}

export type RevocationReason = "logout" | "reuse";

export interface NewSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly familyHash: string;
  readonly tokenHash: string;
  readonly now: Date;
  readonly expiresAt: Date;
  readonly endsAt: Date;
}

export interface Rotation {
  readonly familyHash: string;
  /** Of the token that is traded in. */
  readonly tokenHash: string;
  /** Of the token that takes its place. */
  readonly nextTokenHash: string;
  readonly now: Date;
  /** When the next token stops working, unless the session ends before. */
  readonly expiresAt: Date;
}

interface KnownSession {
  readonly sessionId: string;
  readonly userId: string;
}

export type RotationOutcome =
  | (KnownSession & { readonly kind: "rotated"; readonly expiresAt: Date })
  /** The token had been traded in before: now nobody has the session any more. */
  | (KnownSession & { readonly kind: "reused" })
  | { readonly kind: "refused" };

export interface SessionStore {
  insert(session: NewSession): Promise<void>;
  /** Trades a token in, once. A token of a living session that is not its current one revokes the session. */
  rotate(rotation: Rotation): Promise<RotationOutcome>;
  /** Ends the session that a token belongs to, used or not. */
  revoke(familyHash: string, now: Date): Promise<void>;
}

function defineModel(connection: Connection) {
  const schema = new mongoose.Schema<SessionDocument>(
    {
      _id: { type: String, required: true },
      sessionId: { type: String, required: true },
      userId: { type: String, required: true },
      tokenHash: { type: String, required: true },
      createdAt: { type: Date, required: true },
      refreshedAt: { type: Date, required: true },
      expiresAt: { type: Date, required: true },
      endsAt: { type: Date, required: true },
      revokedAt: Date,
      revokedBecause: String,
    },
    { versionKey: false, _id: false, strict: "throw" },
  );
  // Tidies up, minutes late; that an expired session is over, the conditions below say.
  schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  return connection.model<SessionDocument>("Session", schema, "sessions");
}

/** Sessions, each step of them one conditional update of one document. */
export async function createSessionStore(options: {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly randomness: Randomness;
}): Promise<SessionStore> {
  const model = defineModel(options.connection);
  await ensureIndexes([model], options);
  const living = (familyHash: string, now: Date) => ({ _id: familyHash, expiresAt: { $gt: now }, revokedAt: { $exists: false } });
  const revocation = (now: Date, reason: RevocationReason) => ({ $set: { revokedAt: now, revokedBecause: reason } });

  return {
    async insert({ familyHash, now, ...session }) {
      await model.create({ ...session, _id: familyHash, createdAt: now, refreshedAt: now });
    },
    async rotate({ familyHash, tokenHash, nextTokenHash, now, expiresAt }) {
      const rotated = await model
        .findOneAndUpdate(
          { ...living(familyHash, now), tokenHash },
          [{ $set: { tokenHash: { $literal: nextTokenHash }, refreshedAt: now, expiresAt: { $min: [expiresAt, "$endsAt"] } } }],
          { returnDocument: "after", updatePipeline: true },
        )
        .lean<SessionDocument>();
      if (rotated !== null) {
        const { sessionId, userId, expiresAt: until } = rotated;
        return { kind: "rotated", sessionId, userId, expiresAt: until };
      }
      const reused = await model
        .findOneAndUpdate({ ...living(familyHash, now), tokenHash: { $ne: tokenHash } }, revocation(now, "reuse"))
        .lean<SessionDocument>();
      return reused === null ? { kind: "refused" } : { kind: "reused", sessionId: reused.sessionId, userId: reused.userId };
    },
    async revoke(familyHash, now) {
      await model.updateOne({ _id: familyHash, revokedAt: { $exists: false } }, revocation(now, "logout"));
    },
  };
}
