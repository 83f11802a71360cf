import type { FromSchema } from "json-schema-to-ts";
import { andMore } from "../../text/amounts.ts";
import { closed } from "../../text/schema-parts.ts";

const text = { type: "string" } as const;
const submission = { type: "string", description: "TAG/VERSION/RUN, as the ledger has it." } as const;
const flag = { type: "boolean" } as const;
const integer = { type: "integer" } as const;
const strings = { type: "array", items: text } as const;

/** One thing that a pass would do, in the order in which it does them; last what stays as it is. */
const wouldSchema = {
  anyOf: [
    {
      ...closed,
      description: "Puts a new submission on the ledger.",
      required: ["does", "submission", "event"],
      properties: { does: { const: "enter" }, submission, event: text, reason: text },
    },
    {
      ...closed,
      description: "Writes about one that is there.",
      required: ["does", "submission", "event"],
      properties: { does: { const: "write" }, submission, event: text, reason: text },
    },
    {
      ...closed,
      description: "Its state changes: `over` when nothing more is to come, `asksPerson` when a person must act.",
      required: ["does", "submission", "state", "words", "over", "asksPerson"],
      properties: { does: { const: "become" }, submission, state: text, words: text, over: flag, asksPerson: flag },
    },
    {
      ...closed,
      description: "Answers the order of a trial with why there is none.",
      required: ["does", "pullRequest", "reason"],
      properties: { does: { const: "refuse-trial" }, pullRequest: integer, reason: text },
    },
    {
      ...closed,
      description: "Sends an order to a task at PanDA.",
      required: ["does", "submission", "verb", "task"],
      properties: { does: { const: "order" }, submission, verb: text, task: integer },
    },
    {
      ...closed,
      description: "Submits. `assumes`: if people approved it, whom a terminal does not ask.",
      required: ["does", "submission"],
      properties: { does: { const: "submit" }, submission, assumes: { const: "approval" } },
    },
    {
      ...closed,
      description: "Ends an older version, once PanDA has accepted the submissions of the newer one.",
      required: ["does", "submission", "event"],
      properties: { does: { const: "end-older" }, submission, event: text, reason: text },
    },
    {
      ...closed,
      description: "Makes or lengthens rules in Rucio, as far as Rucio takes them; `until` null: for ever.",
      required: ["does", "submission", "data", "until"],
      properties: { does: { const: "keep" }, submission, data: strings, until: { type: ["string", "null"] } },
    },
    {
      ...closed,
      description: "Ends the rules of these data in Rucio, by a person's command.",
      required: ["does", "submission", "data"],
      properties: { does: { const: "end" }, submission, data: strings },
    },
    {
      ...closed,
      description: "Here the budget of the pass ends: what waits, why and until when.",
      required: ["does", "words"],
      properties: { does: { const: "stop" }, words: text },
    },
    {
      ...closed,
      description: "Writes or edits the status comment; of what nobody asked GitHub about, `commit` brought it.",
      required: ["does"],
      properties: { does: { const: "comment" }, pullRequest: integer, commit: text },
    },
    {
      ...closed,
      description: "Writes a new comment that mentions these people.",
      required: ["does", "pullRequest", "people", "words"],
      properties: { does: { const: "call" }, pullRequest: integer, people: strings, words: text },
    },
    {
      ...closed,
      description: "Leaves it as it is.",
      required: ["does", "submission", "state", "words"],
      properties: { does: { const: "leave" }, submission, state: text, words: text },
    },
  ],
} as const;

export type Would = FromSchema<typeof wouldSchema>;

const problem = {
  type: "object",
  required: ["code", "severity", "file", "line", "col", "message"],
  properties: {
    code: text,
    severity: { enum: ["error", "warning", "note"] },
    file: text,
    line: integer,
    col: integer,
    message: text,
    hint: text,
  },
} as const;

export const dryRunSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "What `shrek reconcile --dry-run --json` prints",
  ...closed,
  required: ["would", "submissions", "problems", "troubles", "postponed", "moved", "rewritten"],
  properties: {
    would: { type: "array", items: wouldSchema },
    submissions: {
      type: "array",
      description: "What is under way, as `shrek status --json` has it.",
      items: {
        type: "object",
        required: ["tag", "version", "state", "words", "asksPerson"],
        properties: { tag: text, version: text, state: text, words: text, asksPerson: flag },
      },
    },
    problems: { type: "array", description: "Of requests on main that are refused.", items: problem },
    troubles: {
      type: "object",
      description: "By submission, what keeps it from its next step; the next pass tries again.",
      additionalProperties: text,
    },
    postponed: { ...strings, description: "What waits for the next pass, and why." },
    moved: { ...strings, description: "Tags that somebody moved or deleted." },
    rewritten: { type: "boolean", description: "Main was force-pushed: nothing is entered or submitted." },
  },
} as const;

export const wouldLine = (one: Would): string => {
  switch (one.does) {
    case "enter":
      return `${one.submission}: enter as ${one.event}${because(one.reason)}`;
    case "write":
      return `${one.submission}: ${one.event}${because(one.reason)}`;
    case "become":
      return `${one.submission}: becomes ${one.state}, ${one.words}`;
    case "refuse-trial":
      return `pull request #${one.pullRequest}: no trial, ${one.reason}`;
    case "order":
      return `${one.submission}: order ${one.verb} of task ${one.task}`;
    case "submit":
      return `${one.submission}: submit${one.assumes === undefined ? "" : ", if people approved it: GitHub is not asked from here"}`;
    case "end-older":
      return `${one.submission}: ${one.event}${because(one.reason)}, when PanDA has the newer version`;
    case "keep":
      return `${one.submission}: keep ${andMore(one.data, 3)} ${one.until === null ? "for ever" : `until ${one.until.slice(0, 10)}`}`;
    case "end":
      return `${one.submission}: end the rules of ${andMore(one.data, 3)}`;
    case "stop":
      return `Here the pass ends: ${one.words}; the next pass goes on`;
    case "comment":
      return `${one.pullRequest === undefined ? `the pull request that brought ${one.commit?.slice(0, 12)}` : `pull request #${one.pullRequest}`}: status comment`;
    case "call":
      return `pull request #${one.pullRequest}: call ${one.people.length === 0 ? "nobody by name" : one.people.join(" ")}: ${one.words}`;
    case "leave":
      return `${one.submission}: ${one.state}, ${one.words}`;
  }
};

const because = (reason: string | undefined): string => (reason === undefined ? "" : `, ${reason}`);
