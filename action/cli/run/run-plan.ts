import { chainOf } from "../../core/conventions/read-conventions.ts";
import type { Validated } from "../../core/cross-checks/check-sources.ts";
import type { RulesChanged } from "../../core/outcomes/rules-changed.ts";
import { planProduction } from "../../core/plan/plan.ts";
import { approvalSentence } from "../../core/policy/need-text.ts";
import { Failure } from "../../core/problems/failure.ts";
import { type Problem, refuses } from "../../core/problems/problem.ts";
import { keptLine } from "../../core/production/kept-as.ts";
import type { Production } from "../../core/production/production.ts";
import { wrapped } from "../../core/text/wrap.ts";
import { keptFrom } from "../../core/view/plan/data-markdown.ts";
import { dataJson, dataText } from "../../core/view/plan/data-text.ts";
import { type PlanForm, planAs } from "../../core/view/plan/plan-forms.ts";
import { planText, sumText } from "../../core/view/plan/plan-text.ts";
import { heldWithoutApp } from "../../core/view/plan/release-text.ts";
import { governedBy, rulesText } from "../../core/view/plan/rules-text.ts";
import { sampleText } from "../../core/view/plan/sample-text.ts";
import { knownAs } from "../../core/view/status/known-as.ts";
import { measuredMoves } from "../../flows/bump.ts";
import { historyOf } from "../../flows/ledger-access/history.ts";
import { measuredCosts } from "../../flows/ledger-access/measured-before.ts";
import { columnsOf } from "../terminal/columns.ts";
import { validatePaths } from "./check-paths.ts";
import { boundsInTerminal, exiting, print, printJson, reportProblems } from "./command.ts";
import { lookUpHere } from "./look-up-here.ts";
import { noSuchTag } from "./no-such-tag.ts";
import { campaignsHere, madeHere, needsHere, rulesHere } from "./rules-here.ts";
import { offeredText } from "./run-bump.ts";
import { openWorkPlace } from "./work-place.ts";

type PlanFlags = { readonly json: boolean; readonly look: boolean; readonly as?: PlanForm; readonly tag?: string };

export const runPlan = exiting(async ({ json, look, as, tag }: PlanFlags, ...paths: readonly string[]) => {
  if (json && as !== undefined)
    throw new Failure("--json and --as exclude each other.", { wayOut: "Remove one of them." });
  const { validated: all, notes } = await validatePaths(
    paths,
    "in full",
    boundsInTerminal(json, (problems) => planJson([], { rules: [], approval: "", campaigns: [], problems })),
  );
  const validated = tag === undefined ? all : all.filter(({ valid }) => valid?.production.tag === tag);
  if (validated.length === 0 && tag !== undefined) throw noSuchTag(tag, all);
  const found = [...validated.flatMap((one) => one.problems), ...notes];
  if (as !== undefined) return printAs(as, validated, found);
  const governing = validated.flatMap(({ source }) => chainOf(source.conventions).map(({ file }) => file));
  const [madeBy, ruling] = await Promise.all([
    madeHere([...new Set(governing)]),
    rulesHere(await openWorkPlace(), async () => validated),
  ]);
  const { rules } = ruling;
  const problems = [...found, ...ruling.problems];
  const { found: history } = await historyOf((await openWorkPlace()).ledger);
  const measured = await measuredCosts(history, validated);
  const planned = await withData(
    look,
    validated.flatMap((one) => plannedOf(one, madeBy, measured)),
  );
  const { needs, askedOfRule, isHeld, known } = await needsHere(validated);
  const campaigns = await campaignsHere(validated, known);
  const width = columnsOf(process.stdout);
  const approval = [approvalSentence(needs, askedOfRule), isHeld ? heldWithoutApp : ""]
    .filter((words) => words !== "")
    .join(" ");
  if (json) {
    printJson(planJson(planned.map(itemOf), { rules, approval, campaigns, problems }));
  } else {
    reportProblems(problems);
    const text = [
      ...(rules.length === 0 ? [] : [`${wrapped(rulesText(rules), width)}\n`]),
      ...sumText(planned.map(({ plan }) => plan)),
      ...planned.flatMap(({ production, plan, governed, data, ...said }) => [
        planText(plan, governed, { ...said, fate: fateLine(production, known) ?? data?.kept, width }),
        ...(data === undefined ? [] : [`${data.text}\n`]),
      ]),
      ...[...campaigns, approval].filter((words) => words !== "").map((words) => `${wrapped(words, width)}\n`),
    ];
    const offered = await Promise.all(validated.map(({ source }) => measuredMoves(history, source)));
    if (planned.length + rules.length > 0) print([...text, ...offeredText(offered.flat())].join("\n"));
  }
  return refuses(problems) ? 1 : 0;
});

const printAs = (as: PlanForm, validated: readonly Validated[], found: readonly Problem[]): 0 | 1 => {
  reportProblems(found);
  const productions = validated.flatMap((one) => (one.valid === undefined ? [] : [one.valid.production]));
  if (productions.length > 0) print(planAs(as, productions));
  return refuses(found) ? 1 : 0;
};

type PlannedHere = ReturnType<typeof plannedOf>[number];

/** With what Rucio has of the data that each of them reads. */
const withData = async (look: boolean, planned: readonly PlannedHere[]) => {
  const now = new Date();
  return Promise.all(
    planned.map(async (one) => {
      if (!look) return { ...one, data: undefined };
      const { needed, look: seen } = await lookUpHere(one.production);
      const { words } = keptFrom(needed, seen);
      const text = needed.length === 0 ? "No input of it is data of this Rucio." : dataText(needed, seen, now);
      const kept = words === undefined ? undefined : `Good, but ${words}.`;
      return { ...one, data: { text, kept, json: dataJson(needed, seen, now) } };
    }),
  );
};

const itemOf = ({
  plan: { format: _, ...plan },
  kept,
  governed,
  measured,
  data,
}: Awaited<ReturnType<typeof withData>>[number]) => ({
  ...plan,
  ...(kept === undefined ? {} : { kept }),
  governed,
  ...(measured === undefined ? {} : { measured }),
  ...(data === undefined ? {} : { data: data.json }),
});

const planJson = (
  plans: readonly object[],
  said: {
    readonly rules: readonly RulesChanged[];
    readonly approval: string;
    readonly campaigns: readonly string[];
    readonly problems: readonly Problem[];
  },
): object => ({ format: 1, plans, ...said });

/** Nothing of what is refused. */
const plannedOf = (
  { source, valid, counted, since, target }: Validated,
  madeBy: Awaited<ReturnType<typeof madeHere>>,
  measured: Awaited<ReturnType<typeof measuredCosts>>,
) =>
  valid === undefined
    ? []
    : [
        {
          production: valid.production,
          plan: planProduction(counted ?? valid.production),
          governed: governedBy(valid.production, source, madeBy),
          kept: keptLine(valid.production),
          sample: sampleText(valid.production, since, target),
          measured: measured.get(valid.production.tag),
        },
      ];

const fateLine = (production: Production, known: Parameters<typeof knownAs>[1]): string | undefined => {
  const state = knownAs(production, known);
  return state === undefined
    ? undefined
    : `${production.version} was merged already, and is ${state}: nothing would run.`;
};
