import type { Problem } from "../../problems/problem.ts";
import { finding } from "../bash/script.ts";
import type { LookAtScript } from "./look-at-script.ts";

/** `cat list | while read f; do n=$((n + 1)); done; echo $n`: the loop is a process of its own, and `n` ends with it. */
export const checkLostValues: LookAtScript = (script) => {
  if (script.text.includes("lastpipe")) return [];
  const { uses, assignments } = script.facts;
  const inProcesses = new Set(assignments.flatMap(({ name, until }) => (until === undefined ? [] : [name])));
  const ofName = Map.groupBy(
    assignments.filter(({ name }) => inProcesses.has(name)),
    ({ name }) => name,
  );
  const reported = new Set<string>();
  return uses.flatMap(({ name, pos, inFunction, guarded }): readonly Problem[] => {
    const given = ofName.get(name) ?? [];
    const last = given.length > maxOften ? undefined : given.findLast((one) => one.pos < pos);
    if (last?.until === undefined || last.until > pos || last.inFunction || inFunction || guarded || reported.has(name))
      return [];
    reported.add(name);
    const message = `\`${name}\` does not have here what it was given before: a part of a pipe, and what stands in \`( )\`, is a process of its own.`;
    const hint = "read by `done < <(command)` in place of `command | while`, or use the value within";
    return [finding(script, pos, "value-lost", { message, hint })];
  });
};

/** More often than a person gives one name a value. */
const maxOften = 100;
