import { block } from "../../core/judge/names.ts";
import type { Production } from "../../core/judge/production.ts";
import { type SubmissionEvent, type SubmissionKey, submissionKey } from "../../core/ledger/event.ts";
import type { Streams } from "../../core/ledger/streams.ts";
import { tagName } from "../../core/ledger/tag-message.ts";
import { judgeOne } from "../../core/neighbours/judge-sources.ts";
import { Failure, Outage } from "../../core/problems/failure.ts";
import { compareText, type Problem, refuses } from "../../core/problems/problem.ts";
import { applyEvent } from "../../core/submission/fold.ts";
import { next } from "../../core/submission/next.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { isRequested, productionsFolder, type SourceFile } from "../../core/text/source-file.ts";
import { takeSeeds } from "../../core/view/pages.ts";
import { type Judged, judgeSources } from "../gather/judge-sources.ts";
import { decideAndWrite, type View, type Writing } from "../gather/ledger-view.ts";
import { makeIndex } from "../gather/make-index.ts";
import { lookAround } from "../gather/on-tree.ts";
import { type Approval, approvals } from "./approval.ts";
import type { Pass, ReconcilePorts } from "./ports.ts";
import { type Brought, prepare } from "./prepare.ts";

export type Entered = Writing & {
  readonly problems: readonly Problem[];
  /** Main does not descend from what was worked through: nothing is submitted until a person accepts it. */
  readonly rewritten: boolean;
};

/** Reads main since the cursor: every version that entered gets an entry, and the cursor moves in the same commit. */
export const enterMain = async (
  ports: ReconcilePorts,
  setting: Pass,
  mainHead: string,
): Promise<{ readonly view: View; readonly entered: Entered }> => {
  const { view, decided } = await decideAndWrite(ports, [], (at) => decideEntries(ports, setting, at, mainHead));
  return { view, entered: decided };
};

/** What would be entered, without writing it. */
export const decideEntries = async (
  ports: ReconcilePorts,
  setting: Pass,
  view: View,
  mainHead: string,
): Promise<Entered> => {
  const nothing: Entered = { events: [], why: "", problems: [], rewritten: false };
  const { cursor } = view.head;
  const commits = cursor === undefined ? [mainHead] : await ports.main.since(cursor, mainHead);
  if (commits === "rewritten") return { ...nothing, rewritten: true };

  const { judged, rest, index } = await judgeHead(ports, view, mainHead, commits);
  if (commits.length === 0 && judged.length === 0) return nothing;
  const known = new Set(await ports.ledger.submissions(view.head));
  const events: (readonly [SubmissionKey, SubmissionEvent])[] = [];
  const tagged = judged.length === 0 ? [] : await ports.tags.names();
  const fresh = judged.flatMap(({ accepted }) =>
    accepted === undefined || known.has(keyOf(accepted.production)) ? [] : [accepted],
  );
  const brought = await broughtBy(ports, mainHead, fresh);
  let streams: Streams = view.streams;
  for (const accepted of fresh) {
    const made = await enter(ports, setting, view, await brought(accepted.production), accepted, {
      streams,
      tags: new Set(tagged),
    });
    events.push(...made.map((event) => [keyOf(accepted.production), event] as const));
    streams = takeSeeds(
      streams,
      new Map([
        [
          keyOf(accepted.production),
          made.reduce<SubmissionState>((state, event) => applyEvent(state, event, ""), { kind: "none" }),
        ],
      ]),
    );
  }
  events.push(...(await passedBy(ports, known, commits, mainHead, judged, rest)));
  const refused = [
    ...new Set(judged.filter(({ accepted }) => accepted === undefined).map(({ source }) => source.folder)),
  ];
  const moved = cursor !== mainHead || refused.join() !== view.head.refused.join();
  return {
    events,
    ...(moved ? { main: { commit: mainHead, refused }, pages: await indexPages(ports, mainHead, index) } : {}),
    problems: judged.flatMap(({ problems }) => problems),
    rewritten: false,
    why: events.length === 0 ? "Read main" : `Enter ${[...new Set(events.map(([key]) => key))].join(", ")}`,
  };
};

type HeadJudged = {
  readonly judged: readonly Judged[];
  readonly rest: readonly string[];
  readonly index: Uint8Array | undefined;
};

/** What changed since the cursor, and what was refused before; compared with everything that stands beside it. */
const judgeHead = async (
  ports: ReconcilePorts,
  view: View,
  mainHead: string,
  commits: readonly string[],
): Promise<HeadJudged> => {
  const snapshot = ports.main.at(mainHead);
  const [folders, index] = await Promise.all([snapshot.productions(productionsFolder), ports.ledger.index(view.head)]);
  const changed = new Set(
    view.head.cursor === undefined
      ? folders
      : [...(await Promise.all(commits.map((commit) => ports.main.changed(commit)))).flat(), ...view.head.refused],
  );
  const looked = folders.filter((folder) => changed.has(folder)).toSorted(compareText);
  if (looked.length === 0) return { judged: [], rest: folders, index };
  const judged = await judgeSources(
    {
      bash: ports.bash,
      history: Promise.resolve({ ledger: ports.ledger, head: view.head }),
      // Not by the index, which is advice: what is submitted is compared with the tree itself (SAFETY part 5).
      onTree: () => lookAround(snapshot, productionsFolder, undefined, new Set(looked)),
    },
    await snapshot.all(looked),
  );
  return { judged, rest: folders.filter((folder) => !changed.has(folder)), index };
};

