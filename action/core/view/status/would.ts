import type { FromSchema } from "json-schema-to-ts";
import { andMore } from "../../text/amounts.ts";
import { closedWith } from "../../text/schema-parts.ts";

const text = { type: "string" } as const;
const submission = { type: "string", description: "TAG/VERSION/RUN, as the ledger has it." } as const;
const flag = { type: "boolean" } as const;
const integer = { type: "integer" } as const;
const strings = { type: "array", items: text } as const;

type Schemas = Readonly<Record<string, unknown>>;
const doing = <const D extends string, const N extends Schemas, const O extends Schemas = Record<never, never>>(
  does: D,
  description: string,
  needed: N,
  optional?: O,
) => ({ ...closedWith({ does: { const: does }, ...needed }, optional), description });

/** One thing that a pass would do, in the order in which it does them; last what stays as it is. */
const wouldSchema = {
  anyOf: [
    doing("enter", "Puts a new submission on the ledger.", { submission, event: text }, { reason: text }),
    doing("write", "Writes about one that is there.", { submission, event: text }, { reason: text }),
    doing("become", "Its state changes: `over` when nothing more is to come, `asksPerson` when a person must act.", {
      submission,
      state: text,
      words: text,
      over: flag,
      asksPerson: flag,
    }),
    doing("refuse-trial", "Answers the order of a trial with why there is none.", {
      pullRequest: integer,
      reason: text,
    }),
    doing("order", "Sends an order to a task at PanDA.", { submission, verb: text, task: integer }),
    doing(
      "submit",
      "Submits. `assumes`: if people approved it, whom a terminal does not ask.",
      { submission },
      { assumes: { const: "approval" } },
    ),
    doing(
      "end-older",
      "Ends an older version, once PanDA has accepted the submissions of the newer one.",
      { submission, event: text },
      { reason: text },
    ),
    doing("keep", "Makes or lengthens rules in Rucio, as far as Rucio takes them; `until` null: for ever.", {
      submission,
      data: strings,
      until: { type: ["string", "null"] },
    }),
    doing("end", "Ends the rules of these data in Rucio, by a person's command.", { submission, data: strings }),
    doing("stop", "Here the budget of the pass ends: what waits, why and until when.", { words: text }),
    doing(
      "comment",
      "Writes or edits the status comment; of what nobody asked GitHub about, `commit` brought it.",
      {},
      { pullRequest: integer, commit: text },
    ),
    doing("call", "Writes a new comment that mentions these people.", {
      pullRequest: integer,
      people: strings,
      words: text,
    }),
    doing("leave", "Leaves it as it is.", { submission, state: text, words: text }),
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
  ...closedWith({
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
  }),
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
