import { MercatoError } from "@mercato/chassis/errors";
import { BulkheadRejectedError, bulkhead } from "cockatiel";

/** More passwords are waiting to be hashed than the service takes on. */
export class OverloadedError extends MercatoError {
  override readonly name = "OverloadedError";
  readonly code = "OVERLOADED";
  readonly retryable = true;
  constructor(options?: ErrorOptions) {
    super("too many passwords are waiting to be hashed", options);
  }
}

export interface PasswordCheck {
  readonly matches: boolean;
  /** The hash was made with other parameters than today's and should be made anew. */
  readonly outdated: boolean;
}

export interface Passwords {
  /** Argon2id in PHC string form. @throws OverloadedError when too many wait. */
  hash(password: string): Promise<string>;
  /**
   * Checks a password. Without a hash, since nobody has the e-mail address, the same work is done against a dummy, so that the time does not tell
   * who has an account. @throws OverloadedError when too many wait.
   */
  check(password: string, hash: string | null): Promise<PasswordCheck>;
}

/** The slow function itself. */
export interface PasswordFunction {
  hash(password: string): Promise<string>;
  verify(password: string, hash: string): Promise<boolean>;
}

export interface Argon2Parameters {
  /** Memory of one hashing, in KiB. */
  readonly memoryKib: number;
  readonly iterations: number;
}

export interface PasswordsOptions extends Argon2Parameters {
  /** Hashings at the same time. Each takes `memoryKib` and a core. */
  readonly concurrency: number;
  /** Hashings that may wait for their turn. */
  readonly queue: number;
  /** @default argon2id of Bun */
  readonly passwordFunction?: PasswordFunction;
}

/** The least that OWASP's Password Storage Cheat Sheet advises for argon2id with one lane. */
export const OWASP_MINIMUM: Argon2Parameters = { memoryKib: 19_456, iterations: 2 };

function argon2id({ memoryKib, iterations }: Argon2Parameters): PasswordFunction {
  const parameters = { algorithm: "argon2id", memoryCost: memoryKib, timeCost: iterations } as const;
  return {
    hash: (password) => Bun.password.hash(password, parameters),
    verify: (password, hash) => Bun.password.verify(password, hash, "argon2id"),
  };
}

/** One password is one password, whichever keyboard composed its characters (NIST SP 800-63B, 3.1.1.2). */
function normalized(password: string): string {
  return password.normalize("NFKC");
}

/**
 * Hashing and checking of passwords, a bounded number at a time: argon2id is heavy on purpose, and unbounded it would let anybody take the
 * service's memory and cores by signing in often.
 */
export async function createPasswords(options: PasswordsOptions): Promise<Passwords> {
  const slow = options.passwordFunction ?? argon2id(options);
  const gate = bulkhead(options.concurrency, options.queue);
  const todaysParameters = `$m=${options.memoryKib},t=${options.iterations},p=1$`;
  const dummy = await slow.hash(crypto.randomUUID());

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await gate.execute(work);
    } catch (error) {
      throw error instanceof BulkheadRejectedError ? new OverloadedError({ cause: error }) : error;
    }
  }

  return {
    hash: (password) => inTurn(() => slow.hash(normalized(password))),
    async check(password, hash) {
      const verified = await inTurn(() => slow.verify(normalized(password), hash ?? dummy));
      const matches = verified && hash !== null;
      return { matches, outdated: matches && !hash.includes(todaysParameters) };
    },
  };
}
