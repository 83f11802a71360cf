const second = 1000;
const minute = 60 * second;
export const hour = 60 * minute;
const day = 24 * hour;

export type Duration = { readonly milliseconds: number };

/** A time that decides what is done, as docs/limits.md lists it. */
type DecidingTime = Duration & {
  /** Who counts it: what PanDA does is counted by PanDA's dates alone (SAFETY rule 10). */
  readonly clock: "PanDA" | "ours";
  readonly decides: string;
  /** Markdown, with its source in docs/. */
  readonly because: string;
};

/** Every time that the state machine, reconcile and the calls to PanDA decide by. */
export const times = {
  callRight: {
    milliseconds: 60 * second,
    clock: "ours",
    decides: "a call is made so soon after its right was written, or never",
    because: "later, another process may have taken this one for dead (SAFETY rule 3)",
  },
  slowWrite: {
    milliseconds: 5 * second,
    clock: "ours",
    decides: "behind a slower write of the right the ledger is read again before the call",
    because: "meanwhile another process may have written (SAFETY rule 3)",
  },
  doubt: {
    milliseconds: 6 * hour,
    clock: "PanDA",
    decides: "in doubt for so long since the first healthy look, nothing is tried again",
    because: "a server that keeps a lost request gives it a last attempt after two hours (SAFETY S1); six leave room",
  },
  betweenLooks: {
    milliseconds: 30 * minute,
    clock: "PanDA",
    decides: "after that, two healthy looks so far apart must find nothing",
    because: "doubt ends by evidence, never by a clock alone (SAFETY rule 6)",
  },
  watch: {
    milliseconds: 14 * day,
    clock: "PanDA",
    decides: "what has ended well is watched for a second effect",
    because: "it can come this long (SAFETY rule 6)",
  },
  silence: {
    milliseconds: day,
    clock: "PanDA",
    decides: "a request without any task is stalled",
    because: "JEDI makes tasks within minutes; after a day without any, none will come",
  },
  withoutNextTask: {
    milliseconds: hour,
    clock: "PanDA",
    decides: "iDDS is asked about a step that has no task, when the others ended well and nothing moved",
    because: "iDDS and JEDI make the next step's task within minutes (SAFETY S11)",
  },
  withoutSite: {
    milliseconds: 6 * hour,
    clock: "PanDA",
    decides: "a person is called about tasks that no site takes",
    because: "`noSiteAfter` of the [conventions](conventions.md) says another time",
  },
  arrival: {
    milliseconds: 2 * day,
    clock: "PanDA",
    decides: "a person is called about outputs that the experiment's Rucio lacks",
    because:
      "files that PanDA registers are there at once; a copy elsewhere takes hours ([ADR 30](adr/0030-input-data-are-looked-up.md))",
  },
  orderEffect: {
    milliseconds: 30 * minute,
    clock: "PanDA",
    decides: "an order without effect is sent again",
    because: "JEDI carries an order out within it; one without effect by then never arrived (SAFETY rule 8)",
  },
  afterKill: {
    milliseconds: 30 * minute,
    clock: "PanDA",
    decides: "a step without a task gets none, in a withdrawal",
    because: "its parents were killed, and JEDI hides a new task for minutes at most (PANDA P24)",
  },
  clocksOfPanda: {
    milliseconds: hour,
    clock: "PanDA",
    decides: "a list of changed tasks begins so much earlier",
    because: "PanDA's web server and its database have a clock each",
  },
  lookBack: {
    milliseconds: day,
    clock: "PanDA",
    decides: "the watch, and what waits for inputs, list the changes of so long",
    because: "reconcile runs more often than once a day",
  },
  lateReconcile: {
    milliseconds: hour,
    clock: "ours",
    decides: "a plan says that reconcile has not run for so long",
    because: "it runs every 15 minutes; GitHub delays schedules, and stops them after 60 days without a commit",
  },
  pass: {
    milliseconds: 40 * minute,
    clock: "ours",
    decides: "a pass begins nothing more, and reports",
    because: "the job is ended at 60 minutes; `SHREK_PASS_SECONDS` says another time",
  },
  mainAgain: {
    milliseconds: 20 * second,
    clock: "ours",
    decides: "a pass that submits looks between waves whether main has moved",
    because: "GitHub begins no second pass beside it, and a merge is told within a minute",
  },
  tokenLeft: {
    milliseconds: 5 * minute,
    clock: "ours",
    decides: "a token with less time left is not used",
    because: "one that ends in the middle of a pass would leave calls without answers",
  },
  clockSkew: {
    milliseconds: minute,
    clock: "ours",
    decides: "a larger difference to PanDA's clock is reported",
    because: "clocks decide whether certificates and tokens are valid",
  },
  answerToRead: {
    milliseconds: minute,
    clock: "ours",
    decides: "PanDA's answer to a read is waited for",
    because: "a read without an answer is repeated",
  },
  answerToOrder: {
    milliseconds: minute,
    clock: "ours",
    decides: "the same for an order",
    because: "an order without an answer is sent again when it shows no effect",
  },
  answerBeforeLogin: {
    milliseconds: 30 * second,
    clock: "ours",
    decides: "the same for a read before the login",
    because: "it asks little",
  },
  answerToUpload: {
    milliseconds: 5 * minute,
    clock: "ours",
    decides: "the same for the upload of an archive",
    because: "an archive may have 10 MiB",
  },
  answerToRequest: {
    milliseconds: 3 * minute,
    clock: "ours",
    decides: "the same for a check and a submit",
    because: "PanDA runs prun for every step before it answers, and waits up to 40 s for iDDS ([panda.md](panda.md))",
  },
  answerOfRucio: {
    milliseconds: 2 * minute,
    clock: "ours",
    decides: "the same for a call to Rucio; a look without an answer decides nothing",
    because: "a list of 100,000 files is 30 MB, and is sent while a database is read (RUCIO C4)",
  },
} as const satisfies Readonly<Record<string, DecidingTime>>;
