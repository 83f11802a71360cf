import type { NeededData } from "../catalogue/judge-data.ts";
import type { GivenSettings } from "../command/settings.ts";
import type { OrderVerb, Verb } from "../command/verbs.ts";
import type { RucioPlace } from "../login/rucio-settings.ts";
import type { Content } from "../production/content.ts";
import type { KeptAs } from "../production/kept-as.ts";
import type { ListOrigin } from "../production/list-origin.ts";
import type { Arrival, DataExpired, KeepTerms, KeptData, OutputsDescribed, WantedArrival } from "./arrival.ts";
import type { InputDeclared } from "./declared.ts";
import type { Diagnosed } from "./diagnosed.ts";
import type { HeldBy } from "./held-by.ts";
import { type MainEvent, mainEvents, type TrialCommand } from "./main-event.ts";
import type { Effects, PandaIdentity } from "./panda-identity.ts";
import type { Queued } from "./queued.ts";
import type { ReadByJoin, StepCompletion } from "./step-completion.ts";

export type KeyParts = { readonly tag: string; readonly version: string; readonly run?: number | undefined };
/** `tag`, `version` and `run` name a submission for ever; as text `run3pp-calo/1.0.0/82372`, and with 0 where there is no run. */
export type SubmissionKey = string & { readonly SubmissionKey: unique symbol };
export const submissionKey = (tag: string, version: string, run: number | undefined): SubmissionKey =>
  `${tag}/${version}/${run ?? 0}` as SubmissionKey;
export const keyOf = ({ tag, version, run }: KeyParts): SubmissionKey => submissionKey(tag, version, run);
export const partsOfKey = (key: SubmissionKey): KeyParts => {
  // `submissionKey` made it, and no part has a slash.
  const [tag, version, run] = key.split("/") as [string, string, string];
  return { tag, version, run: run === "0" ? undefined : Number(run) };
};
/** As people name it: `sP26a-hfcharm-mdc 1.0.0`, and of a run `run3pp-calo 1.0.0 #82372`. */
export const versionName = (key: SubmissionKey): string => {
  const { tag, version, run } = partsOfKey(key);
  return `${tag} ${version}${run === undefined ? "" : ` #${run}`}`;
};

/** What will be submitted, and everything that a later attempt must find unchanged (SAFETY rule 4). */
export type Intent = {
  /** The ledger's own id: part of every name at PanDA, and what a rebuilt ledger needs to find them again. */
  readonly repository: string;
  readonly tag: string;
  readonly version: string;
  /** Of a production that grows; a production that does not has none. */
  readonly run?: number | undefined;
  readonly folder: string;
  /** Its request has variants, of which this is one. */
  readonly variant?: true;
  /** Where people see the repository of requests; left out where nobody knew. */
  readonly address?: string;
  readonly commit: string;
  /** The head of main at which it was validated; rendered from there again. */
  readonly validatedAt: string;
  /** Who opened the pull request that brought it; where that is not known, who made the commit. */
  readonly requester: string;
  /** Who is called about it: logins and teams with @, as the request has them. */
  readonly contact: readonly string[];
  readonly content: Content;
  readonly contentDigest: string;
  readonly renderingDigest: string;
  readonly renderer: number;
  readonly panda: PandaIdentity;
  readonly outDS: string;
  readonly steps: readonly string[];
  /** `null`: unknown when it was intended. */
  readonly jobs: number | null;
  /** Jobs of each step, where somebody could say. */
  readonly stepJobs?: Readonly<Record<string, number>>;
  /** The most that it may use by its own figures; `null`: nobody could say it. Lines of before have none. */
  readonly coreHours?: number | null;
  /** How many events are wanted of its sample. */
  readonly events?: number;
  /** The finished share of the files that counts as good, by step; 1 where nothing is written. */
  readonly accept: Readonly<Record<string, number>>;
  /** MB per core of each further try of what died of memory, by step; none where nothing is written. */
  readonly retryMemory?: Readonly<Record<string, readonly number[]>>;
  /** Cores of all its tasks, where that is no number of prun's. */
  readonly cores?: number;
  /** Hours without a site after which a person is called; the usual ones where nothing is written. */
  readonly noSiteAfter?: number;
  /** The data that it reads by name, and the Rucio that knows them; none where the conventions name no Rucio. */
  readonly reads?: { readonly place: RucioPlace; readonly data: readonly NeededData[] };
  /** Where its outputs are looked for once its tasks have ended; none where the conventions name no Rucio that has their scope. */
  readonly arrives?: WantedArrival;
  /** How long its outputs are kept there; none where the conventions keep none. */
  readonly kept?: KeptAs & { readonly owner: string };
  /** What it waits for; the first intent in which none is unbound ends `waiting`. */
  readonly needs: readonly InputNeed[];
  /** As the request has it: TAG@VERSION, or a version of its own tag. When this one succeeds, they are superseded. */
  readonly supersedes: readonly string[];
  readonly archive: string;
  readonly seeds: readonly SeedRange[];
  /** Twelve hex digits that identify this submission in PanDA's names. */
  readonly label: string;
  /** The pull request that brought it to main; `null` where nobody could be asked. */
  readonly pullRequest: number | null;
  /** Where its lists of runs and of files came from, as far as they said it; what is long by its digest. */
  readonly lists?: readonly ListOrigin[];
  /** Address of the monitor that shows its tasks. */
  readonly monitor: string;
  /** Who approved the merged head; or why nobody was asked: a terminal against a loopback address. */
  readonly approval: string;
  /** It is the head of a pull request, tried before its merge: the order, and the content digest of that head's request. */
  readonly trial?: TrialCommand & { readonly of: string };
};

