import { dividesFiles } from "../plan/prun-options.ts";
import type { Problem } from "../problems/problem.ts";
import { withoutNumber } from "../production/all-files.ts";
import type { Production, Step } from "../production/production.ts";
import { type Faults, problemAt } from "../text/places.ts";
import type { CheckContext, CheckSubject } from "./context.ts";
import { type FindFacts, wiringProblems } from "./counts.ts";
import type { Link } from "./references.ts";
import { tagAtVersion } from "./supersedes.ts";

/** Whether the data fit their use: the same software, and data that nothing replaced. */
export const checkLink = (
  { production }: CheckSubject,
  { source, upstream, step }: Link,
  { index }: CheckContext,
): readonly Problem[] => {
  const { where } = production;
  const named = `${source.tag} ${source.version}`;
  const warn = (code: Problem["code"], message: string, hint: string): Problem =>
    problemAt(where, ["inputs", source.input, "production"], code, { message, severity: "warning", hint });
  const differs = (code: Problem["code"], key: "build" | "conditions", made: string, here: readonly string[]) =>
    here
      .filter((one) => one !== made)
      .map((one) =>
        warn(
          code,
          `${named} was made with ${key} ${made}; this production has ${one}.`,
          `if this is intended, acknowledge it with a reason`,
        ),
      );
  const mixed = [
    ...differs("mixed-builds", "build", step.build ?? upstream.build, buildsThatRead(production, source.input)),
    ...differs("mixed-conditions", "conditions", upstream.conditions, [production.request.conditions]),
  ];
  const heirs = index
    .superseding(tagAtVersion(source.tag, source.version))
    .map(({ tag, version }) => `${tag} ${version}`);
  return heirs.length === 0
    ? mixed
    : [...mixed, warn("reads-superseded", `${named} is superseded by ${heirs.join(" and ")}.`, `read ${heirs[0]}`)];
};

/** Those of the steps that read it. */
const buildsThatRead = ({ steps }: Production, input: string): readonly string[] => [
  ...new Set(
    steps
      .filter(({ inputs }) => inputs.some(({ source }) => source.kind !== "step" && source.input === input))
      .map(({ build }) => build),
  ),
];

/** Files and events: what is expected of another production, and what it makes. */
export const checkAmounts = (own: CheckSubject, links: readonly Link[], find: FindFacts): readonly Problem[] => [
  ...links.flatMap((link) => [...checkExpected(own.production, link)]),
  ...checkSupplied(own, find),
  ...checkEvents(own, links),
];

function* checkExpected(production: Production, { source, step }: Link): Faults {
  const { where, request, steps } = production;
  const expected = request.inputs?.[source.input]?.files;
  if (step.jobs === null) return;
  if (typeof expected !== "number") return yield* withoutNumber(production, { input: source.input, files: step.jobs });
  const picked = steps.some(({ inputs }) =>
    inputs.some((one) => one.source.kind === "production" && one.source.input === source.input && one.match.length > 0),
  );
  const isReadWhole = steps.some(({ inputs }) =>
    inputs.some(
      (one) => one.source.kind === "production" && one.source.input === source.input && one.allOf !== undefined,
    ),
  );
  const least = picked ? 1 : Math.ceil(step.jobs * source.require);
  if (expected >= least && expected <= step.jobs) return;
  const enough = least < step.jobs && !picked ? `, at least ${least} are required` : "";
  yield problemAt(where, ["inputs", source.input, "files"], "files-differ", {
    message: `${source.tag} ${source.version} makes ${step.jobs} files in \`${step.name}\`${enough}; ${expected} are expected.`,
    hint: isReadWhole ? `files: ${step.jobs}` : `files: ${step.jobs}, or remove it`,
  });
}

/** CountedProduction again with what the other productions make. What was wrong without them is reported already. */
const checkSupplied = (own: CheckSubject, find: FindFacts): readonly Problem[] =>
  wiringProblems(own, find).filter(({ code }) => code === "secondary-too-small" || code === "nothing-to-read");

/** A job whose number of events differs from that in its files reads a part of them, or waits for more. */
export const checkEvents = ({ production, facts }: CheckSubject, links: readonly Link[]): readonly Problem[] =>
  production.steps.flatMap((step) => {
    const held = eventsRead(step, facts.steps, links);
    if (
      held === undefined ||
      dividesFiles(step) ||
      step.eventsPerJob === undefined ||
      step.eventsPerJob === held.events
    )
      return [];
    return problemAt(production.where, ["steps", step.name, "eventsPerJob"], "events-differ", {
      message: `A job of \`${step.name}\` has eventsPerJob ${step.eventsPerJob}, but reads ${held.files} with ${held.events} events, from ${held.from}.`,
      severity: "warning",
      hint: `eventsPerJob: ${held.events}; or eventsPerFile at the input, which divides each file among jobs; or acknowledge it with a reason`,
    });
  });

type AmountHeld = { readonly events: number; readonly files: string; readonly from: string };

const eventsRead = (
  step: Step,
  own: CheckSubject["facts"]["steps"],
  links: readonly Link[],
): AmountHeld | undefined => {
  const [primary] = step.inputs;
  if (primary === undefined || primary.byPattern !== undefined || step.splitting.kind !== "files") return undefined;
  const { source } = primary;
  const files = step.splitting.filesPerJob;
  const held = (inFile: number | null | undefined, from: string): AmountHeld | undefined =>
    inFile === null || inFile === undefined
      ? undefined
      : { events: inFile * files, files: files === 1 ? "a file" : `${files} files`, from };
  switch (source.kind) {
    case "step":
      return held(own.find(({ name }) => name === source.step)?.events, `\`${source.step}\``);
    case "production": {
      const link = links.find((one) => one.source.input === source.input);
      return held(link?.step.events, `${source.tag} ${source.version}`);
    }
    case "dataset":
      return Number.isInteger(primary.eventsPerFile) ? held(primary.eventsPerFile, `\`${source.input}\``) : undefined;
  }
};
