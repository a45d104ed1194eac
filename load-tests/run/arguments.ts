import { InvalidArgumentError } from "commander";

/** A number above zero. @throws InvalidArgumentError */
export function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("It must be a number above zero.");
}

/** A whole number above zero. @throws InvalidArgumentError */
export function whole(text: string): number {
  const value = positive(text);
  if (Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError("It must be a whole number.");
}

/** A time as k6 takes it. @throws InvalidArgumentError */
export function duration(text: string): string {
  if (/^\d+(ms|s|m|h)(\d+(s|m))?$/.test(text)) return text;
  throw new InvalidArgumentError("It must be a time such as 30s or 2m.");
}

/** Numbers with commas between them, each above the one before. @throws InvalidArgumentError */
export function rising(text: string): readonly number[] {
  const numbers = text.split(",").map(positive);
  if (numbers.every((value, index) => index === 0 || value > (numbers[index - 1] ?? 0))) return numbers;
  throw new InvalidArgumentError("Each number must be above the one before.");
}

/** Whole numbers with commas between them, each above the one before. @throws InvalidArgumentError */
export function risingWhole(text: string): readonly number[] {
  for (const part of text.split(",")) whole(part);
  return rising(text);
}