/** What the author wrote, and its digest. */
export type HeldContent = Pick<Intent, "content" | "contentDigest">;

/** Data that must be there before a submission, and, once they are, the container that it reads (without its slash). */
export type InputNeed = {
  readonly input: string;
  /** The finished share of the files that is enough, 0 to 1. */
  readonly require: number;
  /** `null`: not there yet. */
  readonly dataset: string | null;
} & (
  | {
      readonly kind: "production";
      readonly tag: string;
      readonly version: string;
      readonly step: string;
      readonly output: string | null;
    }
  | { readonly kind: "task"; readonly task: string; readonly output: string }
);

/** The jobs of this step get the seeds `first` to `first + count - 1` of a stream. */
export type SeedRange = {
  readonly step: string;
  readonly stream: string;
  readonly first: number;
  readonly count: number;
};

/** Who holds the right to call. Only the process that wrote it may use it. */
export type Owner = { readonly run: string; readonly nonce: string };

/** Names that PanDA may have given a step's task: one after a check has found it, several before. */
export type TaskNames = Readonly<Record<string, readonly string[]>>;

/** A task as it was last seen, coarse: enough for people and for the state. Counts are files. */
export type TaskSeen = ReadByJoin & {
  readonly step: string;
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly files: number;
  readonly finished: number;
  readonly failed: number;
  readonly dialog: string;
  /** How often JEDI had begun it, and PanDA's date of its last change of status. */
  readonly attemptNr?: number;
  readonly changed?: string;
  /** Where it was sent; none where PanDA's broker is to choose. */
  readonly site?: string;
  readonly priority?: number;
  readonly since?: string; // PanDA's date, where no site has it yet.
};

export type Verdict =
  | "running"
  | "done"
  | "completed-partially"
  | "incomplete"
  | "failed"
  | "aborted"
  | "broken"
  | "exhausted"
  | "stalled";

/** A command of an entitled person about a submission; `id` is the comment's, or the run's that carried the form. */
export type GivenCommand = GivenSettings & {
  readonly verb: Verb;
  readonly by: string;
  readonly id: string;
  readonly reason: string;
  /** Only this step; without it the whole submission. */
  readonly step?: string | undefined;
};

/** An order to PanDA for one task, by the pending `command`: what the task was, since `changed`, and PanDA's date of it. A retry that `looksAgain` takes files that came since. */
export type Order = {
  readonly verb: OrderVerb;
  readonly task: number;
  readonly attemptNr: number;
  readonly status?: string;
  readonly pandaDate?: string;
  readonly changed?: string;
  readonly looksAgain?: true;
  readonly memory?: number;
  readonly keeps?: number; // MB a core of the task, where less was asked for, which is not sent.
  readonly site?: string;
  readonly priority?: number;
  readonly command?: string;
};

