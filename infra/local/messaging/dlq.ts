import type { DeadLetters, NatsBus, StoredDeadLetter } from "@mercato/chassis/bus";
import { Command } from "commander";
import { SetupProblem } from "../servers/problem.ts";
import { addTargetOptions, positive, runProgram } from "./command-line.ts";
import { describeLetter, letterLine } from "./letters.ts";
import { findTarget, openBus, type TargetFlags } from "./target.ts";

interface Flags extends TargetFlags {
  readonly json: boolean;
}

interface SelectionFlags extends Flags {
  readonly consumer?: string;
  readonly all?: boolean;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const PAGE = 100;

async function withBus(flags: TargetFlags, work: (bus: NatsBus) => Promise<void>): Promise<void> {
  const bus = await openBus(await findTarget(flags, process.env));
  try {
    await work(bus);
  } finally {
    await bus.stop();
  }
}

/** Every letter of a consumer, or of all. */
async function everyLetter(deadLetters: DeadLetters, consumer: string | undefined): Promise<readonly StoredDeadLetter[]> {
  const found: StoredDeadLetter[] = [];
  for (;;) {
    const page = await deadLetters.list({ limit: PAGE, after: found.at(-1)?.id ?? 0, ...(consumer === undefined ? {} : { consumer }) });
    found.push(...page);
    if (page.length < PAGE) return found;
  }
}

/** The letters that are meant: those that are named, or all of a consumer, or all there are. */
async function selected(deadLetters: DeadLetters, ids: readonly number[], { consumer, all }: SelectionFlags): Promise<readonly number[]> {
  if (ids.length > 0) return ids;
  if (consumer === undefined && all !== true)
    throw new SetupProblem("No letters are named.", ["Name their ids, or a --consumer, or --all."]);
  return (await everyLetter(deadLetters, consumer)).map(({ id }) => id);
}

async function list(flags: Flags & { readonly limit: number; readonly after?: number; readonly consumer?: string }): Promise<void> {
  const { limit, after, consumer, json } = flags;
  await withBus(flags, async ({ deadLetters }) => {
    const letters = await deadLetters.list({
      limit,
      ...(after === undefined ? {} : { after }),
      ...(consumer === undefined ? {} : { consumer }),
    });
    if (json) return print(JSON.stringify({ letters: letters.map((letter) => describeLetter(letter)) }));
    for (const letter of letters) print(letterLine(letter));
    print(letters.length === 0 ? "No dead letters." : `${letters.length} shown.`);
  });
}

async function show(id: number, flags: Flags & { readonly raw: boolean }): Promise<void> {
  await withBus(flags, async ({ deadLetters }) => {
    const letter = await deadLetters.get(id);
    if (letter === null) throw new SetupProblem(`There is no dead letter ${id}.`, ["It may have been redriven or discarded."]);
    const described = describeLetter(letter, flags.raw);
    print(flags.json ? JSON.stringify(described) : JSON.stringify(described, null, 2));
  });
}

type Act = (deadLetters: DeadLetters, id: number) => Promise<string>;

async function act(word: string, ids: readonly number[], { flags, each }: { readonly flags: SelectionFlags; readonly each: Act }) {
  await withBus(flags, async ({ deadLetters }) => {
    const results: Record<string, string> = {};
    for (const id of await selected(deadLetters, ids, flags)) {
      const result = await each(deadLetters, id);
      results[id] = result;
      if (!flags.json) print(`${id}  ${result}`);
    }
    const done = Object.values(results).filter((result) => result === word).length;
    print(flags.json ? JSON.stringify({ [word]: done, results }) : `${done} ${word}.`);
  });
}

function addActing(program: Command, command: { readonly name: string; readonly word: string; readonly does: string; readonly each: Act }) {
  const { name, word, does, each } = command;
  addTargetOptions(program.command(name).description(does))
    .argument("[ids...]", "of the letters, as `list` shows them")
    .option("--consumer <durable>", "all letters of this durable consumer")
    .option("--all", "all letters")
    .action((ids: string[], flags: SelectionFlags) => act(word, ids.map(positive), { flags, each }));
}

function createProgram(): Command {
  const program = new Command("dlq").description(
    "Messages that could not be handled: look at them, give them to their consumer again, drop them.",
  );
  addTargetOptions(program.command("list").description("Lists dead letters, oldest first."))
    .option("--limit <number>", "at most", positive, 50)
    .option("--after <id>", "only those after this one", positive)
    .option("--consumer <durable>", "only those of this durable consumer")
    .action(list);
  addTargetOptions(program.command("show").description("Shows one with its message, without secrets."))
    .argument("<id>", "of the letter", positive)
    .option("--raw", "the message's body as it was sent, secrets included", false)
    .action(show);
  addActing(program, {
    name: "redrive",
    word: "redriven",
    does: "Gives messages to the consumer that failed at them, and to no other, under their own ids. Safe to repeat.",
    each: (deadLetters, id) => deadLetters.redrive(id),
  });
  addActing(program, {
    name: "discard",
    word: "discarded",
    does: "Drops messages for good.",
    each: (deadLetters, id) => deadLetters.discard(id),
  });
  return program;
}

process.exit(await runProgram(createProgram(), process.argv));
