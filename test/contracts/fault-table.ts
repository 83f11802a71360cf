import type { Fault } from "../../scripts/sandbox/panda/faults.ts";

/**
 * What our client makes of everything that can go wrong, call by call. `test/contracts/fault-table.test.ts` provokes
 * each cell in the sandbox PanDA over HTTP and compares; docs/panda.md shows this table and is compared too.
 */
export type Outcome =
  | "value"
  | "held"
  | "none"
  | "accepted"
  | "rejected"
  | "refused"
  | "registered"
  | "reexecuting"
  /** The request never was PanDA's. */
  | "unanswered(no)"
  | "unanswered(maybe)"
  /** Thrown: a person looks at the login or the address. */
  | "Failure"
  /** Thrown: it ends by itself. */
  | "Outage";

/** How often the sandbox was called, and how many workflows iDDS took through this call. */
export type Cell = { readonly outcome: Outcome; readonly calls: number; readonly submissions: number };
/** A cell, or why there is none. */
export type Entry = Cell | string;

export const callNames = [
  "health",
  "find archive",
  "upload",
  "read back",
  "check",
  "submit",
  "requestNamed",
  "tasksNamed",
  "order",
] as const;
export type CallName = (typeof callNames)[number];

const cell = (outcome: Outcome, calls: number, submissions = 0): Cell => ({ outcome, calls, submissions });
const outage = cell("Outage", 3);
const outageOnce = cell("Outage", 1);
const unread = cell("Failure", 3);
const refusedRead = cell("Failure", 1);
const notArrived = cell("unanswered(no)", 1);
const doubt = cell("unanswered(maybe)", 1);
const doubtAndEffect = cell("unanswered(maybe)", 1, 1);

const noEffect = "a read has no effect; see the line above";
const ofSubmit = "of the call to iDDS, which only a submit makes";
const ofList = "of the lists of tasks";
const otherBytes = "the cache serves bytes, not an envelope";

type Row = {
  readonly fault: string;
  /** `closed`: nobody listens. Else it stays, however often a read comes back. */
  readonly given: Omit<Fault, "at"> | "closed";
  readonly cells: Readonly<Record<CallName, Entry>>;
};

/** Reads, the three calls of an upload, and the three calls with an effect. */
const row = (
  fault: string,
  given: Row["given"],
  reads: readonly [health: Entry, requestNamed: Entry, tasksNamed: Entry],
  archive: readonly [find: Entry, upload: Entry, readBack: Entry],
  effects: readonly [check: Entry, submit: Entry, order: Entry],
): Row => ({
  fault,
  given,
  cells: {
    health: reads[0],
    requestNamed: reads[1],
    tasksNamed: reads[2],
    "find archive": archive[0],
    upload: archive[1],
    "read back": archive[2],
    check: effects[0],
    submit: effects[1],
    order: effects[2],
  },
});

const sameAddress = "finding the archive comes first, at the same address";
const unheard = cell("Outage", 0);
const unheardByPanda = cell("unanswered(no)", 0);

