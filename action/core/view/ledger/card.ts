import type { FromSchema } from "json-schema-to-ts";
import { badWord } from "../../ledger/declared.ts";
import { type Intent, partsOfKey, type SubmissionKey, versionName } from "../../ledger/event.ts";
import { coreHoursForeseen, eventsOf, parentsOf, writtenIn } from "../../ledger/intended-steps.ts";
import { coreHoursUsed } from "../../ledger/step-completion.ts";
import { lastSeed } from "../../ledger/streams.ts";
import { lastTasks } from "../../submission/orders.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { isFinal, isStopped, isSuccess } from "../../submission/states.ts";
import { counted, sizeText } from "../../text/amounts.ts";
import { closed, closedWith } from "../../text/schema-parts.ts";

const text = { type: "string" } as const;
const texts = { type: "array", items: text } as const;
const maybeText = { type: ["string", "null"] } as const;
const number = { type: "number" } as const;
const maybeNumber = { type: ["number", "null"] } as const;

/** What was made, as JSON beside each page of the ledger. `null`: nobody knows. */
export const cardSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "The card of a submission that has ended, on SHREK's ledger",
  ...closedWith({
    card: { const: 1, description: "Version of this format." },
    tag: text,
    version: text,
    run: maybeNumber,
    state: text,
    since: { ...text, description: "By SHREK's clock." },
    source: {
      ...closedWith({
        ...{ ledger: text, folder: text, commit: text, pullRequest: maybeNumber, contentDigest: text },
        ...{ panda: text, request: maybeNumber, outDS: text, address: maybeText, commitAddress: maybeText },
      }),
      description:
        "`address`, `commitAddress`: where people see the repository and the commit. `ledger`: the id that PanDA's names carry. `request`: of PanDA, iDDS's number.",
    },
    people: closedWith({ asked: text, approved: text, contact: texts }),
    software: closedWith({ build: maybeText, container: maybeText, conditions: maybeText }),
    steps: {
      type: "array",
      items: {
        ...closedWith({
          ...{ step: text, task: maybeNumber, status: maybeText, eventsAsked: maybeNumber, eventsMade: maybeNumber },
          datasets: {
            type: "array",
            items: closedWith({ dataset: text, files: number, bytes: maybeNumber }),
          },
          arrived: {
            type: "array",
            description: "SCOPE:NAME of outputs that stood in the experiment's Rucio, with what it counted.",
            items: closedWith({ did: text, files: number, bytes: number, events: maybeNumber }),
          },
          checks: {
            type: "array",
            description: "Numbers that checks of outputs printed, over the jobs of which PanDA has them.",
            items: {
              ...closed,
              required: ["name", "jobs", "sum", "least", "most"],
              properties: {
                ...{ name: text, jobs: number, sum: number },
                ...{ least: number, most: number },
                spread: {
                  type: "array",
                  items: number,
                  description: "Jobs in ten equal parts from `least` to `most`, of ten jobs or more.",
                },
              },
            },
          },
          seeds: {
            type: "array",
            items: closedWith({ stream: text, first: number, last: number }),
          },
        }),
        description: "`eventsMade`: those of the jobs that succeeded, as the request counts them.",
      },
    },
    coreHours: {
      ...closedWith({ used: maybeNumber, foreseen: maybeNumber }),
      description: "Processor time as pilots measured it, and what the request estimated.",
    },
    parents: { ...texts, description: "TAG@VERSION/STEP, a task, a dataset." },
    readers: { ...texts, description: "TAG@VERSION of productions that were bound to its data." },
    quality: { enum: ["good", "bad", "not said"], description: "Of all its steps, by the newest words." },
    words: {
      type: "array",
      items: closedWith({ quality: text, by: text, reason: text, step: maybeText, saidOn: maybeText }),
    },
    cite: text,
  }),
} as const;

export type Card = FromSchema<typeof cardSchema>;

type CardState = Extract<SubmissionState, { readonly intent: Intent }>;

