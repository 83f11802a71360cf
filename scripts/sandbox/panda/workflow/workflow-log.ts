import type { PlannedNode } from "../jedi/task-map.ts";
import type { Json } from "../json.ts";
import { prettyJson, pythonRepr } from "../python-text.ts";
import type { Condition } from "./condition.ts";

/** `2026-11-24 14:05:35.234314`, in UTC. */
export const logTime = (at: Date): string => `${at.toISOString().replace("T", " ").replace("Z", "")}000`;

/** "the description was internally converted as follows": every node, and the task it becomes. */
export const dumpNodes = (nodes: readonly PlannedNode[]): string =>
  `the description was internally converted as follows\n\n${nodes.map(dumpNode).join("")}`;

const dumpNode = ({ node, inputs, params }: PlannedNode): string =>
  [
    `ID:${node.id} Name:${node.name} Type:${node.type}`,
    `  Parent:${node.parents.join(",")}`,
    "  Input:",
    ...[...inputs].map(([name, value]) => `     ${name}: ${shown(value)}`),
    "  Output:",
    `     ${node.taskName}`,
    `${prettyJson(params)}\n\n`,
  ].join("\n");

const shown = (value: Json): string => (typeof value === "string" ? value : pythonRepr(value));

/** The block of works and conditions that only a check prints. */
export const dumpWorkflow = (nodes: readonly PlannedNode[], name: string | null): string => {
  const works = nodes.map(({ node }) => `    ID:${node.id} Name:${node.name} Type:${node.type} Class:ATLASPandaWork\n`);
  const links = nodes.flatMap(({ node }) =>
    node.condition === null
      ? node.parents.map(
          (parent) =>
            `    Default Link ID:${parent} ${node.parents.length > 1 ? "is_processed" : "is_started"} -> ID:${node.id}\n`,
        )
      : dumpCondition(node.condition, node.id),
  );
  return `\n===== Workflow ID:${name ?? "None"} ====\n  Works\n${works.join("")}\n  Conditions\n${links.join("")}\n\n`;
};

const dumpCondition = (condition: Condition, node: number): readonly string[] => {
  if ("parents" in condition) return [`    Unary Ops AndCondition(${condensed(condition)}) -> ID:${node}\n`];
  const inner = [condition.left, condition.right]
    .filter(({ kind }) => kind !== "processed")
    .flatMap((side) => dumpCondition(side, node));
  const name = condition.kind === "and" ? "AndCondition" : "OrCondition";
  return [
    ...inner,
    `    Binary Ops ${name}(${condensed(condition.left)}, ${condensed(condition.right)}) for ID:${node}\n`,
  ];
};

const condensed = (condition: Condition): string =>
  "parents" in condition
    ? condition.parents.map((parent) => `ID:${parent} is_${condition.kind}`).join("AND ")
    : `${condensed(condition.left)}, ${condensed(condition.right)}`;

/** Lines of Python's logger: `time : message`. */
export type WorkflowLog = { say(message: string): void; text(): string };

export const openLog = (clock: () => Date): WorkflowLog => {
  const lines: string[] = [];
  return {
    say: (message) => {
      lines.push(`${logTime(clock())} : ${message}\n`);
    },
    text: () => lines.join(""),
  };
};