/** Where the cursor stands, the index stands. */
const indexPages = async (
  { main }: ReconcilePorts,
  mainHead: string,
  before: Uint8Array | undefined,
): Promise<readonly SourceFile[]> => {
  const made = await makeIndex(main.at(mainHead), before);
  return made === undefined ? [] : [made];
};

type Accepted = NonNullable<Judged["accepted"]>;

/** How each came to main, and who approved that. */
const broughtBy = async (
  ports: ReconcilePorts,
  mainHead: string,
  fresh: readonly Accepted[],
): Promise<(production: Production) => Promise<Brought & Pick<Approval, "lacking">>> => {
  const folders = [...new Set(fresh.map(({ production }) => production.folder))];
  const changes = await ports.main.lastChanges(mainHead, folders);
  const approvalOf = approvals(ports, mainHead, folders);
  return async (production) => {
    const { commit, author } = changes.get(production.folder) ?? { commit: mainHead, author: "unknown" };
    return { commit, judgedAt: mainHead, requester: author, ...(await approvalOf(commit, production)) };
  };
};

const enter = async (
  ports: ReconcilePorts,
  setting: Pass,
  view: View,
  { lacking, ...brought }: Brought & Pick<Approval, "lacking">,
  accepted: Accepted,
  { streams, tags }: { readonly streams: Streams; readonly tags: ReadonlySet<string> },
): Promise<readonly SubmissionEvent[]> => {
  const { production } = accepted;
  const { intent } = await prepare(setting, view.head, brought, accepted, { streams });
  const submit = production.request.submit ?? "auto";
  const seen: Observation =
    submit === "never"
      ? { kind: "not-to-submit", reason: "the request says submit: never" }
      : { kind: "promised", intent };
  const { events } = next({ kind: "none" }, seen, { owner: { run: setting.run, nonce: "" } });
  if (submit === "never") return events;
  const tag = tagName(intent);
  const tagged = tags.has(tag) ? await tagFault(ports, tag) : undefined;
  if (tagged !== undefined) return [...events, { event: "conflict", reason: tagged }];
  const reason =
    lacking ??
    (submit === "hold" ? "the request says submit: hold; to run it, send a new version with submit: auto" : undefined);
  return reason === undefined ? events : [...events, { event: "withheld", reason }];
};

/** A tag without an entry means that the ledger lost something, or that somebody made the tag: a person looks. */
const tagFault = async ({ tags }: Pick<ReconcilePorts, "tags">, name: string): Promise<string | undefined> => {
  try {
    return (await tags.message(name)) === undefined
      ? undefined
      : `the git tag ${name} exists and the ledger knows nothing of it`;
  } catch (error) {
    if (error instanceof Outage || !(error instanceof Failure)) throw error;
    return error.message;
  }
};

/** Versions that main held for a while between two reconciles: they get an entry that says what replaced them. */
const passedBy = async (
  ports: ReconcilePorts,
  known: ReadonlySet<SubmissionKey>,
  commits: readonly string[],
  mainHead: string,
  judged: readonly Judged[],
  rest: readonly string[],
): Promise<readonly (readonly [SubmissionKey, SubmissionEvent])[]> => {
  const standing = judged.flatMap(({ accepted }) => accepted?.production ?? []);
  const entries = new Map<SubmissionKey, SubmissionEvent>();
  for (const commit of commits.filter((oid) => oid !== mainHead)) {
    const snapshot = ports.main.at(commit);
    for (const folder of (await ports.main.changed(commit)).filter(isRequested)) {
      for (const { accepted } of judgeOne(await snapshot.production(folder))) {
        if (accepted === undefined || known.has(keyOf(accepted.production))) continue;
        const replaced = replacedBy(accepted.production, standing, rest);
        if (replaced !== undefined)
          entries.set(keyOf(accepted.production), {
            event: "skipped",
            reason: `replaced before any submission ${replaced}`,
          });
      }
    }
  }
  const entered = new Set(standing.map(keyOf));
  return [...entries].filter(([key]) => !entered.has(key));
};

/** What stands in the place of a version that was on main for a while; `undefined`: it stands there itself. */
const replacedBy = (
  production: Production,
  standing: readonly Production[],
  rest: readonly string[],
): string | undefined => {
  const now = standing.filter(({ folder }) => folder === production.folder);
  if (now.some((one) => keyOf(one) === keyOf(production))) return undefined;
  const heir = now.find(({ tag }) => tag === production.tag) ?? now[0];
  if (heir !== undefined) return `by ${heir.tag} ${heir.version}`;
  return rest.includes(production.folder) ? "by another content" : "and is not on main any more";
};

const keyOf = ({ tag, version }: Production): SubmissionKey => submissionKey(tag, version, block);
