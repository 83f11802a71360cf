import type { CommitRequest } from "./commit-files.ts";
import type { FilledForm } from "./issue-form.ts";
import type { JsonObject } from "./json.ts";
import type { CallLimits, ContentLimit } from "./limits.ts";
import type { QueueMethod } from "./merge-queue.ts";
import type { Permissions } from "./permissions.ts";
import type { Environment, Role, Runner } from "./records.ts";
import type { DisabledState } from "./repository.ts";
import type { JobCheck } from "./rules/known-checks.ts";
import type { ShownRun } from "./site/shown-run.ts";
import type { Token, TokenKind } from "./tokens.ts";
import type { EventCause, EventListener, LostAnswer, User } from "./world.ts";

export type GithubOptions = {
  /** Repositories live in here, as bare git repositories. */
  readonly dir: string;
  readonly owner: string;
  readonly repo: string;
  readonly now?: () => Date;
  /** Requests that make content, by login; as GitHub documents it unless given. */
  readonly contentLimit?: ContentLimit;
  /** How many calls, and when; as GitHub documents it unless given. */
  readonly callLimits?: Partial<CallLimits>;
  /** Milliseconds that each answer takes at least; 0 unless given. */
  readonly latency?: number;
  /** Bytes of the largest file that REST gives; 100 MB unless given. */
  readonly largestBlob?: number;
  /** A bare repository whose copy the new one begins as. */
  readonly begun?: string | undefined;
};

export type ActionsSettings = {
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
};

export type TokenRequest = {
  readonly login: string;
  readonly kind?: TokenKind;
  /** All, writing, unless given. */
  readonly permissions?: Permissions;
  readonly label?: string;
  /** "owner/name" it is confined to. */
  readonly repository?: string;
};

export type RulesetRequest = {
  readonly name: string;
  readonly target: "branch" | "tag";
  readonly include: readonly string[];
  readonly rules: readonly JsonObject[];
  readonly apps?: readonly number[];
};

/** A running sandbox GitHub. */
export type GithubHandle = {
  readonly url: string;
  readonly owner: string;
  readonly repo: string;
  readonly defaultBranch: string;
  /** The numeric id that REST and payloads give. */
  repositoryId(): number;
  /** The bare repository's folder; "owner/name" for a fork's. */
  gitDir(repository?: string): string;
  /** Address of git, with the token in it when one is given. */
  cloneUrl(token?: string, repository?: string): string;
  mintToken(request: TokenRequest): string;
  revokeToken(token: string): void;
  addUser(login: string, role?: Role, type?: User["type"]): void;
  /** Whoever asks for the old login hears of the new one. */
  renameUser(login: string, to: string): void;
  addApp(app: { readonly slug: string; readonly permissions: Permissions }): {
    readonly appId: number;
    readonly installationId: number;
    readonly privateKey: string;
  };
  /** The fork's "owner/name"; its owner may push to it. */
  addFork(owner: string): Promise<string>;
  /** An administrator hides it from everybody else. */
  makePrivate(): void;
  isPrivate(): boolean;
  makePublic(): void;
  addEnvironment(name: string, branches?: readonly string[]): void;
  /** A machine of the repository's own, as `config.sh` registers it. */
  addRunner(runner: Omit<Runner, "id">): void;
  hasRunner(labels: readonly string[]): boolean;
  environmentReviewers(name: string): Pick<Environment, "reviewers" | "preventSelfReview">;
  environmentBranches(name: string): readonly string[] | undefined | "absent";
  /** For the runner: what an administrator has set for all workflows, or for the jobs of an environment. */
  settings(environment?: string): ActionsSettings;
  protectBranch(branch: string, protection: JsonObject): void;
  /** A ruleset as the REST API takes it; `apps`: numbers of Apps that bypass it. */
  addRuleset(ruleset: RulesetRequest): void;
  /** An administrator switches a ruleset off or on, by its name; whether it was on. */
  enforceRuleset(name: string, enforced: boolean): boolean;
  /** These workflow files, such as `check.yml`, start nothing from here on. */
  disableWorkflows(files: readonly string[], by?: DisabledState): void;
  isWorkflowDisabled(file: string): boolean;
  /** Whether Actions are switched on. */
  runsWorkflows(): boolean;
  /** Whether a workflow may name this action of another repository: `OWNER/NAME/PATH@REF`. */
  allowsAction(name: string): boolean;
  /** A push by this person, without a work tree; the commit's id. */
  commit(request: CommitRequest & { readonly repository?: string }): Promise<string>;
  /** This person fills in a form on the page of a new issue; its number. */
  submitForm(login: string, filled: FilledForm): Promise<number>;
  /** Puts a pull request into the merge queue, behind those that wait; its last commit there. */
  queueMerge(number: number, login: string, method?: QueueMethod): Promise<string>;
  /** What the queue does when the checks of this commit were good: all up to it are merged. */
  landGroup(sha: string, login: string): Promise<void>;
  /** From now on so many calls an hour; the hours that have begun are over. */
  allow(perHour: Partial<CallLimits["perHour"]>): void;
  /** What the next call that writes does is done, and its answer is lost: as a broken connection, or as an answer of this status. */
  loseNextAnswer(how: LostAnswer): void;
  /** The most calls of one program that were not answered at the same time. */
  mostAtOnce(): number;
  limitNext(count: number, refusal?: { readonly status?: 403 | 429; readonly retryAfter?: number }): void;
  /** For the runner: so much has passed between two strikes of a schedule, as limits count it. */
  pass(minutes: number): void;
  onEvent(listener: EventListener): () => void;
  /** For the runner: what it causes itself. */
  emit(name: string, payload: JsonObject, cause: Omit<EventCause, "repository">): void;
  /** For the runner: a job of a run, as a check of its commit. */
  knowCheck(check: JobCheck): void;
  /** From outside, and nothing of theirs was merged here. */
  isFirstTimer(login: string): boolean;
  /** For the runner: a run as it stands now. */
  knowRun(run: JsonObject): void;
  /** For the runner: what the pages show of its runs. */
  showRuns(runs: () => readonly ShownRun[]): void;
  /** An event of this repository, our values over GitHub's example. */
  payload(name: string, sender: string, ours: JsonObject, action?: string): JsonObject;
  /** Every token ever minted with the calls it made. */
  tokens(): readonly Token[];
  /** Answers that GitHub's description refused, and crashes; `close` throws when there are any. */
  violations(): readonly string[];
  close(): Promise<void>;
};
