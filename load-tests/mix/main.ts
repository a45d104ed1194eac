import { Command } from "commander";
import { readSales } from "../replay/dataset/rows.ts";
import { deriveMix } from "./derive.ts";

const program = new Command("mix")
  .description("Derives what visitors of the `mixed` scenario do from sales files, and writes it to load-tests/mix/mix.json.")
  .requiredOption("--dataset <path>", "a folder of .csv or .csv.gz files in the layout of UCI Online Retail, or one such file")
  .action(async ({ dataset }: { dataset: string }) => {
    const mix = deriveMix(await readSales(dataset, {}));
    await Bun.write(new URL("mix.json", import.meta.url), `${JSON.stringify(mix, null, 2)}\n`);
    process.stdout.write(`${JSON.stringify(mix.operationsPer100Visits)}\n`);
  });

await program.parseAsync();
