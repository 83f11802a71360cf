import { defaultLimits, type Limits } from "../../../action/adapters/panda/limits.ts";
import { readLogin } from "../../../action/adapters/panda/log-in.ts";
import { pandaCache } from "../../../action/adapters/panda/panda-cache.ts";
import { pandaRest } from "../../../action/adapters/panda/panda-rest.ts";
import { systemClock } from "../../../action/adapters/system/system-clock.ts";
import { packArchive } from "../../../action/core/render/rendering.ts";
import type { Checked } from "../../../action/core/submission/panda-answer.ts";
import type { SubmissionRequest } from "../../../action/core/submission/submission-request.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import type { Panda } from "../../../action/ports/panda.ts";
import type { PandaCache } from "../../../action/ports/panda-cache.ts";
import type { SandboxHandle, SandboxOptions } from "../../../scripts/sandbox/panda/handle.ts";
import type { JsonObject } from "../../../scripts/sandbox/panda/json.ts";
import { aSandbox } from "../../sandbox/panda/sandboxes.ts";
import { oneStep } from "../../sandbox/panda/tiny-archive.ts";

export const user = "Test User";
export const outDS = "user.tester.a";
export const taskName = `${outDS}_000_only`;

/** Pauses are short. */
export const shortLimits: Limits = { ...defaultLimits, pause: 1 };
/**
 * And silence is over sooner than in the world, but not before a busy machine has sent the call: what is never repeated
 * must have reached the sandbox once.
 */
export const quickLimits: Limits = { ...shortLimits, read: 800, upload: 1500, order: 1500, request: 1500 };

export type PandaClient = Panda & PandaCache;

export type OurPanda = {
  readonly sandbox: SandboxHandle;
  readonly panda: PandaClient;
  readonly submissionRequest: SubmissionRequest;
  /** The same client with another login or role, or other limits. */
  as(given: { readonly role?: string; readonly claims?: JsonObject; readonly limits?: Limits }): Promise<PandaClient>;
};

/** Our client and a sandbox, over HTTP. */
export const aPanda = async (options: Partial<SandboxOptions> = {}, files = oneStep()): Promise<OurPanda> => {
  const { panda: sandbox } = await aSandbox(options);
  const as: OurPanda["as"] = async ({ role = "", claims = {}, limits = shortLimits }) => {
    const env = {
      PANDA_URL_SSL: `${sandbox.url}/server/panda`,
      PANDA_AUTH_ID_TOKEN: await sandbox.token(claims),
      PANDA_AUTH_VO: role === "" ? "sphenix" : `sphenix.${role}`,
    };
    const login = await readLogin(env, new Date());
    return { ...pandaRest(login, limits), ...pandaCache(login, systemClock(), limits) };
  };
  return { sandbox, panda: await as({}), submissionRequest: aParcel(await pack(files)), as };
};

export const pack = (files: Readonly<Record<string, string>>): Promise<Uint8Array> =>
  packArchive(Object.entries(files).map(([path, text]) => textFile(path, text)));

export const aParcel = (archive: Uint8Array): SubmissionRequest => ({
  outDS,
  workflowName: "shrek-tests-0123456789ab-a1",
  fingerprint: "shrek-tests-0123456789ab-a1-mark",
  vo: "sphenix",
  workingGroup: "sphenix",
  prodSourceLabel: "test",
  cores: undefined,
  archive,
  steps: ["only"],
});

/** PanDA's answer to a check, and to an archive that it does not take. */
export const heldAndChecked = async (panda: PandaClient, submissionRequest: SubmissionRequest): Promise<Checked> => {
  const held = await panda.hold(submissionRequest.archive);
  return held.kind === "held" ? panda.check(submissionRequest, held.sandbox) : held;
};

/** Checked and submitted; the number that iDDS gave. */
export const submitted = async ({ panda, submissionRequest }: OurPanda): Promise<number> => {
  const checked = await heldAndChecked(panda, submissionRequest);
  if (checked.kind !== "accepted") throw new Error(checked.message);
  const answer = await panda.submit(submissionRequest, checked.sandbox);
  if (answer.kind !== "accepted") throw new Error(answer.message);
  return answer.request;
};
