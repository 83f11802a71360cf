import { Failure } from "../problems/failure.ts";
import { canonicalJson, type Json } from "../text/canonical-json.ts";
import { freezeEnd } from "../text/freeze-end.ts";
import type { LedgerEvent } from "./event.ts";
import { type MainEvent, mainEvents } from "./main-event.ts";
import { isKey } from "./paths.ts";
import { isTrialCommand } from "./waiting-trials.ts";

/** One event, one line. Keys in one order, so that equal events are equal lines. */
export const writeLine = (event: LedgerEvent): string => `${canonicalJson(event as unknown as Json)}\n`;

export type Lines =
  | { readonly kind: "read"; readonly events: readonly LedgerEvent[] }
  | { readonly kind: "unreadable"; readonly line: number };

/** The branch has one kind of writer: a line that is not ours, of a later SHREK, or cut off stops what acts on it. */
export const readLines = (text: string): Lines => {
  const events: LedgerEvent[] = [];
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    if (line === "") continue;
    if (index === lines.length - 1) return { kind: "unreadable", line: index + 1 };
    const event = parseLine(line);
    if (event === undefined) return { kind: "unreadable", line: index + 1 };
    events.push(event);
  }
  return { kind: "read", events };
};

const parseLine = (line: string): LedgerEvent | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return isEvent(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const isEvent = (value: unknown): value is LedgerEvent =>
  typeof value === "object" &&
  value !== null &&
  "event" in value &&
  typeof value.event === "string" &&
  Object.hasOwn(known, value.event) &&
  "at" in value &&
  typeof value.at === "string" &&
  (ofMain[value.event]?.(value) ?? ("key" in value && typeof value.key === "string" && isKey(value.key)));

const ofMain: Readonly<Record<string, ((value: object) => boolean) | undefined>> = {
  "main-read": (value: object) =>
    hasTexts(value, "commit") &&
    "refused" in value &&
    Array.isArray(value.refused) &&
    (!("growing" in value) ||
      (Array.isArray(value.growing) && value.growing.every((one) => typeof one === "string"))) &&
    (!("releases" in value) || value.releases === "submitted" || value.releases === "held"),
  "main-accepted": (value: object) => hasTexts(value, "head", "by", "id"),
  "main-frozen": (value: object) =>
    hasTexts(value, "reason", "by", "id") && freezeEnd(`${new Map(Object.entries(value)).get("until")}`) !== undefined,
  "main-thawed": (value: object) => hasTexts(value, "by", "id"),
  "trial-ordered": isTrialCommand,
  "trial-answered": (value: object) =>
    hasTexts(value, "confirms", "refused") ||
    (hasTexts(value, "confirms", "entered") &&
      "entered" in value &&
      typeof value.entered === "string" &&
      isKey(value.entered)),
} satisfies Record<MainEvent["event"], unknown>;

const hasTexts = (value: object, ...keys: readonly string[]): boolean =>
  keys.every((key) => typeof new Map(Object.entries(value)).get(key) === "string");

const known = {
  skipped: true,
  intended: true,
  waiting: true,
  blocked: true,
  held: true,
  queued: true,
  checking: true,
  checked: true,
  rejected: true,
  submitting: true,
  "not-sent": true,
  "in-doubt": true,
  looked: true,
  again: true,
  submitted: true,
  seen: true,
  recorded: true,
  arrived: true,
  described: true,
  diagnosed: true,
  conflict: true,
  "needs-person": true,
  "duplicate-suspected": true,
  watched: true,
  person: true,
  commanding: true,
  "order-refused": true,
  "command-rejected": true,
  declared: true,
  "input-declared": true,
  "read-by": true,
  "keep-asked": true,
  kept: true,
  ending: true,
  expired: true,
  completed: true,
  "left-main": true,
  "back-on-main": true,
  closed: true,
  retired: true,
  superseded: true,
  withdrawn: true,
  ...mainEvents,
} satisfies Record<LedgerEvent["event"], true>;

/** The first file of a ledger. Without it the branch is something else, and nothing is read from it. */
export type Foundation = {
  readonly format: 1;
  readonly repository: string;
  /** Main's head when somebody began the ledger. */
  readonly main?: string;
};

export const writeFoundation = (foundation: Foundation): string => `${JSON.stringify(foundation)}\n`;

export const readFoundation = (text: string): Foundation | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("format" in value) || value.format !== 1) return undefined;
    if (!("repository" in value) || typeof value.repository !== "string" || !/^[0-9a-f]{8}$/.test(value.repository))
      return undefined;
    const foundation = { format: 1, repository: value.repository } as const;
    const main = "main" in value ? value.main : undefined;
    return typeof main === "string" && /^[0-9a-f]{40,64}$/.test(main) ? { ...foundation, main } : foundation;
  } catch {
    return undefined;
  }
};

/** Why a version that was on main at `ledger init` is skipped. */
export const beforeLedger = "was on main before the ledger began";

/** 32 MiB, far above what passes write. A larger file is a person's, and to read it takes a pass minutes. */
export const largestLedgerFile = 33_554_432;

/** `where`: a path of the branch, with the reason. */
export const unreadableLedger = (where: string): Failure =>
  new Failure(`The ledger is not readable at ${where}.`, {
    wayOut: "Nothing was written to it. `shrek ledger verify` shows what is wrong.",
  });
