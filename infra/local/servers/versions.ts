import pinned from "../versions.json" with { type: "json" };

/** The versions of everything that local set-up installs; the one place is versions.json, which bootstrap.mjs reads as well. */
export const versions = pinned;
