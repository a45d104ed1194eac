/** Something that the person at the terminal can put right; shown without a stack. */
export class Problem extends Error {
  constructor(message, advice = "") {
    super(advice ? `${message}\n  ${advice.split("\n").join("\n  ")}` : message);
    this.name = "Problem";
  }
}

const NETWORK =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH|ConnectionRefused|FailedToOpenSocket|Unable to connect|network/i;
const PERMISSION = /EACCES|EPERM|permission denied/i;
const SPACE = /ENOSPC|no space left/i;

/** Turns the output of a failed installer into advice. */
export function adviceFor(output, place) {
  if (SPACE.test(output)) return `There is no space left below ${place}: free some, or set MERCATO_CACHE to a directory on another disk.`;
  if (PERMISSION.test(output)) return `No permission to write below ${place}: set MERCATO_CACHE to a directory that you own.`;
  if (NETWORK.test(output))
    return "The package registry was not reached: check the network, and `npm config get registry` for the address in use.";
  return "";
}