/** One thing that happened to a submission. The ledger is these, one a line; the state is their fold. */
export type SubmissionEvent =
  /** `held`: what main held then, where it was read. */
  | { readonly event: "skipped"; readonly reason: string; readonly held?: HeldContent }
  | { readonly event: "intended"; readonly intent: Intent; readonly attempt: number }
  | { readonly event: "waiting"; readonly inputs: readonly string[] }
  | { readonly event: "blocked"; readonly reason: string }
  | ({ readonly event: "held" } & HeldBy)
  /** It waits for others; until its check begins. */
  | ({ readonly event: "queued" } & Queued)
  | { readonly event: "checking"; readonly owner: Owner }
  | { readonly event: "checked"; readonly names: TaskNames; readonly sandbox: string }
  | { readonly event: "rejected"; readonly reason: string }
  | { readonly event: "submitting"; readonly owner: Owner; readonly attempt: number }
  | { readonly event: "not-sent"; readonly reason: string }
  | { readonly event: "in-doubt"; readonly arrived: "no" | "maybe"; readonly reason: string }
  /** A healthy look that found nothing, or nothing new, dated by PanDA: our own clocks are no evidence. */
  | { readonly event: "looked"; readonly pandaDate: string }
  | { readonly event: "again"; readonly attempt: number; readonly reason: string }
  | {
      readonly event: "submitted";
      /** 0: iDDS knows no request; a person adopted the tasks, or a withdrawal kills them. */
      readonly request: number;
      readonly evidence: "answer" | "found" | "adopted";
      /** When it was known, by PanDA's clock. */
      readonly pandaDate?: string;
      /** Tasks that a person adopted although they do not carry our mark. */
      readonly tasks?: readonly number[];
    }
  | {
      readonly event: "seen";
      readonly verdict: Verdict;
      /** Of `stalled`: what iDDS gave up. */
      readonly reason?: string;
      /** Of `running`: no site has taken it for so long that a person is called. */
      readonly overdue?: true;
      readonly tasks: readonly TaskSeen[];
      /** When, by PanDA's clock. */
      readonly pandaDate?: string;
    }
  /** The completion record: how it ended, job by job, read once in the commit that says that it ended. */
  | { readonly event: "recorded"; readonly steps: readonly StepCompletion[] }
  /** Its outputs stand in the experiment's Rucio, or lack there when their time is over. */
  | ({ readonly event: "arrived" } & Arrival)
  | ({ readonly event: "described" } & OutputsDescribed)
  /** With `memory` it is an order, which the request gives. */
  | ({ readonly event: "diagnosed" } & Diagnosed)
  | { readonly event: "conflict"; readonly reason: string }
  | { readonly event: "needs-person"; readonly reason: string }
  | {
      readonly event: "duplicate-suspected";
      readonly reason: string;
      /** What was there when it was found: no news once a person has accepted it. */
      readonly effects?: Effects;
      readonly tasks?: readonly TaskSeen[];
    }
  | { readonly event: "watched" }
  | ({ readonly event: "person" } & GivenCommand)
  | ({ readonly event: "commanding" } & Order)
  /** PanDA refuses an order; it is not given again. */
  | ({ readonly event: "order-refused"; readonly reason: string } & Pick<Order, "verb" | "task" | "command">)
  /** A command ends nothing, by its id; a pass of before wrote it of each that GitHub did not confirm. */
  | { readonly event: "command-rejected"; readonly id: string; readonly reason: string }
  /** Those that read its data were told of a word on them, by its id; `saidOn`: when. A pass of before wrote GitHub's date. */
  | { readonly event: "declared"; readonly id: string; readonly saidOn: string }
  /** A person declared data that it reads. */
  | ({ readonly event: "input-declared" } & InputDeclared)
  /** Another production was bound to its data; of a production that grows it names no run. */
  | { readonly event: "read-by"; readonly tag: string; readonly version: string }
  /** Of the rules for its data: main asks for another time, they stand, a command is about to end them, it has ended them. */
  | ({ readonly event: "keep-asked" } & KeepTerms)
  | ({ readonly event: "kept" } & KeptData)
  | (({ readonly event: "ending" } | { readonly event: "expired" }) & DataExpired)
  /** A pending command is complete; by its id. */
  | { readonly event: "completed"; readonly id: string }
  /** Main does not hold it any more while it may run: a person says keep or drop. */
  | { readonly event: "left-main"; readonly reason: string }
  | { readonly event: "back-on-main" }
  | { readonly event: "closed"; readonly reason: string }
  | { readonly event: "retired"; readonly data: "keep" | "drop" }
  | { readonly event: "superseded"; readonly by: string }
  /** `reason` is main's. `watch`: its check was begun, no request of it is known, and what may still act is looked for. */
  | { readonly event: "withdrawn"; readonly data: "keep" | "drop"; readonly reason?: string; readonly watch?: true };

/** A line of the ledger. `at` is the writer's clock: for people, and compared with PanDA's only with care. */
export type LedgerEvent =
  | ({ readonly key: SubmissionKey; readonly at: string } & SubmissionEvent)
  | ({ readonly at: string } & MainEvent);

type LineOfMain = { readonly at: string } & MainEvent;

export const isOfMain = (line: LedgerEvent): line is LineOfMain => Object.hasOwn(mainEvents, line.event);

type LineOfReading = Extract<LineOfMain, { readonly event: "main-read" | "main-accepted" }>;
/** Where reading main goes on. */
export const isOfReading = (line: LedgerEvent): line is LineOfReading =>
  line.event === "main-read" || line.event === "main-accepted";
