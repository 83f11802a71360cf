import type { Judgement } from "../../core/judge/judge-production.ts";
import { concerned, judgeEach } from "../../core/judge/judge-sources.ts";
import { judgeTogether } from "../../core/judge/judge-together.ts";
import { judgeVersion, type Past, type Since, sinceLast } from "../../core/judge/judge-version.ts";
import { inReadingOrder, type Problem, refuses } from "../../core/problem.ts";
import type { Production } from "../../core/production.ts";
import { renderPayload } from "../../core/render/wrapper.ts";
import { problemAt } from "../../core/request/places.ts";
import { largestFile, type ProductionSource } from "../../core/source-file.ts";
import type { Bash } from "../../ports/bash.ts";
import type { Ledger, LedgerHead } from "../../ports/ledger.ts";
import type { Snapshot } from "../../ports/snapshot.ts";

export type Judged = {
  readonly source: ProductionSource;
  readonly problems: readonly Problem[];
  readonly accepted: Judgement["accepted"];
  /** What changed since the newest release; `undefined`: there is none, or nobody could be asked. */
  readonly since: Since | undefined;
};
export type History = { readonly ledger: Ledger; readonly head: LedgerHead } | undefined;

/** Warnings for the author, beside what refuses. */
export type Linter = (production: Production) => Promise<readonly Problem[]>;
const noLinter: Linter = async () => [];

/**
 * The one judge: check, plan, render and reconcile all hear it. One answer a production, so several for a request with
 * variants. `others` are compared with.
 */
export const judgeSources = async (
  bash: Bash,
  history: Promise<History>,
  sources: readonly ProductionSource[],
  others?: Neighbours,
  lint: Linter = noLinter,
): Promise<readonly Judged[]> => {
  const judgements = judgeEach(sources);
  const productions = judgements.flatMap(({ accepted }) => accepted?.production ?? []);
  const together = judgeTogether(productions, others === undefined ? [] : await neighboursOf(others, productions));
  const judged = await Promise.all(
    judgements.map(async ({ source, problems, accepted }): Promise<Judged> => {
      const outside = accepted === undefined ? nothing : await judgeOutside(bash, history, accepted, lint);
      const beside = together.filter(({ file }) => file === source.file);
      const all = inReadingOrder([...problems, ...outside.problems, ...beside]);
      return { source, problems: all, accepted: refuses(all) ? undefined : accepted, since: outside.since };
    }),
  );
  return toldOnce(judged);
};

/** Variants share most of their request: what is wrong there is wrong in each, and told with the first. */
const toldOnce = (judged: readonly Judged[]): readonly Judged[] => {
  const told = new Set<string>();
  const untold = (problem: Problem): boolean => {
    const key = JSON.stringify(problem);
    return !told.has(key) && told.add(key).size > 0;
  };
  return judged.map((one) => ({ ...one, problems: one.problems.filter(untold) }));
};

/** Whatever else stands on the same tree. Most of it has nothing to do with what is judged, and is only glanced at. */
export type Neighbours = { readonly snapshot: Snapshot; readonly folders: readonly string[] };

const neighboursOf = async (
  { snapshot, folders }: Neighbours,
  productions: readonly Production[],
): Promise<readonly Production[]> => {
  if (productions.length === 0) return [];
  const near = concerned(await snapshot.requests(folders), productions);
  return judgeEach(await snapshot.all(near), "first-reading").flatMap(({ accepted }) => accepted?.production ?? []);
};

type Accepted = NonNullable<Judgement["accepted"]>;

type Outside = { readonly problems: readonly Problem[]; readonly since: Since | undefined };
const nothing: Outside = { problems: [], since: undefined };

/** What needs a process, the ledger, or a program that most runs do without. */
const judgeOutside = async (
  bash: Bash,
  history: Promise<History>,
  accepted: Accepted,
  lint: Linter,
): Promise<Outside> => {
  const { production } = accepted;
  const [payloads, warnings, size, versions] = await Promise.all([
    judgePayloads(bash, production),
    lint(production),
    judgeSize(production),
    history.then((known) => judgeHistory(known, accepted)),
  ]);
  return { problems: [...payloads, ...warnings, ...size, ...versions.problems], since: versions.since };
};

/** Payloads are the author's; set-up lines come from the conventions and would break every wrapper. */
const judgePayloads = async (bash: Bash, { where, steps }: Production): Promise<readonly Problem[]> => {
  const complaints = await bash.complaints([...steps.map(renderPayload), ...steps.map(({ setup }) => setup ?? "")]);
  return steps.flatMap(({ name }, index) => {
    const [payload = "", setup = ""] = [complaints[index], complaints[steps.length + index]];
    return [
      ...(payload === ""
        ? []
        : [
            problemAt(
              where,
              ["steps", name, "run"],
              "bash-syntax",
              `bash does not understand \`run\` of \`${name}\`: ${payload}`,
            ),
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

/** Only what could be too large is packed, and what packs it is loaded then: most runs never need it. */
const judgeSize = async (production: Production): Promise<readonly Problem[]> => {
  const files = production.steps.flatMap(({ resources }) => resources);
  if (files.reduce((bytes, file) => bytes + file.bytes.length, 0) < largestFile / 2) return [];
  const [{ packArchive }, { renderProduction }] = await Promise.all([
    import("../../core/render/archive.ts"),
    import("../../core/render/rendering.ts"),
  ]);
  const packed = (await packArchive(renderProduction(production).sent)).length;
  if (packed <= largestFile) return [];
  const message = `Packed, the files of this production have ${packed} bytes; PanDA takes ${largestFile}.`;
  return [problemAt(production.where, ["steps"], "sandbox-too-large", message, { key: true })];
};

const judgeHistory = async (history: History, { production, content }: Accepted): Promise<Outside> => {
  if (history === undefined) return nothing;
  const past = await pastOf(history.ledger, history.head, production.tag);
  return { problems: judgeVersion(production, content, past), since: sinceLast(production, content, past) };
};

const pastOf = async (ledger: Ledger, head: LedgerHead, tag: string): Promise<readonly Past[]> => {
  const events = await ledger.read(head, await ledger.submissions(head, tag));
  return [...events.values()].flatMap((lines) => {
    const last = lines.findLast((line) => line.event === "intended");
    if (last?.event !== "intended") return [];
    const { version, contentDigest, content } = last.intent;
    return [{ version, contentDigest, content, submitted: lines.some(({ event }) => event === "checking") }];
  });
};
