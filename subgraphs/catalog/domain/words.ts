/** Lower case, without accents: "Crème BRÛLÉE" becomes "creme brulee". */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

const APOSTROPHES = /['’`´]/gu;
const COMPOUND = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu;

/** A compound counts as its parts and as the whole: those who type "tlight" or "light" find a T-light, and a T-light ranks before other lights. */
function partsOf(compound: string): readonly string[] {
  const parts = compound.split("-");
  return parts.length === 1 ? parts : [...parts, parts.join("")];
}

/**
 * The different words of a text, folded, in order of appearance, `most` at most. What databases make of hyphens, apostrophes and accents
 * differs; so both what is searched and what is searched for go through here.
 */
export function wordsOf(text: string, most: number): readonly string[] {
  const compounds = fold(text).replace(APOSTROPHES, "").match(COMPOUND) ?? [];
  return [...new Set(compounds.flatMap(partsOf))].slice(0, most);
}

const SLUG_LENGTH = 80;

/** Text for a web address: folded words with hyphens between, at most 80 characters. Empty when the text has no letter or digit. */
export function slugOf(text: string): string {
  const words =
    fold(text)
      .replace(APOSTROPHES, "")
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join("-").slice(0, SLUG_LENGTH).replace(/-+$/, "");
}
