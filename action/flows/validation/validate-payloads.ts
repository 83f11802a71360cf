import type { Problem } from "../../core/problems/problem.ts";
import type { Production } from "../../core/production/production.ts";
import { renderPayload } from "../../core/render/wrapper.ts";
import { likelyCause, offsetOfComplaint } from "../../core/text/bash-complaint.ts";
import { type Located, type Place, problemAt } from "../../core/text/places.ts";
import type { Bash } from "../../ports/bash.ts";

/** What bash says of every script, in the order of the productions. */
export const validatePayloads = (
  bash: Bash,
  productions: readonly Production[],
): Promise<readonly (readonly Problem[])[]> =>
  Promise.all(productions.map((production) => checkScripts(bash, production)));

/** `undefined`: bash names no line, or the text is not written out as it reads. */
const placeInRun = (where: Located, name: string, text: string, complaint: string): Place | undefined =>
  complaint.startsWith("line ")
    ? where.places.within(["steps", name, "run"])?.(offsetOfComplaint(text, complaint))
    : undefined;

/** Payloads are the author's; set-up lines come from the conventions and would break every wrapper. */
const checkScripts = async (bash: Bash, { where, steps }: Production): Promise<readonly Problem[]> => {
  const [payloads, setups, checks] = await Promise.all([
    bash.complaints(steps.map(renderPayload)),
    bash.complaints(steps.map(({ setup = "" }) => setup)),
    bash.complaints(steps.map((step) => step.checks?.run ?? "")),
  ]);
  return steps.flatMap((step, index) => {
    const { name } = step;
    const [payload, setup, check] = [payloads[index] ?? "", setups[index] ?? "", checks[index] ?? ""];
    return [
      ...(payload === ""
        ? []
        : [
            {
              ...problemAt(where, ["steps", name, "run"], "bash-syntax", {
                message: `bash does not understand \`run\` of \`${name}\`: ${payload}`,
                hint: likelyCause(step.run),
              }),
              ...placeInRun(where, name, renderPayload(step), payload),
            },
          ]),
      ...(check === ""
        ? []
        : [
            problemAt(where, ["steps", name, "checks", "run"], "bash-syntax", {
              message: `bash does not understand \`checks\` of \`${name}\`: ${check}`,
              hint: likelyCause(step.checks?.run ?? ""),
            }),
          ]),
      ...(setup === ""
        ? []
        : [
            problemAt(where, ["steps", name], "bad-conventions", {
              message: `bash does not understand the set-up line of its sites: ${setup}`,
              key: true,
            }),
          ]),
    ];
  });
};
