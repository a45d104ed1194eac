import type { Scenario } from "../scenario.ts";
import { abstractTypes } from "./abstract-types.ts";
import { conditions } from "./conditions.ts";
import { economy } from "./economy.ts";
import { entities } from "./entities.ts";
import { extensions } from "./extensions.ts";
import { faults } from "./faults.ts";
import { forms } from "./forms.ts";
import { interfaceObjects } from "./interface-objects.ts";
import { intersections } from "./intersections.ts";
import { keys } from "./keys.ts";
import { mutations } from "./mutations.ts";
import { nestedLists } from "./nested-lists.ts";
import { overrides } from "./overrides.ts";
import { provisions } from "./provisions.ts";
import { requiredArguments } from "./required-arguments.ts";
import { requirements } from "./requirements.ts";
import { responseKeys } from "./response-keys.ts";
import { roots } from "./roots.ts";

/** All that planners have to do. */
export const scenarios: readonly Scenario[] = [
  ...abstractTypes,
  ...conditions,
  ...economy,
  ...forms,
  ...entities,
  ...extensions,
  ...faults,
  ...interfaceObjects,
  ...intersections,
  ...keys,
  ...mutations,
  ...nestedLists,
  ...overrides,
  ...provisions,
  ...requiredArguments,
  ...requirements,
  ...responseKeys,
  ...roots,
];
