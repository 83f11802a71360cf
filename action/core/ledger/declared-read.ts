import { type DataRead, dataRead, namesRead } from "../production/data-read.ts";
import { fillRun } from "../production/file-names.ts";
import { listedDataOf } from "../production/list-origin.ts";
import type { Production } from "../production/production.ts";
import { mapping } from "../text/canonical-json.ts";
import { type Declared, isDeclaredGood } from "./declared.ts";
import { type Intent, type KeyParts, partsOfKey, type SubmissionKey, type TaskSeen } from "./event.ts";
import { validatorsOf, withStepsBefore } from "./intended-steps.ts";
import { isMadeBy, stepsInName } from "./names.ts";

/** What is known of a submission that has an intent. `tasks`: as they were last seen. */
export type MadeData = {
  readonly intent: Intent;
  readonly declared: readonly Declared[];
  readonly tasks: readonly Pick<TaskSeen, "step" | "status">[];
};

/** The step that has not found data of these steps good; `undefined`: there is none, or a person has declared them good. */
export const notValidated = ({ intent, declared, tasks }: MadeData, steps: readonly string[]): string | undefined => {
  const open = validatorsOf(intent, steps).find((step) => tasks.find((task) => task.step === step)?.status !== "done");
  return isDeclaredGood(declared, steps) ? undefined : open;
};

/** `its step validate has not found good` */
export const notValidatedText = (step: string): string => `its step ${step} has not found good`;

/** What a production reads of a submission: the input, and the steps that its data are made of. */
type ReadOf = { readonly path: DataRead["path"]; readonly steps: readonly string[] };

/** What of a submission a production reads. `runs`: those that it has. */
export const readsOf = (
  production: Production,
  intent: Intent,
  runs: ReadonlySet<number> | undefined,
): readonly ReadOf[] => [
  ...dataRead(production)
    .filter((one) => isReadAs(one, intent, runs))
    .map(({ path, step }) => ({ path, steps: withStepsBefore(intent, step) })),
  ...namesRead(production)
    .filter(([, name]) => isMadeBy(intent.outDS, name))
    .map(([input, name]) => ({
      path: ["inputs", input, "dataset"] as const,
      steps: [...new Set(stepsInName(intent, name).flatMap((step) => withStepsBefore(intent, step)))],
    })),
];

export const isReadAs = (
  one: DataRead,
  { tag, version, run }: KeyParts,
  runs: ReadonlySet<number> | undefined,
): boolean =>
  one.tag === tag &&
  one.version === version &&
  (run === undefined || one.run === "all" || one.run === run || (one.run === undefined && runs?.has(run) === true));

/** Which of these submissions may be what it reads, by their names alone. */
export const keysRead = (production: Production, keys: readonly SubmissionKey[]): readonly SubmissionKey[] => {
  const data = dataRead(production);
  const names = namesRead(production);
  return keys.filter((key) => {
    const { tag, version } = partsOfKey(key);
    return (
      data.some((one) => one.tag === tag && one.version === version) ||
      names.some(([, name]) => name.includes(tag) && name.includes(version))
    );
  });
};

/** Whether an intent reads data of another one, made of this step or, without one, of any. */
export const readsIntent = (reader: Intent, of: Intent, step: string | undefined): boolean =>
  stepsReadBy(reader, of).some((one) => step === undefined || withStepsBefore(of, one).includes(step));

const stepsReadBy = (reader: Intent, of: Intent): readonly string[] => [
  ...reader.needs.flatMap((need) =>
    need.kind === "production" &&
    need.tag === of.tag &&
    need.version === of.version &&
    (of.run === undefined || of.run === reader.run)
      ? [need.step]
      : [],
  ),
  ...(reader.lists ?? []).flatMap((list) => {
    const data = listedDataOf(list);
    const isRead =
      data?.tag === of.tag && data.version === of.version && (data.run === "*" || data.run === runText(of.run));
    return isRead ? [data.step] : [];
  }),
  ...namesReadBy(reader).flatMap((name) => (isMadeBy(of.outDS, name) ? stepsInName(of, name) : [])),
];

/** What datasets and tasks are called that an intent reads by name, with its own run in them. */
export const namesReadBy = ({ content, run }: Pick<Intent, "content" | "run">): readonly string[] =>
  Object.values(mapping(mapping(content.request).inputs)).flatMap((input) => {
    const { dataset, task } = mapping(input);
    return [dataset, task].flatMap((name) =>
      typeof name === "string" ? [run === undefined ? name : fillRun(name, run)] : [],
    );
  });

const runText = (run: number | undefined): string | undefined => (run === undefined ? undefined : String(run));

/** `bob declared bad: wrong beam spot` */
export const declaredText = ({
  by,
  quality,
  reason,
  step,
}: Pick<Declared, "by" | "quality" | "reason" | "step">): string =>
  `${by} declared ${step === undefined ? "" : `step ${step} `}${quality}${reason === "" ? "" : `: ${reason}`}`;
