import type { Conventions } from "../conventions/conventions.ts";
import type { Problem } from "../problems/problem.ts";
import type { Request } from "../request/request.ts";
import { type Located, problemAt } from "../text/places.ts";
import { fitsRule, ruleHint } from "../text/rule.ts";

/** Build and conditions as the conventions allow them; a release may be held to more than a trial. */
export const judgeSoftware = (
  where: Located,
  request: Pick<Request, "build" | "conditions">,
  { software, releases, experiment }: Conventions,
  trial: boolean,
): readonly Problem[] =>
  (["build", "conditions"] as const).flatMap((field) => {
    const value = request[field];
    const [rule, ofReleases] = [software?.[field], releases?.[field]];
    if (rule !== undefined && !fitsRule(rule, value))
      return [
        problemAt(where, [field], "bad-software", `"${value}" is not a \`${field}\` of ${experiment}.`, {
          hint: ruleHint(rule, value),
        }),
      ];
    if (trial || ofReleases === undefined || fitsRule(ofReleases, value)) return [];
    return [
      problemAt(where, [field], "trials-only", `\`${field}: ${value}\` is for trials only, and this is a release.`, {
        hint: "make it a trial with -test.N at the end of the version, or choose one that does not change",
      }),
    ];
  });
