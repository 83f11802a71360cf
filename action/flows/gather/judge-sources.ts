import { type Judgement, judgeProduction } from "../../core/judge/judge-production.ts";
import { judgeTogether } from "../../core/judge/judge-together.ts";
import { judgeVersion, type Past } from "../../core/judge/judge-version.ts";
import { inReadingOrder, type Problem, refuses } from "../../core/problem.ts";
import type { Production } from "../../core/production.ts";
import { renderPayload } from "../../core/render/wrapper.ts";
import { problemAt } from "../../core/request/places.ts";
import type { ProductionSource } from "../../core/source-file.ts";
import type { Bash } from "../../ports/bash.ts";
import type { Ledger, LedgerHead } from "../../ports/ledger.ts";

export type Judged = {
  readonly source: ProductionSource;
  readonly problems: readonly Problem[];
  readonly accepted: Judgement["accepted"];
};
export type History = { readonly ledger: Ledger; readonly head: LedgerHead } | undefined;

/** The one judge: check, plan, render and reconcile all hear it. `others` stand on the same tree and are compared with. */
export const judgeSources = async (
  bash: Bash,
  history: History,
  sources: readonly ProductionSource[],
  others: readonly ProductionSource[] = [],
): Promise<readonly Judged[]> => {
  const judgements = sources.map((source) => ({ source, ...judgeProduction(source) }));
  const neighbours = others.flatMap((source) => judgeProduction(source).accepted?.production ?? []);
  const together = judgeTogether([...judgements.flatMap(({ accepted }) => accepted?.production ?? []), ...neighbours]);
  return Promise.all(
    judgements.map(async ({ source, problems, accepted }) => {
      const more =
        accepted === undefined
          ? []
          : [...(await judgePayloads(bash, accepted.production)), ...(await judgeHistory(history, accepted))];
      const all = inReadingOrder([...problems, ...more, ...together.filter(({ file }) => file === source.file)]);
      return { source, problems: all, accepted: refuses(all) ? undefined : accepted };
    }),
  );
};

const judgePayloads = async (bash: Bash, production: Production): Promise<readonly Problem[]> => {
  const complaints = await Promise.all(
    production.steps.map(async (step) => [step.name, await bash.complaint(renderPayload(step))] as const),
  );
  return complaints.flatMap(([step, complaint]) =>
    complaint === undefined
      ? []
      : [
          problemAt(
            production.where,
            ["steps", step, "run"],
            "bash-syntax",
            `bash does not understand \`run\` of \`${step}\`: ${bashWords(complaint)}`,
          ),
        ],
  );
};

/** `bash: line 3: syntax error ...` without the name of a file that the author never saw. */
const bashWords = (complaint: string): string => (complaint.split("\n")[0] ?? "").replace(/^bash: /, "");

const judgeHistory = async (
  history: History,
  { production, content }: NonNullable<Judgement["accepted"]>,
): Promise<readonly Problem[]> => {
  if (history === undefined) return [];
  return judgeVersion(production, content, await pastOf(history.ledger, history.head, production.tag));
};

const pastOf = async (ledger: Ledger, head: LedgerHead, tag: string): Promise<readonly Past[]> => {
  const events = await ledger.read(head, await ledger.submissions(head, tag));
  return [...events.values()].flatMap((lines) => {
    const last = lines.findLast((line) => line.event === "intended");
    return last?.event === "intended"
      ? [{ version: last.intent.version, contentDigest: last.intent.contentDigest, content: last.intent.content }]
      : [];
  });
};
