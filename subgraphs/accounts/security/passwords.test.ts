import { expect, test } from "bun:test";
import { createPasswords, OverloadedError, type PasswordFunction } from "./passwords.ts";

const CHEAP = { memoryKib: 64, iterations: 1 } as const;

/** Notes what it is asked, and answers when it is let. */
function watchedFunction() {
  const verified: { password: string; hash: string }[] = [];
  const waiting: (() => void)[] = [];
  let running = 0;
  let mostAtOnce = 0;
  const passwordFunction: PasswordFunction = {
    hash: async () => "dummy",
    async verify(password, hash) {
      verified.push({ password, hash });
      running += 1;
      mostAtOnce = Math.max(mostAtOnce, running);
      await new Promise<void>((resolve) => waiting.push(resolve));
      running -= 1;
      return hash === `hash of ${password}`;
    },
  };
  async function letAll(count: number): Promise<void> {
    for (let done = 0; done < count; ) {
      const next = waiting.shift();
      if (next) done += 1;
      next?.();
      await Promise.resolve();
    }
  }
  return { passwordFunction, verified, letAll, mostAtOnce: () => mostAtOnce };
}

test("hashes are argon2id with the parameters that were asked for, and fit their password only", async () => {
  const passwords = await createPasswords({ ...CHEAP, concurrency: 2, queue: 10 });
  const hash = await passwords.hash("correct horse battery");
  expect(hash).toStartWith("$argon2id$v=19$m=64,t=1,p=1$");
  expect(await passwords.check("correct horse battery", hash)).toEqual({ matches: true, outdated: false });
  expect(await passwords.check("correct horse batterie", hash)).toEqual({ matches: false, outdated: false });
});

test("a hash that was made with other parameters still fits, and is said to be outdated", async () => {
  const before = await createPasswords({ ...CHEAP, concurrency: 2, queue: 10 });
  const today = await createPasswords({ memoryKib: 128, iterations: 2, concurrency: 2, queue: 10 });
  const hash = await before.hash("correct horse battery");
  expect(await today.check("correct horse battery", hash)).toEqual({ matches: true, outdated: true });
  expect(await today.check("wrong horse battery", hash)).toEqual({ matches: false, outdated: false });
});

test("a password is the same however its characters are composed", async () => {
  const passwords = await createPasswords({ ...CHEAP, concurrency: 2, queue: 10 });
  const hash = await passwords.hash("caf\u00e9 caf\u00e9 caf\u00e9");
  expect((await passwords.check("cafe\u0301 cafe\u0301 cafe\u0301", hash)).matches).toBe(true);
});

test("without an account the same work is done, and nothing fits: not even the dummy's own password", async () => {
  const { passwordFunction, verified, letAll } = watchedFunction();
  const passwords = await createPasswords({
    ...CHEAP,
    concurrency: 1,
    queue: 0,
    passwordFunction: { ...passwordFunction, verify: verifyAll },
  });
  async function verifyAll(password: string, hash: string): Promise<boolean> {
    await passwordFunction.verify(password, hash);
    return true;
  }
  const checking = passwords.check("anything", null);
  await letAll(1);
  expect(await checking).toEqual({ matches: false, outdated: false });
  expect(verified).toEqual([{ password: "anything", hash: "dummy" }]);
});

test("no more passwords are hashed at the same time than allowed, and beyond the queue they are refused", async () => {
  const { passwordFunction, letAll, mostAtOnce } = watchedFunction();
  const passwords = await createPasswords({ ...CHEAP, concurrency: 2, queue: 3, passwordFunction });
  const checks = Array.from({ length: 7 }, (_, index) => passwords.check(`p${index}`, `hash of p${index}`));
  const settled = Promise.allSettled(checks);
  await letAll(5);
  const results = await settled;
  expect(mostAtOnce()).toBe(2);
  expect(results.map(({ status }) => status)).toEqual([...Array(5).fill("fulfilled"), ...Array(2).fill("rejected")]);
  for (const result of results) if (result.status === "rejected") expect(result.reason).toBeInstanceOf(OverloadedError);
});
