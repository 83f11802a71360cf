import { dividesFiles } from "../plan/prun-options.ts";
import type { Problem } from "../problems/problem.ts";
import type { Production } from "../production/production.ts";
import { isOfRun } from "../production/run-row.ts";
import { problemAt } from "../text/places.ts";
import { cellProblem } from "../validate/tables/cells.ts";
import { enough, finding } from "./bash/script.ts";
import type { LintedStep } from "./linted-step.ts";
import { hardCodedMacro, macroRuns } from "./macros.ts";
import { placeOfResource } from "./resource-place.ts";

/** What is set and read by nothing: usually the payload has the value written into it, and the plan shows another. */
export const checkUnusedParameters = (linted: LintedStep): readonly Problem[] => {
  if (linted.opaque) return [];
  const { production, step, path } = linted;
  const other = hardCodedMacro(linted);
  const parameters = Object.keys(step.parameters)
    .filter((name) => !isRead(linted, name) && !(name === "macro" && other !== undefined))
    .map((name) =>
      problemAt(production.where, [...path, "parameters", name], "unused-parameter", {
        message: `\`${name}\` is set, and nothing in \`${step.name}\` reads it.`,
        key: true,
      }),
    );
  const unusedColumns = (step.table?.cut === undefined ? (step.table?.columns ?? []) : [])
    .filter(({ name }) => !isRead(linted, name) && !isReadBelow(linted, name))
    .map(({ name, line, col }) =>
      cellProblem(
        { file: step.table?.file ?? "", line, col },
        "unused-parameter",
        `\`${name}\` is a column of the table, and nothing in \`${step.name}\` reads it.`,
      ),
    );
  const unread =
    dividesFiles(step) && !isRead(linted, "firstEvent")
      ? [
          problemAt(production.where, [...path, "in", 0, "eventsPerFile"], "unused-parameter", {
            message: `\`eventsPerFile\` divides files among jobs, and nothing in \`${step.name}\` reads \`firstEvent\`: they would all read the same events.`,
            key: true,
          }),
        ]
      : [];
  const unused = [...parameters, ...unusedColumns, ...unread];
  return step.eventsPerJob === undefined || isRead(linted, "nEvents")
    ? unused
    : [
        ...unused,
        problemAt(production.where, [...path, "eventsPerJob"], "unused-parameter", {
          message: `\`eventsPerJob\` is ${step.eventsPerJob}, and nothing in \`${step.name}\` reads \`nEvents\`.`,
          key: true,
        }),
      ];
};

/** Steps further down may know the row too. */
const isReadBelow = ({ production, step }: LintedStep, name: string): boolean =>
  production.steps
    .filter(({ row }) => row?.of === step.name && row.input !== undefined)
    .some(({ run, resources }) =>
      [run, ...resources.map(({ bytes }) => new TextDecoder().decode(bytes))].some((text) => text.includes(name)),
    );

/** Whether all of its payload was read, so that a name which does not occur in it is read by nothing. */
export const isUnderstood = (linted: LintedStep | undefined): linted is LintedStep =>
  linted !== undefined && !linted.opaque;

/** Of runs in which nothing differs but the seeds. `undefined` among the steps: nobody knows what it reads. */
export const checkUnreadRun = (
  production: Production,
  steps: readonly (LintedStep | undefined)[],
): readonly Problem[] => {
  const { request, where, row: run, steps: made } = production;
  if (request.runs?.list === undefined || run === undefined) return [];
  const names = ["run", ...Object.keys(run.columns)].filter(isOfRun);
  const silent = steps.every((linted) => isUnderstood(linted) && !names.some((name) => isRead(linted, name)));
  const named = JSON.stringify([request.inputs, request.steps]).includes("{run");
  const readsRuns = made.some(({ inputs }) => inputs.some(({ source }) => source.kind === "production"));
  if (!silent || named || readsRuns || isReadBySetup(production, "run")) return [];
  const message = "Nothing of this production says `run`: each run of the list would be the same again.";
  const hint = "pass $run to the payload, or write {run} into the names of its data";
  return [problemAt(where, ["runs"], "run-not-read", { message, key: true, hint })];
};

export const isReadBySetup = ({ steps }: Production, name: string): boolean => {
  const expansion = new RegExp(`\\$\\{?${name}\\b`);
  return steps.some(({ setup = "" }) => expansion.test(setup));
};

/** Read by a script, or named in a file that could ask for it, as `getenv("flavor")` does. */
export const isRead = ({ scripts, texts }: LintedStep, name: string): boolean => {
  const word = new RegExp(`\\b${name}\\b`);
  const occurs = (text: string): boolean => text.includes(name) && word.test(text);
  return (
    scripts.some(
      ({ facts, text }) =>
        facts.uses.some((use) => use.name === name || use.index === name) ||
        facts.asked.has(name) ||
        facts.words.some((spoken) => occurs(quotedIn(spoken.text))) ||
        occurs(afterHeredoc(text)),
    ) || [...texts].some(([file, text]) => (isSourceFile(file) ? asksFor(text, name) : occurs(text)))
  );
};

/** Programs have names of their own, such as a macro's argument `nEvents`: they ask the environment by a text. */
const isSourceFile = (file: string): boolean => /\.(?:C|cc|cpp|cxx|h|hh|hpp|py|awk)$/.test(file);
const asksFor = (text: string, name: string): boolean =>
  text.includes(name) && new RegExp(`["'](?:[^"'\n]*\\$\\{?)?${name}\\b`).test(text);

/** What is quoted for another program: awk's ENVIRON["flavor"], a macro's getenv. */
const quotedIn = (text: string): string => (text.includes("'") ? text.slice(text.indexOf("'")) : "");

/** Another program may read that text. */
const afterHeredoc = (text: string): string => (text.includes("<<") ? text.slice(text.indexOf("<<")) : "");

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
