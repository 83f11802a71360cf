import { semverStyle } from "../conventions/version-semver.ts";
import type { VersionStyle } from "../conventions/version-style.ts";
import validateRequest from "../generated/validate-request.js";
import type { Intent } from "../ledger/event.ts";
import type { Request } from "../request/request.ts";
import { makeStep } from "../validate/make-step.ts";
import { wireSteps } from "../validate/wiring/wiring.ts";
import { type Facts, needFacts, stepFacts } from "./facts.ts";

/** The ledger's intent of a version that is on no tree any more. `undefined`: written in another language. */
export const factsOfIntent = ({
  tag,
  version,
  outDS,
  contentDigest,
  folder,
  content,
  seeds,
}: Intent): Facts | undefined => {
  const request: unknown = { ...Object(content.request), ...unrecorded, version, tag: {} };
  if (!isRequest(request)) return undefined;
  const { steps } = wireSteps(nowhere, request, anyVersion);
  const made = steps.map((wired) => makeStep(request, wired, tag));
  return {
    kind: "accepted",
    path: folder,
    tag,
    version,
    outDS,
    digest: contentDigest,
    build: request.build,
    conditions: request.conditions,
    steps: stepFacts(made, request, folder),
    needs: needFacts(made),
    seeds: seeds.map(({ stream, count }) => ({ stream, count })),
    supersedes: [],
  };
};

/** The references were checked before the intent was written; only their targets matter here. */
const anyVersion: VersionStyle = { ...semverStyle, fault: () => undefined };

/** Left out of the content, and no fact depends on them. */
const unrecorded = { description: "-", contact: ["@ledger"] };
const top = () => ({ line: 1, col: 1 });
const nowhere = {
  file: "ledger",
  places: { at: top, ofKey: top, joined: () => undefined, within: () => undefined, written: () => undefined },
};
const isRequest = (value: unknown): value is Request => validateRequest(value);
