import type { Conventions } from "../conventions/conventions.ts";
import type { Problem } from "../problems/problem.ts";
import type { Request } from "../request/request.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";
import { fitsRule, ruleHint } from "../text/rule.ts";

/** Build, conditions and containers as the conventions allow them, of the request and of its steps; a release may have to meet more than a trial. */
export const checkSoftware = (
  where: Located,
  request: Pick<Request, "build" | "conditions" | "defaults" | "steps">,
  conventions: Conventions,
  trial: boolean,
): readonly Problem[] => {
  const judge = (path: Path, field: RuledKey, value: string): readonly Problem[] =>
    checkValue({ where, path }, { field, value }, conventions, trial);
  return [
    ...judge(["build"], "build", request.build),
    ...judge(["conditions"], "conditions", request.conditions),
    ...containersOf(request).flatMap(({ path, container }) => judge(path, "container", container)),
    ...Object.entries(request.steps).flatMap(([name, { build }]) => {
      if (build === undefined) return [];
      const path = ["steps", name, "build"];
      return conventions.software?.stepBuilds ? judge(path, "build", build) : [noStepBuild(where, path, conventions)];
    }),
  ];
};

type RuledKey = "build" | "conditions" | "container";

const containersOf = ({
  defaults,
  steps,
}: Pick<Request, "defaults" | "steps">): readonly { readonly path: Path; readonly container: string }[] =>
  [
    { path: ["defaults", "container"], container: defaults?.container },
    ...Object.entries(steps).map(([name, { container }]) => ({ path: ["steps", name, "container"], container })),
  ].flatMap(({ path, container }) => (container === undefined ? [] : [{ path, container }]));

const noStepBuild = (where: Located, path: Path, { experiment }: Conventions): Problem =>
  problemAt(where, path, "bad-software", {
    message: `The conventions of ${experiment} do not allow a step its own \`build\`.`,
    key: true,
    hint: "remove it: all steps use the `build` of the request. Or have `software: { stepBuilds: true }` written into the conventions, in a pull request of its own",
  });

const checkValue = (
  { where, path }: { readonly where: Located; readonly path: Path },
  { field, value }: { readonly field: RuledKey; readonly value: string },
  { software, releases, experiment }: Conventions,
  trial: boolean,
): readonly Problem[] => {
  const [rule, ofReleases] = [software?.[field], field === "container" ? undefined : releases?.[field]];
  if (rule !== undefined && !fitsRule(rule, value))
    return [
      problemAt(where, path, "bad-software", {
        message: `"${value}" is not a \`${field}\` of ${experiment}.`,
        hint: ruleHint(rule, value),
      }),
    ];
  if (trial || ofReleases === undefined || fitsRule(ofReleases, value)) return [];
  return [
    problemAt(where, path, "trials-only", {
      message: `\`${field}: ${value}\` is for trials only, and this is a release.`,
      hint: "make it a trial with -test.N at the end of the version, or choose one that does not change",
    }),
  ];
};
