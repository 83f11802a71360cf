import type { Production } from "../../core/judge/production.ts";
import type { Problem } from "../../core/problems/problem.ts";
import { renderPayload } from "../../core/render/wrapper.ts";
import { problemAt } from "../../core/text/places.ts";
import type { Bash } from "../../ports/bash.ts";

/** What bash says of every script, each asked about once: many productions run the same. In the order of the productions. */
export const judgePayloads = async (
  bash: Bash,
  productions: readonly Production[],
): Promise<readonly (readonly Problem[])[]> => {
  const steps = productions.flatMap((production) => production.steps);
  const scripts = [
    ...new Set(steps.flatMap((step) => [renderPayload(step), ...(step.setup === undefined ? [] : [step.setup])])),
  ];
  const said = await bash.complaints(scripts);
  const complaints = new Map(scripts.map((script, index) => [script, said[index] ?? ""]));
  return productions.map((production) => judgeOne(production, (script) => complaints.get(script) ?? ""));
};

/** Payloads are the author's; set-up lines come from the conventions and would break every wrapper. */
const judgeOne = ({ where, steps }: Production, complaint: (script: string) => string): readonly Problem[] =>
  steps.flatMap((step) => {
    const [payload, setup] = [complaint(renderPayload(step)), complaint(step.setup ?? "")];
    return [
      ...(payload === ""
        ? []
        : [
            problemAt(
              where,
              ["steps", step.name, "run"],
              "bash-syntax",
              `bash does not understand \`run\` of \`${step.name}\`: ${payload}`,
            ),
          ]),
      ...(setup === ""
        ? []
        : [
            problemAt(
              where,
              ["steps", step.name],
              "bad-conventions",
              `bash does not understand the set-up line of its sites: ${setup}`,
              { key: true },
            ),
          ]),
    ];
  });
