import type { PandaIdentity } from "../../core/ledger/panda-identity.ts";
import type { RucioPlace } from "../../core/login/rucio-settings.ts";
import type { Allowance } from "../../ports/allowance.ts";
import type { Bash } from "../../ports/bash.ts";
import type { Clock } from "../../ports/clock.ts";
import type { DataKeeper } from "../../ports/data-keeper.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { MainBranch } from "../../ports/main-branch.ts";
import type { Panda } from "../../ports/panda.ts";
import type { PandaCache } from "../../ports/panda-cache.ts";
import type { PandaWatch } from "../../ports/panda-watch.ts";
import type { People } from "../../ports/people.ts";
import type { StoredData } from "../../ports/stored-data.ts";
import type { Tags } from "../../ports/tags.ts";
import type { OpenCatalogue } from "../validation/look-at-data.ts";

export type ReconcilePorts = {
  readonly main: MainBranch;
  readonly ledger: Ledger;
  readonly tags: Tags;
  readonly panda: Panda;
  readonly cache: PandaCache;
  readonly watch: PandaWatch;
  readonly bash: Bash;
  readonly clock: Clock;
  /** Whom approvals are asked of; `undefined` only for a terminal against a PanDA on the same machine, or in a dry run. */
  readonly people: People | undefined;
  /** The experiment's Rucio; left out where there is no login to it. */
  readonly catalogue?: OpenCatalogue | undefined;
  /** What is in that Rucio of what was made, file by file. */
  readonly stored?: ((place: RucioPlace) => StoredData) | undefined;
  /** What changes the experiment's Rucio; left out with `catalogue`, and in a dry run. */
  readonly keeper?: ((place: RucioPlace) => DataKeeper) | undefined;
  /** What GitHub still allows; left out where nobody counts. */
  readonly allowance?: Allowance;
};

export type Setting = {
  readonly panda: Pick<PandaIdentity, "url" | "vo" | "role" | "userName">;
  readonly monitor: string | undefined;
  /** Where people see the repository of requests. */
  readonly address?: string | undefined;
  /** Names this process in the ledger. */
  readonly run: string;
  readonly dryRun: boolean;
  /** There is a login for the experiment's Rucio: what had arrived is looked for again. */
  readonly seeksLost?: boolean;
  /** A dry run without people takes it that they approve. */
  readonly assumesApproval?: boolean;
  /** Up to so many names PanDA is asked one by one; only proofs choose it. */
  readonly fewNames?: number;
  /** Where more are followed than so many, what main brought is entered and shown to people before PanDA is asked about them; only tests choose it. */
  readonly manyFollowed?: number;
  /** So many submissions share a wave; only proofs choose it. */
  readonly perWave?: number;
  /** So many waves are uploaded before the first of all is claimed; only proofs choose it. */
  readonly wavesAhead?: number;
  /** Archives of more bytes than this do not wait together for their waves; only tests choose it. */
  readonly maxHeld?: number;
  /** After so many seconds the pass begins nothing more; 40 minutes unless given. */
  readonly seconds?: number | undefined;
  /** A GitHub App alone writes the ledger. Asks for nothing where there are no people to ask. */
  readonly soleWriter: boolean;
  /** What happens, as it happens; for progress. */
  readonly tell: (line: string) => void;
};
