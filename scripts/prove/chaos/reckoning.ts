import { shrek } from "../../demo/scene.ts";
import { isTerminal } from "../../sandbox/panda/jedi/task-records.ts";
import { openState, type Task } from "../../sandbox/panda/state.ts";
import { type Field, tagOf } from "./field.ts";
import type { Main } from "./people.ts";
import { runKeys, runsTag } from "./runs.ts";

type Entry = {
  readonly tag: string;
  readonly version: string;
  readonly run?: number;
  readonly state: string;
  readonly outDS?: string;
};

/** States in which PanDA has, or had, exactly one workflow; and the states of its tasks that each of them means. */
const sent: Readonly<Record<string, readonly Task["status"][]>> = {
  done: ["done"],
  "completed-partially": ["done", "finished"],
  incomplete: ["finished", "done"],
  failed: ["failed"],
  exhausted: ["failed", "finished"],
  aborted: ["aborted", "failed", "finished", "done"],
  broken: ["broken"],
};
/** Nothing of these is at PanDA that still runs; what a person gave up may have run before. */
const ended = ["withdrawn", "closed", "superseded", "retired", "skipped"];
/** A person was called, and says what is right. */
const asked = ["needs-person", "conflict", "duplicate-suspected"];

/** Sentences about what differs, and how many submissions stand in each state. */
export type Reckoning = { readonly wrong: readonly string[]; readonly states: ReadonlyMap<string, number> };

/** What is on the ledger in the end against what is at PanDA. */
export const reckon = async (field: Field, main: Main, pandaDir: string): Promise<Reckoning> => {
  const entries = await entriesOf(field, main);
  const { requests, tasks } = openState(pandaDir);
  const named = Map.groupBy(requests.all(), ({ outDS }) => outDS);
  const made = Map.groupBy(tasks.all(), ({ params }) => String(params["taskName"]).replace(/_\d{3}_[A-Za-z]\w*$/, ""));
  const wrong = entries.flatMap((entry) => {
    const mine = `${nameOf(entry)} is ${entry.state}`;
    const outDS = entry.outDS ?? "";
    return judge(entry.state, named.get(outDS)?.length ?? 0, made.get(outDS) ?? []).map((why) => `${mine}: ${why}`);
  });
  const owned = new Set(entries.map(({ outDS }) => outDS));
  const strangers = [...named.keys()].filter((outDS) => !owned.has(outDS)).map((outDS) => `nobody promised ${outDS}`);
  const known = new Set(entries.map(nameOf));
  const lost = [...[...main.versions].map(([n, version]) => `${tagOf(n)}@${version}`), ...runKeys(main.runs)]
    .filter((key) => !known.has(key))
    .map((key) => `${key} is on main and not on the ledger`);
  const states = Map.groupBy(entries, ({ state }) => state);
  return {
    wrong: [...wrong, ...strangers, ...lost, ...(await unreadable(field))],
    states: new Map([...states].map(([state, { length }]) => [state, length])),
  };
};

const nameOf = ({ tag, version, run }: Entry): string => `${tag}@${version}${run === undefined ? "" : `#${run}`}`;

const judge = (state: string, requests: number, tasks: readonly Task[]): readonly string[] => {
  if (asked.includes(state)) return [];
  if (ended.includes(state)) {
    const live = tasks.filter((task) => !isTerminal(task));
    return live.length === 0 ? [] : [`${live.length} tasks run at PanDA`];
  }
  const means = sent[state];
  if (means === undefined) return ["this is no end"];
  const odd = tasks.filter(({ status }) => !means.includes(status)).map(({ status }) => `a task is ${status}`);
  return [...(requests === 1 ? [] : [`PanDA has ${requests} workflows of it`]), ...odd];
};

const tagsAtOnce = 500;

const entriesOf = async ({ scene }: Field, main: Main): Promise<readonly Entry[]> => {
  const tags = [...Array.from({ length: main.brought }, (_, n) => tagOf(n)), runsTag];
  const entries: Entry[] = [];
  for (let from = 0; from < tags.length; from += tagsAtOnce) {
    const { stdout, stderr } = await shrek(scene.clone, ["status", "--json", ...tags.slice(from, from + tagsAtOnce)]);
    if (stdout === "") throw new Error(stderr);
    entries.push(...(JSON.parse(stdout) as { readonly submissions: readonly Entry[] }).submissions);
  }
  return entries;
};

const unreadable = async ({ scene }: Field): Promise<readonly string[]> => {
  const { code, stdout, stderr } = await shrek(scene.clone, ["ledger", "verify"]);
  return code === 0 ? [] : [`shrek ledger verify: ${stdout}${stderr}`];
};
