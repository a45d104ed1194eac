const VARIABLE = /^[A-Za-z_]\w*/;

interface Piece {
  readonly text: string;
  /** Where the rest begins. */
  readonly next: number;
}

/** Where the brace that is open at `from` ends. */
function closingBrace(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text.startsWith("${", at)) depth += 1;
    if (text[at] === "}") depth -= 1;
    if (depth === 0) return at;
  }
  throw new SyntaxError(`"${text}" opens a variable and does not close it`);
}

/** The text of `${NAME}` or `${NAME:-default}` that begins at `from`, just behind the brace. */
function variableAt(text: string, from: number, env: Readonly<Record<string, string>>): Piece {
  const end = closingBrace(text, from);
  const inner = text.slice(from, end);
  const name = VARIABLE.exec(inner)?.[0];
  if (name === undefined) throw new SyntaxError(`"\${${inner}}" names no variable`);
  const rest = inner.slice(name.length);
  if (rest !== "" && !rest.startsWith(":-")) throw new SyntaxError(`"\${${inner}}": only \${NAME} and \${NAME:-default} are used here`);
  return { text: env[name] || interpolate(rest.slice(2), env), next: end + 1 };
}

/** Replaces `${NAME:-default}` as compose does; `$$` is a dollar sign. @throws SyntaxError on what compose would not accept, or would not expect */
export function interpolate(text: string, env: Readonly<Record<string, string>> = {}): string {
  let result = "";
  let at = 0;
  while (at < text.length) {
    const dollar = text.indexOf("$", at);
    if (dollar === -1) return result + text.slice(at);
    result += text.slice(at, dollar);
    if (text[dollar + 1] === "$") {
      result += "$";
      at = dollar + 2;
    } else if (text[dollar + 1] === "{") {
      const piece = variableAt(text, dollar + 2, env);
      result += piece.text;
      at = piece.next;
    } else throw new SyntaxError(`"${text}" has a lone $; write $$ for the sign`);
  }
  return result;
}
