import type { Problem } from "../problems/problem.ts";
import type { Production } from "../production/production.ts";
import { problemAt } from "../text/places.ts";
import { enough, finding } from "./bash/script.ts";
import type { LintedStep } from "./linted-step.ts";
import { macroRuns } from "./macros.ts";
import { isRead, isReadBySetup, isUnderstood } from "./parameters.ts";
import { placeOfResource } from "./resource-place.ts";

/** A global tag that is written into a macro or script, while `conditions` says another and nothing reads it. */
export const checkConditions = (linted: LintedStep): readonly Problem[] => {
  const { production, step, scripts, texts } = linted;
  const { conditions } = production.request;
  const payload = scripts
    .filter(({ resource }) => resource === undefined)
    .map((script) => ({ script, text: script.text }));
  const files = [...texts].map(([file, text]) => ({ script: placeOfResource(production, step, file, text), text }));
  const found = [...payload, ...files].flatMap(({ script, text }) =>
    // Files may be large, and most of them name no global tag.
    /global_?tag/i.test(text) ? [...text.matchAll(globalTag)].map((match) => ({ script, text, match })) : [],
  );
  if (found.length === 0 || found.some(({ text }) => text.includes(conditions)) || isRead(linted, "conditions"))
    return [];
  return found.slice(0, enough).map(({ script, match }) => {
    const message = `The global tag ${match[1] ?? match[2]} is written here, \`conditions\` is ${conditions}, and nothing in \`${step.name}\` reads it.`;
    return finding(script, match.index, "conditions-not-read", { message, hint: "pass $conditions to the macro" });
  });
};

/**
 * Of a production whose payloads were all understood, and of which none reads `conditions`. A note: the jobs may need
 * none. `undefined` among the steps: not understood, so nobody knows what it reads.
 */
export const checkUnreadConditions = (
  production: Production,
  steps: readonly (LintedStep | undefined)[],
): readonly Problem[] => {
  const { conditions } = production.request;
  const silent = steps.every(
    (linted) => isUnderstood(linted) && !isRead(linted, "conditions") && !namesOne(linted, conditions),
  );
  const runsMacros = steps.some(
    (linted) => linted !== undefined && macroRuns(linted).some(({ macro }) => linted.texts.has(macro)),
  );
  if (!silent || !runsMacros || conditions === "none" || isReadBySetup(production, "conditions")) return [];
  const message = `No command and no macro reads \`conditions\`: the plan shows ${conditions}, and the jobs may work with another global tag.`;
  return [
    problemAt(production.where, ["conditions"], "conditions-not-read", {
      message,
      severity: "note",
      hint: 'pass $conditions to the macro, or let it call getenv("conditions")',
    }),
  ];
};

/** By its name, or by a global tag of its own, which `checkConditions` reports. */
const namesOne = ({ step, texts }: LintedStep, conditions: string): boolean =>
  [step.run, ...texts.values()].some((text) => text.includes(conditions) || /global_?tag/i.test(text));

/** `rc->set_StringFlag("CDB_GLOBALTAG", "ProdA_2024")`, `export GLOBALTAG=ProdA_2024`; a name of C++ is no value. */
const globalTag = /\b(?:CDB_?)?GLOBAL_?TAG\b(?:["']?\s*[,=:]\s*["'](?=([A-Za-z][\w.-]*)["'])|=(?=([A-Za-z][\w.-]*)))/gi;