export const faultTable: readonly Row[] = [
  row(
    "refused connection",
    "closed",
    [unheard, unheard, unheard],
    [unheard, sameAddress, sameAddress],
    [unheardByPanda, unheardByPanda, unheardByPanda],
  ),
  row(
    "reset before the effect",
    { fault: "no-answer-before-effect" },
    [outage, outage, outage],
    [outage, outageOnce, outage],
    [doubt, doubt, doubt],
  ),
  row(
    "reset after the effect",
    { fault: "no-answer-after-effect" },
    [noEffect, noEffect, noEffect],
    [noEffect, outageOnce, noEffect],
    [doubt, doubtAndEffect, doubt],
  ),
  row("time-out", { fault: "time-out" }, [outage, outage, outage], [outage, outageOnce, outage], [doubt, doubt, doubt]),
  row(
    "time-out after the effect",
    { fault: "time-out", effect: true },
    [noEffect, noEffect, noEffect],
    [noEffect, outageOnce, noEffect],
    [doubt, doubtAndEffect, doubt],
  ),
  row(
    "403, expired token",
    { fault: "expired-token" },
    [refusedRead, refusedRead, refusedRead],
    [refusedRead, refusedRead, "the cache asks for no login"],
    [notArrived, notArrived, notArrived],
  ),
  row(
    "403, banned user",
    { fault: "banned" },
    [refusedRead, refusedRead, refusedRead],
    [refusedRead, refusedRead, "the cache asks for no login"],
    [notArrived, notArrived, notArrived],
  ),
  row(
    "429 with Retry-After",
    { fault: "too-many", seconds: 0 },
    [outage, outage, outage],
    [outage, outageOnce, outage],
    [doubt, doubt, doubt],
  ),
  row("500", { fault: "500" }, [outage, outage, outage], [outage, outageOnce, outage], [doubt, doubt, doubt]),
  row(
    "500 after the effect",
    { fault: "500", effect: true },
    [noEffect, noEffect, noEffect],
    [noEffect, outageOnce, noEffect],
    [doubt, doubtAndEffect, doubt],
  ),
  row(
    "`success: false`, or `[false, message]`",
    { fault: "declined" },
    [refusedRead, refusedRead, refusedRead],
    [refusedRead, refusedRead, otherBytes],
    [doubt, doubt, cell("refused", 1)],
  ),
  row(
    "HTML with 200",
    { fault: "html" },
    [unread, unread, unread],
    [unread, refusedRead, refusedRead],
    [doubt, doubt, doubt],
  ),
  row(
    "half of the JSON",
    { fault: "truncated" },
    [unread, unread, unread],
    [unread, refusedRead, refusedRead],
    [doubt, doubtAndEffect, doubt],
  ),
  row(
    "a Python repr",
    { fault: "python-repr" },
    [unread, unread, unread],
    [unread, refusedRead, otherBytes],
    [doubt, doubtAndEffect, doubt],
  ),
  row(
    "`request_id: null` with `status: true`",
    { fault: "null-request" },
    [ofSubmit, ofSubmit, ofSubmit],
    [ofSubmit, ofSubmit, ofSubmit],
    ["every good check has no request", doubt, ofSubmit],
  ),
  row(
    "iDDS is down, said after 40 s",
    { fault: "false-request", delay: 80 },
    [ofSubmit, ofSubmit, ofSubmit],
    [ofSubmit, ofSubmit, ofSubmit],
    [ofSubmit, doubt, ofSubmit],
  ),
  row(
    "iDDS took it and said no",
    { fault: "false-request", effect: true },
    [ofSubmit, ofSubmit, ofSubmit],
    [ofSubmit, ofSubmit, ofSubmit],
    [ofSubmit, doubtAndEffect, ofSubmit],
  ),
  row(
    'iDDS refuses it: `[false, "Bad request ..."]`',
    { fault: "bad-request" },
    [ofSubmit, ofSubmit, ofSubmit],
    [ofSubmit, ofSubmit, ofSubmit],
    [ofSubmit, cell("refused", 1), ofSubmit],
  ),
  row(
    "PanDA's database is away",
    { fault: "no-database" },
    [cell("Outage", 1), ofList, cell("Outage", 1)],
    [ofList, ofList, ofList],
    [ofList, ofList, ofList],
  ),
  row(
    "carried out twice, answered once",
    { fault: "duplicate" },
    [noEffect, noEffect, noEffect],
    [noEffect, cell("held", 1), noEffect],
    [cell("accepted", 1), cell("accepted", 1, 2), cell("registered", 1)],
  ),
];

/** What is not on one call's wire but in what PanDA holds. */
export type Scene = {
  readonly name: string;
  readonly call: CallName;
  readonly cell: Cell;
  /** Workflows that iDDS took through it in the end, after hours and turns. */
  readonly later: number;
};

