import { iso31661 } from "iso-3166";

/** Names of the dataset that the standard spells otherwise, or does not have. Goods for nowhere in particular are sent from home. */
const ALIASES: Readonly<Record<string, string>> = {
  "United Kingdom": "GB",
  EIRE: "IE",
  USA: "US",
  RSA: "ZA",
  "Channel Islands": "JE",
  "Czech Republic": "CZ",
  Korea: "KR",
  Netherlands: "NL",
  "United Arab Emirates": "AE",
  "European Community": "BE",
  Unspecified: "GB",
  "Hong Kong": "HK",
};

const BY_NAME: ReadonlyMap<string, string> = new Map(iso31661.map(({ name, alpha2 }) => [name, alpha2]));

/** ISO 3166-1 alpha-2 of a country of the dataset; the home country's for names that nobody knows. */
export function countryCodeOf(country: string): string {
  return ALIASES[country] ?? BY_NAME.get(country) ?? "GB";
}
