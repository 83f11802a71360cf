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
  readonly because: string;
};

/** Every time that the state machine, reconcile and the calls to PanDA decide by. */
export const times = {
  callRight: {
    milliseconds: 60 * second,
    clock: "ours",
    decides: "a call is made so soon after its right was written",
    because: "another process takes it for dead (SAFETY rule 3)",
  },
  slowWrite: {
    milliseconds: 5 * second,
    clock: "ours",
    decides: "behind a slower write of the right the ledger is read again",
    because: "SAFETY rule 3",
  },
  doubt: {
    milliseconds: 6 * hour,
    clock: "PanDA",
    decides: "in doubt so long since the first healthy look, nothing is tried again",
    because: "a server's last attempt is after two hours (SAFETY S1)",
  },
  betweenLooks: {
    milliseconds: 30 * minute,
    clock: "PanDA",
    decides: "after that, two healthy looks so far apart must find nothing",
    because: "SAFETY rule 6",
  },
  watch: {
    milliseconds: 14 * day,
    clock: "PanDA",
    decides: "what has ended well is watched for a second effect",
    because: "SAFETY rule 6",
  },
  silence: {
    milliseconds: day,
    clock: "PanDA",
    decides: "a request without any task is stalled",
    because: "JEDI makes tasks within minutes",
  },
  withoutNextTask: {
    milliseconds: hour,
    clock: "PanDA",
    decides: "iDDS is asked about a step without a task, when the others ended well",
    because: "it makes the next task within minutes (SAFETY S11)",
  },
  withoutSite: {
    milliseconds: 6 * hour,
    clock: "PanDA",
    decides: "a person is called about tasks that no site takes",
    because: "or `noSiteAfter` of the [conventions](conventions.md)",
  },
  arrival: {
    milliseconds: 2 * day,
    clock: "PanDA",
    decides: "a person is called about outputs that Rucio lacks",
    because: "a copy elsewhere takes hours ([ADR 30](adr/0030-input-data-are-looked-up.md))",
  },
  orderEffect: {
    milliseconds: 30 * minute,
    clock: "PanDA",
    decides: "an order without effect is sent again",
    because: "JEDI needs no longer (SAFETY rule 8)",
  },
  afterKill: {
    milliseconds: 30 * minute,
    clock: "PanDA",
    decides: "to a withdrawal a step without a task gets none",
    because: "PANDA P24",
  },
  clocksOfPanda: {
    milliseconds: hour,
    clock: "PanDA",
    decides: "a list of changed tasks begins so much earlier",
    because: "it has two clocks",
  },
  lookBack: {
    milliseconds: day,
    clock: "PanDA",
    decides: "the watch, and what waits for inputs, list changes of so long",
    because: "passes are more frequent",
  },
  lateReconcile: {
    milliseconds: 30 * minute,
    clock: "ours",
    decides: "a plan says that reconcile has not run",
    because: "twice its schedule, or what its file says",
  },
  pass: {
    milliseconds: 40 * minute,
    clock: "ours",
    decides: "a pass begins nothing more, and reports",
    because: "the job is ended at 60 minutes; else `SHREK_PASS_SECONDS`",
  },
  mainAgain: {
    milliseconds: 20 * second,
    clock: "ours",
    decides: "a submitting pass looks whether main has moved",
    because: "a merge is told within a minute",
  },
  tokenLeft: {
    milliseconds: 5 * minute,
    clock: "ours",
    decides: "a token with less time left is not used",
    because: "it would end within a pass",
  },
  clockSkew: {
    milliseconds: minute,
    clock: "ours",
    decides: "a larger difference to PanDA's clock is told",
    because: "tokens are valid by clocks",
  },
  answerToRead: {
    milliseconds: minute,
    clock: "ours",
    decides: "PanDA's answer to a read is waited for",
    because: "it is repeated",
  },
  answerToOrder: {
    milliseconds: minute,
    clock: "ours",
    decides: "the same for an order",
    because: "it is sent again when it shows no effect",
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
    because: "PanDA runs prun for every step before",
  },
  answerOfRucio: {
    milliseconds: 2 * minute,
    clock: "ours",
    decides: "the same for a call to Rucio",
    because: "a list of 100,000 files is 30 MB (RUCIO C4)",
  },
  news: {
    milliseconds: 10 * second,
    clock: "ours",
    decides: "the same for a message to a channel",
    because: "nothing waits for it",
  },
} as const satisfies Readonly<Record<string, DecidingTime>>;