/** Of what PanDA may have made something, and has ended: well, or not. */
export const cardOf = (key: SubmissionKey, state: SubmissionState): Card | undefined => {
  if (!("intent" in state) || !state.past.mayHaveActed) return undefined;
  if (!isFinal(state.kind) && !isSuccess(state.kind) && !isStopped(state.kind)) return undefined;
  const { intent, past, kind, since } = state;
  const { run = null, ...named } = partsOfKey(key);
  const { commit, pullRequest, contentDigest, folder, requester, approval, contact, panda, outDS, repository } = intent;
  const seen = { address: intent.address ?? null, commitAddress: commitAddressOf(intent) ?? null };
  const request = "request" in state ? state.request : null;
  return {
    card: 1,
    ...named,
    run,
    state: kind,
    since,
    source: {
      ...seen,
      ledger: repository,
      folder,
      commit,
      pullRequest,
      contentDigest,
      panda: panda.url,
      request,
      outDS,
    },
    people: { asked: requester, approved: approval, contact: [...contact] },
    software: {
      build: writtenIn(intent, "build") ?? null,
      container: writtenIn(intent, "container") ?? null,
      conditions: writtenIn(intent, "conditions") ?? null,
    },
    steps: intent.steps.map((step) => stepOf(state, step)),
    coreHours: { used: coreHoursUsed(past.completion?.steps), foreseen: coreHoursForeseen(intent) ?? null },
    parents: [...parentsOf(intent)],
    readers: [...past.readers],
    quality: qualityOf(state),
    words: past.declared.map(({ quality, by, reason, step = null, saidOn = null }) => ({
      quality,
      by,
      reason,
      step,
      saidOn,
    })),
    cite: citation(key, state),
  };
};

/** GitHub, GitLab and Gitea show a commit there. */
export const commitAddressOf = ({ address, commit }: Intent): string | undefined =>
  address === undefined ? undefined : `${address}/commit/${commit}`;

const qualityOf = ({ intent, past: { declared } }: CardState): Card["quality"] => {
  if (badWord(declared, intent.steps) !== undefined) return "bad";
  return declared.some(({ quality }) => quality === "good") ? "good" : "not said";
};

const stepOf = (state: CardState, step: string): Card["steps"][number] => {
  const { intent, past } = state;
  const task = lastTasks(state).find((one) => one.step === step);
  const record = past.completion?.steps.find((one) => one.step === step);
  const asked = eventsOf(intent, step);
  const jobs = record?.kind === "all" ? record.used?.jobs : undefined;
  const outputs = record?.kind === "all" ? Object.entries(record.outputs) : [];
  return {
    step,
    task: task?.id ?? null,
    status: task?.status ?? null,
    eventsAsked: asked?.all ?? null,
    eventsMade: asked === undefined || jobs === undefined ? null : asked.perJob * jobs,
    datasets: outputs.map(([dataset, { files, bytes }]) => ({ dataset, files, bytes })),
    arrived: (past.arrival?.outputs ?? [])
      .filter((output) => output.step === step)
      .map(({ did, files, bytes, events }) => ({ did, files, bytes, events })),
    checks: Object.entries((record?.kind === "all" ? record.printed : undefined) ?? {}).map(
      ([name, { spread, ...printed }]) => ({
        ...{ name, ...printed },
        ...(spread === undefined ? {} : { spread: [...spread] }),
      }),
    ),
    seeds: intent.seeds
      .filter((one) => one.step === step)
      .map((range) => ({ stream: range.stream, first: range.first, last: lastSeed(range) })),
  };
};

const citation = (key: SubmissionKey, state: CardState): string => {
  const { address, folder, commit, pullRequest, contentDigest } = state.intent;
  const from = address === undefined ? folder : `${folder} of ${address}`;
  const merged = pullRequest === null ? "" : `, pull request ${pullRequest}`;
  return `${versionName(key)}, made from ${from} at commit ${commit.slice(0, 12)}${merged}, content ${contentDigest.slice(0, 12)}`;
};

/** The rows of the card that its page does not say elsewhere. */
export const cardRows = ({
  steps,
  software,
  coreHours,
  parents,
  readers,
  cite,
}: Card): readonly (readonly [string, string])[] => [
  [
    "software",
    [software.build, software.container, software.conditions].flatMap((one) => one ?? []).join(", ") || "not said",
  ],
  ["core-hours", `${hours(coreHours.used)} used of ${hours(coreHours.foreseen)} foreseen`],
  ...steps.flatMap(({ step, arrived }) =>
    arrived.map(({ did, files, bytes, events }): readonly [string, string] => [
      `${step} in Rucio`,
      `${did}, ${counted(files, "file")}, ${sizeText(bytes)}${events === null ? "" : `, ${counted(events, "event")}`}`,
    ]),
  ),
  ["made from", parents.join(", ") || "nothing else"],
  ["read by", readers.join(", ") || "nothing that SHREK submitted"],
  ["cite as", cite],
];

const hours = (amount: number | null): string => (amount === null ? "an unknown number" : String(amount));
