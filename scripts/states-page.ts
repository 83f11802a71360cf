import { verbNames } from "../action/core/command/verbs.ts";
import type { StateKind } from "../action/core/submission/state.ts";
import { stateTable } from "../action/core/submission/states.ts";
import { needsPerson } from "../action/core/submission/ways-out.ts";
import { stateKinds } from "../test/core/submission/a-submission.ts";
import { type Transition, walkStates, wordsOf } from "./states/transitions.ts";

/** States that are drawn as one: what leaves them is the same. */
export const drawnAsOne: Readonly<Record<string, readonly StateKind[]>> = {
  held: ["waiting", "blocked", "held"],
  stopped: ["incomplete", "failed", "aborted", "stalled"],
  success: ["done", "completed-partially"],
};

const atPanda: readonly StateKind[] = ["submitted", "running", "exhausted", "broken", "duplicate-suspected"];
const belongsToPanda = (kind: StateKind): boolean =>
  atPanda.includes(kind) || nodeOf(kind) === "stopped" || nodeOf(kind) === "success";

/** docs/states.md: the arrows between states, as the code takes them. */
export const statesPage = (): string => {
  const arrows = walkStates()
    .filter(({ on }) => on.kind !== "person")
    .map(drawn);
  return `# The states of a submission

What a state means, who acts (in brackets), and what you can say. Made by \`npm run build\` from \`action/core/submission/\`; \`scripts/states/transitions.ts\` walks every state that can be reached.

## Each state

${stateKinds.map(stateRow).join("\n")}

## What a person may ask

${verbRows().join("\n")}

How they are written: [commands](commands.md#in-a-comment).

## Until PanDA has it

The arrows are those of reconcile and PanDA; the coloured states wait for a person.

${diagram(arrows.filter(({ from }) => !belongsToPanda(from)))}

\`held\` is ${listOf(drawnAsOne["held"] ?? [])}.

## At PanDA

An arrow without a word: what PanDA says of its tasks.

${diagram(arrows.filter(({ from }) => belongsToPanda(from)))}

\`stopped\` is ${listOf(drawnAsOne["stopped"] ?? [])}; \`success\` is ${listOf(drawnAsOne["success"] ?? [])}.
`;
};

/** An arrow as it is drawn. */
type Arrow = { readonly from: StateKind; readonly to: StateKind; readonly words: string };

const drawn = ({ from, to, on }: Transition): Arrow => ({ from, to, words: wordsOf(on) });

const nodeOf = (kind: StateKind): string =>
  Object.entries(drawnAsOne).find(([, kinds]) => kinds.includes(kind))?.[0] ?? kind;

const listOf = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(", ");

/** Mermaid takes no hyphen in an id. */
const idOf = (node: string): string => node.replaceAll("-", "_");
const namedIn = (node: string): string => (node === "none" ? "[*]" : idOf(node));

const diagram = (arrows: readonly Arrow[]): string => {
  const lines = new Map<string, Set<string>>();
  for (const { from, to, words } of arrows) {
    const [tail, head] = [nodeOf(from), nodeOf(to)];
    if (tail === head) continue;
    const line = `${namedIn(tail)}-->${namedIn(head)}`;
    lines.set(line, (lines.get(line) ?? new Set()).add(words));
  }
  const nodes = [...new Set(arrows.flatMap(({ from, to }) => [nodeOf(from), nodeOf(to)]))];
  const hyphened = nodes.filter((node) => node.includes("-"));
  const forPeople = stateKinds.filter((kind) => needsPerson(kind) && nodes.includes(kind)).map(idOf);
  return [
    "```mermaid",
    "stateDiagram-v2",
    "  classDef person fill:#fde8c8,stroke:#b26a00,color:#000",
    ...hyphened.map((node) => `  state "${node}" as ${idOf(node)}`),
    ...[...lines].map(
      ([line, words]) => `  ${[...words].join() === "tasks" ? line : `${line}: ${[...words].join(", ")}`}`,
    ),
    ...(nodes.includes("stopped") ? ["  class stopped person"] : []),
    ...(forPeople.length > 0 ? [`  class ${forPeople.join(",")} person`] : []),
    "```",
  ].join("\n");
};

const stateRow = (kind: StateKind): string => {
  const { means, moves } = stateTable[kind];
  return `- \`${kind}\` (${moves}): ${means}`;
};

/** Each command once for each thing that it does, with the states in which it does that. */
const verbRows = (): readonly string[] => {
  const said = stateKinds.flatMap((kind) =>
    Object.entries(stateTable[kind].verbs).map(([verb, does]) => ({ kind, row: [verb, does] as const })),
  );
  const rows = Map.groupBy(said, ({ row }) => row.join(" "));
  return verbNames.flatMap((name) =>
    [...rows.values()].flatMap((same) => {
      const [verb, does] = same[0]?.row ?? [];
      const kinds = listOf(same.map(({ kind }) => kind));
      return verb === name && does !== undefined ? [`- \`${verb}\` in ${kinds}: ${does}`] : [];
    }),
  );
};
