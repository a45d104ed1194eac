import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DatasetError, readSales } from "./rows.ts";

const HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sales-"));
  const first = `${HEADER}\n536365,85123A,"HEART, WHITE",6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n`;
  await writeFile(join(folder, "2010-12-01.csv.gz"), gzipSync(first));
  await writeFile(join(folder, "2010-12-02.csv"), `${HEADER}\n536500,22139,,56,2010-12-02 11:52:00,0.0,,EIRE\n`);
  await writeFile(join(folder, "README.md"), "not sales");
});
afterAll(() => rm(folder, { recursive: true }));

test("reads gzipped and plain files of the range, in the order of time", async () => {
  const rows = await readSales(folder, { from: "2010-12-01", to: "2010-12-02" });
  expect(rows).toEqual([
    {
      file: "2010-12-01.csv.gz",
      line: 2,
      invoice: "536365",
      stockCode: "85123A",
      description: "HEART, WHITE",
      quantity: 6,
      at: new Date("2010-12-01T08:26:00Z"),
      unitPrice: "2.55",
      customer: "17850",
      country: "United Kingdom",
    },
    {
      file: "2010-12-02.csv",
      line: 2,
      invoice: "536500",
      stockCode: "22139",
      description: "",
      quantity: 56,
      at: new Date("2010-12-02T11:52:00Z"),
      unitPrice: "0.0",
      customer: null,
      country: "EIRE",
    },
  ]);
  expect(await readSales(folder, { from: "2010-12-02" })).toHaveLength(1);
  expect(await readSales(join(folder, "2010-12-02.csv"), {})).toHaveLength(1);
});

test("says which line of which file is not of the form", async () => {
  const path = join(folder, "bad.csv");
  await writeFile(path, `${HEADER}\n1,A,B,many,2010-12-01 08:26:00,2.55,,EIRE\n`);
  expect(readSales(path, {})).rejects.toThrow(/bad\.csv:2: .*Quantity/s);
  await rm(path);
});

test("says when there is nothing to read", () => {
  expect(readSales(join(folder, "nowhere"), {})).rejects.toThrow(DatasetError);
  expect(readSales(folder, { from: "2020-01-01" })).rejects.toThrow("no sales file");
});
