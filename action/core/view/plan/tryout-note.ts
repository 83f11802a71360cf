import { cut } from "../../markdown/doc.ts";
import { link, type Markdown, md } from "../../markdown/markdown.ts";
import type { UntriedStep } from "../../plan/untried.ts";
import { firstAndMore } from "../../text/amounts.ts";

/** Pages of the runs that try a pull request out; `undefined`: there is none. */
export type TryoutPages = {
  readonly github: string | undefined;
  /** On a machine of the experiment. */
  readonly site: string | undefined;
};

const maxUntried = 5;
const maxReasonLength = 300;

/** Where a few of its jobs run, and which steps GitHub's runner cannot try. */
export const tryoutNote = ({ github, site }: TryoutPages, untried: readonly UntriedStep[]): readonly Markdown[] => {
  const reasons = firstAndMore(
    untried.map(({ step, why }) => `${step} ${why}`),
    maxUntried,
  ).join("; ");
  const left = reasons === "" ? md`` : md` Not tried there: ${cut(reasons, maxReasonLength)}.`;
  return [
    ...(github === undefined
      ? []
      : [
          md`${link("A few of its jobs", github)} are tried out on GitHub's runner; what that run shows is measured by the payload itself.${left}`,
        ]),
    ...(site === undefined
      ? []
      : [md`They are ${link("tried out on a machine of the experiment", site)} when a reviewer approves that run.`]),
  ];
};
