import type { World } from "../../scripts/demo/world.ts";

/** In place of calls: no job asked for anything that needs the permission. */
export const notNeeded = "NOT NEEDED";

/** Of each workflow's job its label, each permission that it has, and the calls so far that needed it. */
export const permissionsUsed = (world: World): readonly (readonly [string, string, string])[] => {
  const used = new Map<string, { readonly label: string; readonly need: string; readonly made: Set<string> }>();
  for (const { kind, label = "", permissions, calls } of world.github.tokens()) {
    if (kind !== "workflow") continue;
    for (const [name, level] of Object.entries(permissions)) {
      const need = `${name}: ${level}`;
      const row = used.get(`${label} ${need}`) ?? { label, need, made: new Set() };
      used.set(`${label} ${need}`, row);
      for (const { permission, method, route } of calls) if (permission === need) row.made.add(`${method} ${route}`);
    }
  }
  return [...used.values()].map(
    ({ label, need, made }) => [label, need, made.size === 0 ? notNeeded : [...made].join(", ")] as const,
  );
};
