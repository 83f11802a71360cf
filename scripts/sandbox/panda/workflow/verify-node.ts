import type { PlannedNode } from "../jedi/task-map.ts";

const allowed: Readonly<Record<string, readonly string[]>> = {
  prun: [
    "opt_inDS",
    "opt_inDsType",
    "opt_secondaryDSs",
    "opt_secondaryDsTypes",
    "opt_args",
    "opt_exec",
    "opt_useAthenaPackages",
    "opt_containerImage",
  ],
};

/** The server's last look at a node, after it was made into a task: `undefined` is good. */
export const verifyNode = ({ node, inputs }: PlannedNode): string | undefined => {
  const shown = [...inputs].filter(([name]) => name !== node.suppressed);
  const unresolved = shown.find(([, value]) => value === null)?.[0];
  if (unresolved !== undefined) return `${unresolved} is unresolved`;
  for (const [name, value] of shown) {
    const placeholder =
      name === "opt_exec" || name === "opt_args" ? /%\{[A-Z]*DS(\d+|\*)\}/.exec(String(value))?.[0] : undefined;
    if (placeholder !== undefined) return `${placeholder} is unresolved in ${name}`;
  }
  const unknown = shown.find(([name]) => !allowed[node.type]?.includes(name))?.[0];
  return unknown === undefined ? undefined : `unknown input parameter ${unknown} for ${node.type}`;
};