export const scenes = [
  { name: "ghost of a submit", call: "submit", cell: cell("unanswered(maybe)", 1), later: 1 },
  { name: "ghost of a check", call: "check", cell: cell("unanswered(maybe)", 1), later: 1 },
  { name: "a submit is processed twice", call: "submit", cell: cell("accepted", 1, 1), later: 2 },
  { name: "a check is processed for real later", call: "check", cell: cell("accepted", 1), later: 1 },
  { name: "the workflow is refused", call: "check", cell: cell("rejected", 1), later: 0 },
  { name: "the workflow is refused before iDDS", call: "submit", cell: cell("refused", 1), later: 0 },
  { name: "archive over 10 MiB", call: "upload", cell: cell("rejected", 1), later: 0 },
  { name: "tasks of that name have ended", call: "submit", cell: cell("accepted", 1, 1), later: 2 },
  { name: "reactivation accepted", call: "order", cell: cell("reexecuting", 1), later: 1 },
  { name: "no task yet", call: "requestNamed", cell: cell("value", 1), later: 1 },
  { name: "no task yet", call: "tasksNamed", cell: cell("none", 1), later: 1 },
  { name: "no task yet", call: "order", cell: cell("refused", 1), later: 1 },
  { name: "600 newer tasks cut the rows", call: "tasksNamed", cell: cell("value", 1), later: 1 },
  { name: "the login is another user's now", call: "tasksNamed", cell: cell("value", 1), later: 1 },
  { name: "the login is another user's now", call: "order", cell: cell("refused", 1), later: 1 },
  { name: "steps are numbered anew", call: "check", cell: cell("accepted", 1), later: 1 },
  { name: "steps are numbered anew after the check", call: "tasksNamed", cell: cell("none", 2), later: 1 },
  { name: "steps are numbered anew after the check", call: "requestNamed", cell: cell("value", 1), later: 1 },
] as const satisfies readonly Scene[];

/** One reconcile pass with the fault, then what ends it. */
export type Pass = {
  readonly fault: string;
  readonly given: Fault;
  readonly state: string;
  readonly submissions: number;
  /** After hours, turns of PanDA's daemons and further passes. */
  readonly later: string;
  readonly laterSubmissions: number;
};

const [atSubmit, atCheck] = ["put_workflow_request:submit", "put_workflow_request:check"];
const pass = (
  fault: string,
  given: Fault,
  [state, submissions]: readonly [string, number],
  [later, laterSubmissions]: readonly [string, number],
): Pass => ({ fault, given, state, submissions, later, laterSubmissions });

export const passes: readonly Pass[] = [
  pass("submit: 403", { at: atSubmit, fault: "expired-token" }, ["in-doubt", 0], ["done", 1]),
  pass("submit: 500", { at: atSubmit, fault: "500" }, ["in-doubt", 0], ["in-doubt", 0]),
  pass("submit: 500 after the effect", { at: atSubmit, fault: "500", effect: true }, ["in-doubt", 1], ["done", 1]),
  pass("submit: `[false, message]`", { at: atSubmit, fault: "declined" }, ["in-doubt", 0], ["in-doubt", 0]),
  pass("submit: half of the JSON", { at: atSubmit, fault: "truncated" }, ["in-doubt", 1], ["done", 1]),
  pass("submit: `request_id: null`", { at: atSubmit, fault: "null-request" }, ["in-doubt", 0], ["in-doubt", 0]),
  pass(
    "submit: iDDS took it and said no",
    { at: atSubmit, fault: "false-request", effect: true },
    ["in-doubt", 1],
    ["done", 1],
  ),
  pass("submit: ghost", { at: atSubmit, fault: "ghost", minutes: 30 }, ["in-doubt", 0], ["done", 1]),
  pass(
    "submit: carried out twice at once",
    { at: atSubmit, fault: "duplicate" },
    ["submitted", 2],
    ["duplicate-suspected", 2],
  ),
  pass(
    "submit: processed once more later",
    { at: atSubmit, fault: "twice", minutes: 30 },
    ["submitted", 1],
    ["duplicate-suspected", 2],
  ),
  pass("check: reset", { at: atCheck, fault: "no-answer-before-effect" }, ["in-doubt", 0], ["in-doubt", 0]),
  pass("check: ghost", { at: atCheck, fault: "ghost", minutes: 30 }, ["in-doubt", 0], ["done", 1]),
  pass(
    "check: processed for real later",
    { at: atCheck, fault: "twice", minutes: 30 },
    ["submitted", 1],
    ["duplicate-suspected", 2],
  ),
  pass("check: 403", { at: atCheck, fault: "expired-token" }, ["not-sent", 0], ["done", 1]),
  pass("upload: 500", { at: "upload_cache_file", fault: "500" }, ["intended", 0], ["done", 1]),
  pass("upload: `success: false`", { at: "upload_cache_file", fault: "declined" }, ["intended", 0], ["done", 1]),
  pass("submit: iDDS refuses it", { at: atSubmit, fault: "bad-request" }, ["rejected", 0], ["rejected", 0]),
];
