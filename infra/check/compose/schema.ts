import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import specification from "../vendor/compose-spec/compose-spec.json" with { type: "json" };

// The specification describes more than it constrains; unknown keywords of it are not our mistakes.
const validate = new Ajv2020({ strict: false, allErrors: true }).compile(specification);

/** What a compose file has that the Compose Specification does not allow; empty when it is valid. */
export function specificationErrors(text: string): readonly string[] {
  if (validate(parse(text))) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath || "/"} ${message} ${JSON.stringify(params)}`);
}
