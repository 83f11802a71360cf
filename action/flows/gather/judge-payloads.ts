import type { Production } from "../../core/judge/production.ts";
import type { Problem } from "../../core/problems/problem.ts";
import { renderPayload } from "../../core/render/wrapper.ts";
import { type Located, type Place, problemAt } from "../../core/text/places.ts";
import type { Bash } from "../../ports/bash.ts";

/** What bash says of every script, in the order of the productions. */
export const judgePayloads = (
  bash: Bash,
  productions: readonly Production[],
): Promise<readonly (readonly Problem[])[]> =>
  Promise.all(productions.map((production) => judgeScripts(bash, production)));

/** bash names the line where it gave up, which is the last where something was never closed. */
const placeInRun = (where: Located, name: string, text: string, complaint: string): Partial<Place> => {
  const line = Number(/^line ([0-9]+):/.exec(complaint)?.[1] ?? 0);
  const placeOf = line < 1 ? undefined : where.places.within(["steps", name, "run"]);
  const lines = text.split("\n").slice(0, line);
  // Behind the last line there is nothing to point at.
  while (lines.length > 1 && lines.at(-1)?.trim() === "") lines.pop();
  const before = lines.slice(0, -1).join("\n").length + (lines.length > 1 ? 1 : 0);
  return placeOf?.(before + (lines.at(-1)?.search(/\S/) ?? 0)) ?? {};
};

/** Payloads are the author's; set-up lines come from the conventions and would break every wrapper. */
const judgeScripts = async (bash: Bash, { where, steps }: Production): Promise<readonly Problem[]> => {
  const [payloads, setups] = await Promise.all([
    bash.complaints(steps.map(renderPayload)),
    bash.complaints(steps.map(({ setup = "" }) => setup)),
  ]);
  return steps.flatMap((step, index) => {
    const { name } = step;
    const [payload, setup] = [payloads[index] ?? "", setups[index] ?? ""];
    return [
      ...(payload === ""
        ? []
        : [
            {
              ...problemAt(
                where,
                ["steps", name, "run"],
                "bash-syntax",
                `bash does not understand \`run\` of \`${name}\`: ${payload}`,
              ),
              ...placeInRun(where, name, renderPayload(step), payload),
            },
          ]),
      ...(setup === ""
        ? []
        : [
            problemAt(
              where,
              ["steps", name],
              "bad-conventions",
              `bash does not understand the set-up line of its sites: ${setup}`,
              { key: true },
            ),
          ]),
    ];
  });
};
