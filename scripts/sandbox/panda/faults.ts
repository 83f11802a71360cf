/** What can go wrong on the wire (SAFETY S1, S2, S6). */
export type FaultKind =
  | "no-answer-before-effect"
  | "no-answer-after-effect"
  /** HTTP 500; with `effect: true` the server did its work first. */
  | "500"
  /** Never answers, until the sandbox closes; with `effect: true` the server did its work first. */
  | "time-out"
  /** `status: true, request_id: null`; with `effect: true` iDDS took the workflow. */
  | "null-request"
  /** `status: false, request_id: [false, message]`; with `effect: true` iDDS took the workflow. */
  | "false-request"
  /** `status: false, request_id: [false, "Bad request exception ..."]`: iDDS answered 400 and made nothing (PANDA R7). */
  | "bad-request"
  /** A list of tasks without the database behind it (PANDA R8). */
  | "no-database"
  | "expired-token"
  /** 403, as for a user on PanDA's list. */
  | "banned"
  /** HTTP 429; `seconds` is its Retry-After. */
  | "too-many"
  /** 200 and `success: false`, or `[false, message]`; with `effect: true` the server did its work first. */
  | "declined"
  /** HTTP 200 and a login page; with `effect: true` the server did its work first. */
  | "html"
  /** After the effect, half of the answer. */
  | "truncated"
  /** After the effect, the answer as Python prints it. */
  | "python-repr"
  /** Acts twice, answers once. */
  | "duplicate"
  /** Answers, and the workflow file stays: it is worked off once more `minutes` later, a check's too. */
  | "twice"
  /** Does what it was asked, `delay` later, as a loaded server does. */
  | "slow"
  /** Answers, and iDDS never makes the task of `step` (PANDA R4). */
  | "gives-up"
  /** No answer; the workflow file is worked off `minutes` later for real, a check's too. */
  | "ghost";

export type Fault = {
  readonly fault: FaultKind;
  /** `put_workflow_request`, `put_workflow_request:check`, `get_status`, `relay_idds_command:get_request_id_by_name`, `*` ... */
  readonly at: string;
  /** How many matching requests it meets. */
  readonly times?: number;
  /** Of a ghost, or of the second time; 1 by default. */
  readonly minutes?: number;
  readonly seconds?: number;
  /** Milliseconds until anything happens. */
  readonly delay?: number;
  readonly effect?: boolean;
  /** Which step iDDS gives up. */
  readonly step?: string;
};

export type Hold = {
  /** A matching request stands at the gate. */
  readonly arrived: Promise<void>;
  release(): void;
};
/** What meets a request that is known by these names, if anything. */
export type Weather = (keys: readonly string[]) => Fault | undefined;
export type Phase = "before-effect" | "after-effect";

/** What tests put in the way of requests. */
export type Obstacles = {
  fault(fault: Fault): void;
  /** Draws for each request that no other fault meets. */
  weather(draw: Weather): void;
  hold(at: string, phase: Phase): Hold;
  /** The fault that meets this request, if any: one is used up. */
  take(keys: readonly string[]): Fault | undefined;
  pass(keys: readonly string[], phase: Phase): Promise<void>;
  clear(): void;
};

type Gate = {
  readonly at: string;
  readonly phase: Phase;
  readonly arrive: () => void;
  readonly open: Promise<void>;
  readonly release: () => void;
};

export const openObstacles = (): Obstacles => {
  let faults: { readonly fault: Fault; left: number }[] = [];
  let gates: Gate[] = [];
  const calm: Weather = () => undefined;
  let weather = calm;
  const matches = (at: string, keys: readonly string[]): boolean => at === "*" || keys.includes(at);
  return {
    fault: (fault) => {
      faults.push({ fault, left: fault.times ?? 1 });
    },
    weather: (draw) => {
      weather = draw;
    },
    hold: (at, phase) => {
      const arrived = Promise.withResolvers<void>();
      const open = Promise.withResolvers<void>();
      const gate: Gate = { at, phase, arrive: arrived.resolve, open: open.promise, release: open.resolve };
      gates.push(gate);
      return {
        arrived: arrived.promise,
        release: () => {
          gates = gates.filter((other) => other !== gate);
          gate.release();
        },
      };
    },
    take: (keys) => {
      const found = faults.find(({ fault }) => matches(fault.at, keys));
      if (found === undefined) return weather(keys);
      found.left -= 1;
      faults = faults.filter(({ left }) => left > 0);
      return found.fault;
    },
    pass: async (keys, phase) => {
      const gate = gates.find((candidate) => candidate.phase === phase && matches(candidate.at, keys));
      if (gate === undefined) return;
      // One request a gate: the next one walks through.
      gates = gates.filter((other) => other !== gate);
      gate.arrive();
      await gate.open;
    },
    clear: () => {
      weather = calm;
      faults = [];
      for (const gate of gates) gate.release();
      gates = [];
    },
  };
};
