import type { LimitFunction } from "p-limit";
import type { MemoryMeter } from "../../../action/adapters/jobs/memory-meter.ts";
import type { Activity } from "./activity.ts";
import type { Adder, OutputsRegistered } from "./jedi/adder.ts";
import type { Kills } from "./jedi/kills.ts";
import type { Slots } from "./jedi/slots.ts";
import type { JsonObject } from "./json.ts";
import type { Keys } from "./keys.ts";
import type { State } from "./state.ts";

export type Settings = {
  /** What the server knows and what its tasks produced lies here, and is found again by the next start. */
  readonly dir: string;
  /** 0: the port this folder had before if it is free, else any. */
  readonly port: number;
  /** The two orders in which real servers number the steps (PANDA P15). */
  readonly order: "by-file" | "by-name";
  /** Jobs at once, over all tasks; one that runs for long leaves its place to other tasks. */
  readonly cores: number;
  /** Milliseconds between ticks; `undefined`: time stands still until `tick()`. */
  readonly tickEvery: number | undefined;
  /** Turns until JEDI carries out an order; in between the next one takes its place. */
  readonly ordersTake: number;
  /** Of the server: so many requests are worked on at once. */
  readonly processes: number;
  /** Milliseconds that the server waits for a call to itself; the real one 600,000 (api/v1/http_client.py:125). */
  readonly ownCall: number;
  /** Sites whose jobs run on this machine. Tasks for other sites stay `assigning`. */
  readonly executes: readonly string[];
  /** Sites whose jobs succeed at once and leave a line of text as output: thousands of tasks without a process. */
  readonly pretends: readonly string[];
  /** Asked for each try at such a job. */
  readonly pretendedJobFails: () => boolean;
  /** Likewise, with the MB a core that its task asks for: whether it dies of memory. */
  readonly pretendedJobStarves: (memory: number) => boolean;
  /** MB that each of them uses; `undefined`: its pilot sees none. */
  readonly pretendedMemory?: number;
  readonly vo: string;
  /** Whether the issuer gives a new refresh token with each answer and forgets the old one. */
  readonly rotatesRefreshTokens: boolean;
  /** The secret of the VO's client and of the robot, and the beginning of the refresh tokens. */
  readonly secrets: { readonly client: string; readonly robot: string; readonly refresh: string };
  /** Put over what the issuer describes of itself: a VO's administrators, or somebody else, may have pointed it elsewhere. */
  readonly authConfig: JsonObject;
  readonly discovery: JsonObject;
  /** A connection serves many requests, as at a web server in its default. Where a test starts the server again, a client would find a dead one. */
  readonly keepsConnections?: true;
  /** Where outputs are registered; nowhere without it. */
  readonly registers?: OutputsRegistered;
  /** What it says of a task in place of its own words. */
  readonly dialog?: (task: number) => string;
};

/** What every handler gets. */
export type Sandbox = {
  readonly settings: Settings;
  readonly state: State;
  readonly keys: Keys;
  readonly activity: Activity;
  readonly kills: Kills;
  readonly slots: Slots;
  readonly processes: LimitFunction;
  readonly adder: Adder | undefined;
  /** Looks at the memory of jobs, as the pilot does. */
  readonly memory: MemoryMeter;
  /** `http://127.0.0.1:PORT`; known once the server listens. */
  readonly url: () => string;
  /** Ends the jobs that run. */
  readonly stopped: AbortSignal;
};
