import { usageOf, verbNames, verbs } from "../action/core/command/verbs.ts";
import { isFinal, type StateKind } from "../action/core/submission/state.ts";
import { needsPerson, waysOut } from "../action/core/submission/ways-out.ts";
import { stateKinds } from "../test/core/submission/a-submission.ts";
import { type Transition, walkStates, wordsOf } from "./states/transitions.ts";
import { writtenByFlows } from "./states/written-by-flows.ts";

/** States that are drawn as one: what leaves them is the same. */
export const drawnAsOne: Readonly<Record<string, readonly StateKind[]>> = {
  held: ["waiting", "blocked", "withheld"],
  stopped: ["short", "failed", "aborted", "stalled"],
  success: ["done", "accepted"],
};

const atPanda: readonly StateKind[] = ["submitted", "running", "exhausted", "broken", "duplicate-suspected"];
const belongsToPanda = (kind: StateKind): boolean =>
  atPanda.includes(kind) || nodeOf(kind) === "stopped" || nodeOf(kind) === "success";

/** docs/states.md: the arrows between states, as the code takes them. */
export const statesPage = (): string => {
  const arrows = walkStates();
  const byReconcile = arrows.filter(({ on }) => on.kind !== "person");
  return `# The states of a submission

Made by \`npm run build\` from \`next.ts\`, \`fold.ts\` and \`ways-out.ts\` of \`action/core/submission/\`: \`scripts/states/transitions.ts\` walks every
state that can be reached from an empty ledger. What each rule is for: [safety.md](safety.md).

In the drawings the coloured states wait for a person. What a person may ask is further below.

## Until PanDA has it

${diagram(byReconcile.filter(({ from }) => !belongsToPanda(from)))}

\`held\` is ${listOf(drawnAsOne["held"] ?? [])}.

## At PanDA

${diagram(byReconcile.filter(({ from }) => belongsToPanda(from)))}

\`stopped\` is ${listOf(drawnAsOne["stopped"] ?? [])}; \`success\` is ${listOf(drawnAsOne["success"] ?? [])}.

## Each state

| state | means | who acts | leads to |
|---|---|---|---|
${stateKinds.map((kind) => stateRow(kind, arrows)).join("\n")}

## What a person may ask

| state | command | what it does there |
|---|---|---|
${stateKinds.flatMap(verbRows).join("\n")}

| command | |
|---|---|
${verbNames.map((verb) => `| ${cell(`\`/shrek ${usageOf(verb)}\``)} | ${cell(verbs[verb].does)} |`).join("\n")}

## What the flows write themselves

| file | event | from | to | why |
|---|---|---|---|---|
${writtenByFlows.map(({ file, event, leads, why }) => `| \`${file}\` | \`${event}\` | ${leads === undefined ? "any with a request" : leads.from.join(", ")} | ${leads?.to ?? "the same"} | ${why} |`).join("\n")}
`;
};

const nodeOf = (kind: StateKind): string =>
  Object.entries(drawnAsOne).find(([, kinds]) => kinds.includes(kind))?.[0] ?? kind;

const listOf = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(", ");

/** Mermaid takes no hyphen in an id. */
const idOf = (node: string): string => node.replaceAll("-", "_");
const namedIn = (node: string): string => (node === "none" ? "[*]" : idOf(node));

const diagram = (arrows: readonly Transition[]): string => {
  const drawn = new Map<string, Set<string>>();
  for (const { from, to, on } of arrows) {
    const [tail, head] = [nodeOf(from), nodeOf(to)];
    if (tail === head) continue;
    const line = `${namedIn(tail)} --> ${namedIn(head)}`;
    drawn.set(line, (drawn.get(line) ?? new Set()).add(wordsOf(on)));
  }
  const nodes = [...new Set(arrows.flatMap(({ from, to }) => [nodeOf(from), nodeOf(to)]))];
  const hyphened = nodes.filter((node) => node.includes("-"));
  const forPeople = stateKinds.filter((kind) => needsPerson(kind) && nodes.includes(kind)).map(idOf);
  return [
    "```mermaid",
    "stateDiagram-v2",
    "  classDef person fill:#fde8c8,stroke:#b26a00,color:#000",
    ...hyphened.map((node) => `  state "${node}" as ${idOf(node)}`),
    ...[...drawn].map(([line, words]) => `  ${line}: ${[...words].join(", ")}`),
    ...(nodes.includes("stopped") ? ["  class stopped person"] : []),
    ...(forPeople.length > 0 ? [`  class ${forPeople.join(",")} person`] : []),
    "```",
  ].join("\n");
};

const cell = (text: string): string => text.replaceAll("|", "\\|");

const stateRow = (kind: StateKind, arrows: readonly Transition[]): string => {
  const walked = arrows.filter(({ from, to }) => from === kind && to !== kind).map(({ to }) => to);
  const written = writtenByFlows.flatMap(({ leads }) => (leads?.from.includes(kind) ? [leads.to] : []));
  const heads = stateKinds.filter((head) => head !== kind && [...walked, ...written].includes(head));
  const reached = kind === "none" || arrows.some(({ to }) => to === kind);
  const end = reached ? (isFinal(kind) ? "final" : "") : "nothing leads here today";
  const { means, moves } = waysOut[kind];
  return `| \`${kind}\` | ${cell(means)} | ${moves} | ${heads.length === 0 ? end : heads.join(", ")} |`;
};

const verbRows = (kind: StateKind): readonly string[] =>
  Object.entries(waysOut[kind].verbs).map(([verb, does]) => `| \`${kind}\` | \`${verb}\` | ${cell(does)} |`);
