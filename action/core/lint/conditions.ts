import type { Problem } from "../problems/problem.ts";
import type { LintedStep } from "./linted-step.ts";
import { isRead } from "./parameters.ts";
import { placeOfResource } from "./resource-place.ts";
import { enough, finding } from "./script.ts";

/** A global tag that is written into a macro or script, while `conditions` says another and nothing reads it. */
export const judgeConditions = (linted: LintedStep): readonly Problem[] => {
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
    return finding(script, match.index, "conditions-not-read", message, "pass $conditions to the macro");
  });
};

/** `rc->set_StringFlag("CDB_GLOBALTAG", "ProdA_2024")`, `export GLOBALTAG=ProdA_2024`; a name of C++ is no value. */
const globalTag = /\b(?:CDB_?)?GLOBAL_?TAG\b(?:["']?\s*[,=:]\s*["'](?=([A-Za-z][\w.-]*)["'])|=(?=([A-Za-z][\w.-]*)))/gi;
